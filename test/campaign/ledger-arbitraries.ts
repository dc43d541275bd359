import fc from 'fast-check';
import type { CampaignDefinition } from '../../src/campaign/campaign.js';
import { refusalDigest } from '../../src/identity/refusal-digest.js';
import type { RecordsInput } from '../../src/model/records.js';
import { ledger } from '../parity/arbitraries.js';
import { campaign, UNUSUAL } from '../parity/campaign-arbitraries.js';
import { KEYS } from '../parity/keys.js';
import { maybe, oneOf, type Row } from '../parity/world.js';

/** Ledgers of the parity world with more of what is in nobody’s own records, or is somebody’s by a detour only. */

/** Readable by one country, by several or by none. */
const numbers = oneOf('070-123 45 67', '41234567', '+46 70 123 45 67');
const names = oneOf('Anna', 'Bo').map((firstName) => ({
  firstName,
  lastName: 'BERG',
  address: 'Storgatan 5',
  postalCode: '11122',
}));
const land = oneOf({ country: 'SE' }, { country: 'SE' }, { country: 'SE' }, {});
const moment = oneOf('2026-02-20T00:00:00Z', '2026-03-03T10:00:00Z', '2026-03-03T10:00:00.000001Z');

const KEY = { id: 'k2', hex: KEYS.k2 };
const hashed = oneOf('+46701234567', '+4741234567').map(
  (value): Row => ({ ...refusalDigest({ kind: 'phone', value, key: KEY }) }),
);

const refusedByNumber = fc
  .tuple(land, fc.record({ phone: numbers, controller: oneOf('okq8', '*'), occurredAt: moment }))
  .map(([country, row]): Row => ({ ...row, ...country }));

const registered: fc.Arbitrary<Row> = fc
  .tuple(
    fc.oneof(
      { weight: 6, arbitrary: fc.tuple(numbers, land).map(([phone, country]): Row => ({ phone, ...country })) },
      { weight: 6, arbitrary: fc.tuple(names, land).map(([name, country]): Row => ({ ...name, ...country })) },
      { weight: 3, arbitrary: hashed },
      { weight: 6, arbitrary: fc.constant<Row>({ complete: true }) },
      { weight: 1, arbitrary: oneOf<Row>({ phone: 'ring mig' }, { profileId: 'p2' }, { profileId: 'p1' }) },
    ),
    oneOf('NIX_TELEFON', 'NIX_ADRESSERAT', 'RESERVASJONSREGISTERET'),
    moment,
    maybe(fc.boolean()),
  )
  .map(([who, register, snapshotAt, hit]) => ({ ...who, register, snapshotAt, ...(hit !== undefined && { hit }) }));

const rowsOf = <T extends object>(row: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> => fc.array(row, { maxLength: 2 });

const added = fc.record({
  opt_out: rowsOf(refusedByNumber),
  objection: rowsOf(refusedByNumber),
  delivery: rowsOf(refusedByNumber.map((row) => ({ ...row, outcome: 'hard_bounce' }))),
  register: fc.array(registered, { maxLength: 5 }),
  tombstone: rowsOf(hashed),
  // A kind that nobody knows makes whom it names unreadable.
  club_wish: fc.oneof(
    { weight: 8, arbitrary: fc.constant([]) },
    rowsOf(oneOf({ profileId: 'p1' }, { phone: '+4741234567' })),
  ),
});

export const rows: fc.Arbitrary<RecordsInput> = fc.tuple(ledger, fc.option(added)).map(([given, more]) => {
  const kinds: Record<string, readonly Readonly<Record<string, unknown>>[]> = { ...given };
  for (const [kind, list] of Object.entries(more ?? {}))
    if (list.length > 0) kinds[kind] = [...(kinds[kind] ?? []), ...list];
  return kinds;
});

/** One of each channel that is asked about least. */
const SELDOM = ['phone', 'post', 'push', 'social_listing'].flatMap(
  (wanted) => UNUSUAL.find(({ channel }) => channel === wanted) ?? [],
);

/** Every channel about as often as every other, whatever is usual. */
export const campaignOnAnyChannel: fc.Arbitrary<Omit<CampaignDefinition, 'id'>> = fc
  .tuple(campaign, fc.option(fc.oneof({ weight: 2, arbitrary: oneOf(...SELDOM) }, oneOf(...UNUSUAL)), { freq: 2 }))
  .map(([usual, sent]) => ({ ...usual, ...sent }));
