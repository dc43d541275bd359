import type { PlantedFault } from './planted-fault-list.js';

const ALLOCATION = 'test/parity/allocation.test.ts';
const LEDGER = 'test/campaign/ledger.test.ts';
const RELEASE = 'test/campaign/release.test.ts';
const SQL = 'campaign/allocation/allocate-sql.ts';

const fault = (by: string, says: string, file: string, find: string, put: string): PlantedFault => ({
  says,
  file,
  find,
  put,
  by,
});

/** Faults of what comes after the decisions, and of what asks again; each is caught by the tests of its own part. */
export const allocationFaults: readonly PlantedFault[] = [
  fault(ALLOCATION, 'the highest id of duplicates is listed', SQL, 'min(case when ${open}', 'max(case when ${open}'),
  fault(
    ALLOCATION,
    'a person without address is a duplicate',
    SQL,
    '(${ADDRESS} is not null and not ${isFirst})',
    '(not ${isFirst})',
  ),
  fault(ALLOCATION, 'the suppressed make duplicates', SQL, 'min(case when ${open} then ${ID} end)', 'min(${ID})'),
  fault(ALLOCATION, 'a limit lists one more', SQL, '> ${limit.rows}`', '> ${limit.rows + 1}`'),
  fault(ALLOCATION, 'a rank puts the missing first', SQL, 'desc nulls last', 'desc nulls first'),
  fault(ALLOCATION, 'a rank the wrong way round', SQL, '`${value} asc nulls last', '`${value} desc nulls last'),
  fault(
    ALLOCATION,
    'a hold-out counts as nobody’s',
    SQL,
    "in (${'listed'}, ${'held_out'})",
    "in (${'listed'}, ${'listed'})",
  ),
  fault(ALLOCATION, 'a cap lets one more through', SQL, '0) >= ${most ?? 0}', '0) > ${most ?? 0}'),
  fault(
    ALLOCATION,
    'a cap on a channel counts every channel',
    SQL,
    'from: counted.filter((claim) => claim.campaign.channel === campaign.channel)',
    'from: counted',
  ),
  fault(
    ALLOCATION,
    'service messages count against a cap',
    SQL,
    'claims.filter((claim) => isCapped(claim.campaign))',
    'claims',
  ),
  fault(
    ALLOCATION,
    'a stratified hold-out takes one more',
    SQL,
    '`${number} <= ${countSql',
    '`${number} <= 1 + ${countSql',
  ),
  fault(
    ALLOCATION,
    'a share starts one place late',
    'identity/share.ts',
    'place >= lower',
    'place > lower && place !== lower.padEnd(17)',
  ),
  fault(
    ALLOCATION,
    'hold-outs start at nothing',
    'identity/share.ts',
    '(${place} >= ${lower} and ${below})',
    '(${below})',
  ),
  fault(
    LEDGER,
    'a ledger forgets whoever shares an address',
    'campaign/ledger/neighbourhood.ts',
    '(profile) => sharing.add(profile)',
    '(profile) => void profile',
  ),
  fault(LEDGER, 'a ledger forgets merges', 'campaign/ledger/neighbourhood.ts', 'this.#merged.add(into, point);', ''),
  fault(
    LEDGER,
    'a ledger reads numbers without a country only',
    'campaign/ledger/ledger.ts',
    '[undefined, ...(assumeRequestCountryForPhone ? countries : [])]',
    '[undefined, ...(assumeRequestCountryForPhone ? [] : countries)]',
  ),
  fault(LEDGER, 'a ledger forgets the erased', 'campaign/ledger/ledger.ts', 'this.#tombstoneKeys.add(keyId);', ''),
  fault(
    LEDGER,
    'a ledger ignores that it is sent now',
    'campaign/decide.ts',
    'laterRefusalsCount: sending === true',
    'laterRefusalsCount: false',
  ),
  fault(
    RELEASE,
    'the self-audit compares reasons only',
    'campaign/self-audit.ts',
    'a.mask === b.mask && a.address === b.address && a.basis === b.basis',
    'a.mask === b.mask',
  ),
  fault(
    RELEASE,
    'the self-audit leaves out the canaries',
    'campaign/capture.ts',
    "join([sql`select person_id from ${table}`, ...kept], ' union ')",
    "join([sql`select person_id from ${table}`, ...kept.slice(kept.length)], ' union ')",
  ),
  fault(
    RELEASE,
    'a canary that is no member passes',
    'campaign/release/canaries.ts',
    "return 'it is no member of the audience'",
    'return undefined',
  ),
  fault(
    RELEASE,
    'a guard trips at its bound',
    'campaign/release/guards.ts',
    'fall > suppressedShareFall',
    'fall >= suppressedShareFall',
  ),
];
