import fc from 'fast-check';
import { DAY, formatInstant, HOUR, parseInstant } from '../../src/model/instant.js';
import type { RecordsInput } from '../../src/model/records.js';
import { events, links, MESSY, profiles, purchases } from './arbitraries.js';
import { oneOf, type Row } from './world.js';

/**
 * A ledger for many conditions at once: few persons with long histories, nothing about refusals.
 *
 * Rows stand on the bounds of windows, a microsecond beside them, and at exact distances from each other; they tie,
 * come twice, lack fields, belong to merged profiles and devices, and lie on both sides of clock changes, month ends
 * and leap days.
 */

const at = (text: string): number => parseInstant(text) as number;

const BASES = [
  // As-of, and where the rolling windows of the generated conditions begin.
  '2026-03-03T10:00:00Z',
  '2026-03-02T10:00:00Z',
  '2026-02-01T10:00:00Z',
  '2026-02-03T10:00:00Z',
  '2025-03-03T10:00:00Z',
  '2025-09-01T10:00:00Z',
  // Clock changes in Stockholm and Helsinki; the hour that comes twice and the one that is skipped.
  '2025-10-26T00:30:00Z',
  '2025-10-26T01:00:00Z',
  '2025-03-30T01:00:00Z',
  '2025-03-29T01:30:00Z',
  '2025-10-25T00:30:00Z',
  // Local midnights, month ends, the leap day, the turn of an ISO year, before 1970.
  '2026-02-09T23:00:00Z',
  '2026-01-30T23:30:00Z',
  '2026-01-31T10:00:00Z',
  '2024-02-29T12:00:00Z',
  '2025-12-28T23:00:00Z',
  '1969-12-31T22:30:00Z',
] as const;

const DISTANCES = [0, 0, 0, 1, -1, HOUR, -HOUR, DAY, -DAY, 7 * DAY, 7 * DAY + 1, 30 * DAY, 23 * HOUR, 25 * HOUR];

/** A few moments, and others at the same few distances from each of them. */
const moments = fc
  .tuple(
    fc.array(oneOf(...BASES), { minLength: 1, maxLength: 3, size: 'max' }),
    fc.array(oneOf(...DISTANCES), { minLength: 1, maxLength: 5, size: 'max' }),
  )
  .map(([bases, distances]) =>
    bases.flatMap((base) => [0, ...distances].map((distance) => formatInstant(at(base) + distance))),
  );

/** Where a row stands: one of the few moments of its ledger, so that rows tie and distances repeat. */
const slot = fc.nat(17).map(String);

/** Few rows or many, some of which come twice. */
const rows = (of: fc.Arbitrary<Row>): fc.Arbitrary<Row[]> =>
  fc
    .tuple(
      fc.oneof(
        fc.array(of, { maxLength: 8, size: 'max' }),
        fc.array(of, { maxLength: 16, size: 'max' }),
        fc.array(of, { maxLength: 40, size: 'max' }),
      ),
      fc.array(fc.nat(40), { maxLength: 3 }),
    )
    .map(([all, twice]) => [...all, ...twice.flatMap((i) => all.slice(i, i + 1))]);

const kinds = fc.record({
  profile: profiles(MESSY),
  purchase: fc.option(rows(purchases(MESSY, slot)), { nil: undefined, freq: 9 }),
  event: fc.option(rows(events(MESSY, slot)), { nil: undefined, freq: 9 }),
  identity_link: fc.option(links(MESSY), { nil: undefined, freq: 2 }),
});

export const segmentLedger: fc.Arbitrary<RecordsInput> = fc
  .tuple(kinds, moments)
  .map(([{ purchase, event, ...others }, pool]) => {
    const placed = (rows: readonly Row[] | undefined): Row[] | undefined =>
      rows?.map((row) => ({ ...row, occurredAt: pool[Number(row.occurredAt) % pool.length] }));
    const ledger = { ...others, purchase: placed(purchase), event: placed(event) };
    return Object.fromEntries(Object.entries(ledger).filter(([, rows]) => rows !== undefined)) as RecordsInput;
  });
