import { beforeAll, expect, test } from 'vitest';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { ever } from '../../src/segments/window.js';
import { membersOf } from './members.js';

/** Local days at the end of summer time and before 1970, and what merged profiles did. Zone Europe/Stockholm. */
const line = (profileId: string, occurredAt: string, fields: object = {}) => ({
  profileId,
  occurredAt,
  category: 'fuel',
  controller: 'okq8',
  quantity: '1',
  ...fields,
});
const purchase = [
  // Bought at the very instant at which the offset changes, and taken back the same day.
  line('taken back', '2025-10-26T01:00:00Z'),
  line('taken back', '2025-10-26T12:00:00Z', { type: 'return' }),
  line('repeated hour', '2025-10-26T00:30:00Z'),
  line('repeated hour', '2025-10-26T01:30:00Z'),
  line('two days around 1970', '1969-12-31T12:00:00Z'),
  line('two days around 1970', '1970-01-01T12:00:00Z'),
  line('merged away', '2026-02-10T12:00:00Z'),
];
const profile = [...new Set(purchase.map(({ profileId }) => profileId)), 'survivor'].map((id) => ({ id }));
const identity_link = [{ link: 'merge', profileId: 'merged away', intoProfileId: 'survivor' }];

const days = (value: number): Condition =>
  ({
    kind: 'aggregate',
    over: 'purchase',
    where: {},
    measure: { count: 'day' },
    in: ever,
    is: 'eq',
    value,
  }) as Condition;

const table: readonly (readonly [string, Condition, readonly string[]])[] = [
  ['nothing is left of a day taken back', days(0), ['taken back']],
  ['a repeated hour is one day; a merged profile’s days are its person’s', days(1), ['repeated hour', 'survivor']],
  ['the days before and after 1970 began are two', days(2), ['two days around 1970']],
];

let found: Awaited<ReturnType<typeof membersOf>>;
beforeAll(async () => {
  found = await membersOf(
    table.map(([, condition]) => condition),
    { profile, purchase, identity_link },
  );
});

test.each(table.map(([says, , expected], i) => [says, i, expected] as const))('%s', (_, i, expected) => {
  expect(found[i]).toEqual({ reference: expected, duckdb: expected });
});
