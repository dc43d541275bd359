// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the sources in which faults are planted are full of them
import { caughtBy, type PlantedFault } from './planted-fault.js';

const inAllocation = caughtBy('campaign/allocation-on-both');
const inLedger = caughtBy('campaign/ledger');
const inRelease = caughtBy('campaign/release');
const inProofs = caughtBy('runs/proof');
const SQL = 'campaign/allocation/allocate-sql.ts';

/** Faults of what comes after the decisions, and of what asks again; each is caught by the tests of its own part. */
export const allocationFaults: readonly PlantedFault[] = [
  inAllocation('the highest id of duplicates is listed', SQL, 'min(case when ${open}', 'max(case when ${open}'),
  inAllocation(
    'a person without address is a duplicate',
    SQL,
    '(${ADDRESS} is not null and not ${isFirst})',
    '(not ${isFirst})',
  ),
  inAllocation('the capped make duplicates', SQL, 'min(case when ${open} then ${ID} end)', 'min(${ID})'),
  inAllocation(
    'a listing leaves out whoever shares an address',
    'campaign/allocation/allocate.ts',
    '!isListing(channel) || ',
    'channel.length > 0 || ',
  ),
  inAllocation(
    'a listing brings in the held out by another’s row',
    'campaign/allocation/allocate.ts',
    ' || holdOut !== undefined ||',
    ' ||',
  ),
  inAllocation('a limit lists one more', SQL, '> ${limit.rows}`', '> ${limit.rows + 1}`'),
  inAllocation('a rank puts the missing first', SQL, 'desc nulls last', 'desc nulls first'),
  inAllocation('a rank the wrong way round', SQL, '`${value} asc nulls last', '`${value} desc nulls last'),
  inAllocation(
    'a hold-out counts as nobody’s',
    SQL,
    "in (${'listed'}, ${'held_out'})",
    "in (${'listed'}, ${'listed'})",
  ),
  inAllocation('a cap lets one more through', SQL, '0) >= ${most ?? 0}', '0) > ${most ?? 0}'),
  inAllocation(
    'a cap on a channel counts every channel',
    SQL,
    'from: counted.filter((claim) => claim.campaign.channel === campaign.channel)',
    'from: counted',
  ),
  inAllocation(
    'service messages count against a cap',
    SQL,
    'claims.filter((claim) => isCapped(claim.campaign))',
    'claims',
  ),
  inAllocation('a stratified hold-out takes one more', SQL, '`${number} <= ${countSql', '`${number} <= 1 + ${countSql'),
  inAllocation('hold-outs start at nothing, in memory', 'identity/share.ts', 'place >= lower', "place >= ''"),
  inAllocation('hold-outs start at nothing', 'identity/share.ts', '(${place} >= ${lower} and ${below})', '(${below})'),
  inLedger(
    'a ledger forgets whoever shares an address',
    'campaign/ledger/neighbourhood.ts',
    '(profile) => sharing.add(profile)',
    '(profile) => void profile',
  ),
  inLedger('a ledger forgets merges', 'campaign/ledger/neighbourhood.ts', 'this.#merged.add(into, point);', ''),
  inLedger(
    'a ledger reads numbers without a country only',
    'campaign/ledger/ledger.ts',
    '[undefined, ...(assumeRequestCountryForPhone ? countries : [])]',
    '[undefined, ...(assumeRequestCountryForPhone ? [] : countries)]',
  ),
  inLedger('a ledger forgets the erased', 'campaign/ledger/digests.ts', 'this.#keyIds.add(keyId);', ''),
  inLedger(
    'verdicts forget whoever shares an address',
    'campaign/ledger/found-records.ts',
    'for (const key of sought.reachedBy) this.#shared(sought, key);',
    '',
  ),
  inLedger(
    'verdicts overlook that a refusal was ended',
    'campaign/ledger/found-records.ts',
    'this.#lifts.has(asked.kind)',
    'false',
  ),
  inLedger(
    'verdicts take a permission for one address for all',
    'campaign/ledger/found-records.ts',
    '!subjects.isAddressed(subject) ||',
    'true ||',
  ),
  inLedger(
    'verdicts take what rules say of nothing for all that they say',
    'campaign/ledger/quick-decision.ts',
    'if (!meets(silent.asks, answered))',
    'if (true)',
  ),
  inLedger(
    'verdicts keep the versions of registers that they saw first',
    'campaign/ledger/ledger.ts',
    'if (registerVersions !== this.#versions.size)',
    'if (false)',
  ),
  inLedger(
    'a ledger ignores that it is sent now',
    'campaign/decide.ts',
    'laterRefusalsCount: sending === true',
    'laterRefusalsCount: false',
  ),
  inProofs(
    'whoever has another campaign gets no proof',
    'campaign/compile-run.ts',
    'queriesOf(proof, [])',
    'queriesOf(proof, claims)',
  ),
  inProofs(
    'the limit of a campaign is one of its proof',
    'campaign/proof.ts',
    '[...Object.keys(allocationFields()), PROOF]',
    '[PROOF]',
  ),
  inProofs(
    'the self-audit leaves out proofs',
    'campaign/audit/self-audit.ts',
    'list.proof === undefined ? [list] : [list, list.proof]',
    '[list]',
  ),
  inProofs(
    'a proof is said to be sent',
    'runs/acknowledge-sent.ts',
    'entry.files.map((file)',
    '[...entry.files, ...(entry.proof?.file === undefined ? [] : [entry.proof.file])].map((file)',
  ),
  inProofs(
    'nobody looks whether a proof is as it was written',
    'export/campaign-files.ts',
    'proof?.file === undefined ? files : [...files, proof.file]',
    'proof === undefined ? files : [...files]',
  ),
  inRelease(
    'the self-audit compares reasons only',
    'campaign/audit/self-audit.ts',
    'a.mask === b.mask && a.address === b.address && a.basis === b.basis',
    'a.mask === b.mask',
  ),
  inRelease(
    'the self-audit leaves out the canaries',
    'campaign/audit/capture.ts',
    "join([these, ...also], ' union ')",
    "join([these, ...also.slice(also.length)], ' union ')",
  ),
  inRelease(
    'a canary that is no member passes',
    'campaign/release/canaries.ts',
    "return 'it is no member of the audience'",
    'return undefined',
  ),
  inRelease(
    'a guard trips at its bound',
    'campaign/release/guards.ts',
    'fall > suppressedShareFall',
    'fall >= suppressedShareFall',
  ),
];
