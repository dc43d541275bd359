import fc from 'fast-check';
import { DAY, formatInstant, HOUR, parseInstant } from '../../src/model/instant.js';
import type { RecordsInput } from '../../src/model/records.js';
import { contact, delivery, events, links, MESSY, permission, profiles, purchases } from './arbitraries.js';
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

/** Mostly at one of the moments of the ledger; the others keep their own time, which can be missing or broken. */
const timed = (of: fc.Arbitrary<Row>): fc.Arbitrary<Row> =>
  fc.tuple(of, fc.option(slot, { nil: undefined, freq: 4 })).map(([one, at]) => ({ ...one, ...(at && { slot: at }) }));

const optional = (of: fc.Arbitrary<Row>): fc.Arbitrary<Row[] | undefined> =>
  fc.option(rows(timed(of)), { nil: undefined, freq: 5 });

const kinds = fc.record({
  profile: profiles(MESSY),
  purchase: fc.option(rows(purchases(MESSY, slot)), { nil: undefined, freq: 9 }),
  event: fc.option(rows(events(MESSY, slot)), { nil: undefined, freq: 9 }),
  contact: optional(contact(MESSY)),
  delivery: optional(delivery(MESSY)),
  permission: optional(permission(MESSY)),
  identity_link: fc.option(links(MESSY), { nil: undefined, freq: 2 }),
});

const BY_SLOT: readonly string[] = ['purchase', 'event'];

export const segmentLedger: fc.Arbitrary<RecordsInput> = fc.tuple(kinds, moments).map(([ledger, pool]) => {
  const placed = (kind: string, rows: readonly Row[]): Row[] =>
    rows.map(({ slot: own, ...row }) => {
      const place = BY_SLOT.includes(kind) ? row.occurredAt : own;
      return place === undefined ? row : { ...row, occurredAt: pool[Number(place) % pool.length] };
    });
  return Object.fromEntries(
    Object.entries(ledger).flatMap(([kind, rows]) => (rows === undefined ? [] : [[kind, placed(kind, rows)]])),
  ) as RecordsInput;
});
