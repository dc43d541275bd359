import { beforeAll, describe, expect, test } from 'vitest';
import type { Condition } from '../../src/segments/condition-kinds.js';
import type { Window } from '../../src/segments/window.js';
import { runBoth, runDefinition } from '../parity/run-both.js';

/** One person for each date, whose id is the date; and one of whom none is known. */
const DATES = [
  '2006-02-28',
  '2008-02-29',
  '2008-03-01',
  '2025-11-22',
  '2025-11-23',
  '2025-12-31',
  '2026-01-01',
  '2026-02-28',
  '2026-03-01',
  '2026-03-02',
];
const profile = [...DATES.map((birthDate) => ({ id: birthDate, birthDate })), { id: 'unknown' }];

const FEB_28 = '2026-02-28T12:00:00Z';
const MAR_1 = '2026-03-01T12:00:00Z';
const LEAP_DAY = '2028-02-29T12:00:00Z';

const age = (is: string, value: unknown, more: object = {}): Condition =>
  ({ kind: 'age', field: 'birthDate', is, value, ...more }) as Condition;
const within = (window: Window, more: object = {}): Condition =>
  ({ kind: 'date', field: 'birthDate', in: window, ...more }) as Condition;
const anniversary = (window: Window, more: object = {}): Condition =>
  ({ kind: 'anniversary', field: 'birthDate', in: window, ...more }) as Condition;
const rolling = (last: string): Window => ({ kind: 'rolling', last });
const next = (duration: string): Window => ({ kind: 'upcoming', next: duration });
const days = (from: string, to: string): Window => ({ kind: 'absolute', from, to });
const MAR1 = { leapDay: 'mar1' };

const table: readonly [string, string, Condition, readonly string[]][] = [
  ['18 on 28 February, born on the 29th', FEB_28, age('gte', 18), ['2006-02-28', '2008-02-29']],
  ['18 on 1 March, born on the 29th', FEB_28, age('gte', 18, MAR1), ['2006-02-28']],
  ['18 on 1 March, that day', MAR_1, age('eq', 18, MAR1), ['2008-02-29', '2008-03-01']],
  ['18 on 1 March, the other rule the day after', MAR_1, age('eq', 18), ['2008-02-29', '2008-03-01']],
  ['20 on a leap day', LEAP_DAY, age('eq', 20, MAR1), ['2008-02-29']],
  ['22 the day after the birthday', LEAP_DAY, age('eq', 22), ['2006-02-28']],
  ['20 on the birthday', FEB_28, age('eq', 20), ['2006-02-28']],
  ['above 18', MAR_1, age('gt', 18), ['2006-02-28']],
  [
    'at most 17, born in time',
    FEB_28,
    age('lte', 17),
    ['2008-03-01', '2025-11-22', '2025-11-23', '2025-12-31', '2026-01-01', '2026-02-28'],
  ],
  [
    'below 1 on the day of birth, not before it',
    FEB_28,
    age('lt', 1),
    ['2025-11-22', '2025-11-23', '2025-12-31', '2026-01-01', '2026-02-28'],
  ],
  [
    'other than 0 leaves the unborn and the missing out',
    FEB_28,
    age('ne', 0),
    ['2006-02-28', '2008-02-29', '2008-03-01'],
  ],
  ['between holds both ends', MAR_1, age('between', [18, 20]), ['2006-02-28', '2008-02-29', '2008-03-01']],
  ['between, one above', MAR_1, age('between', [19, 20]), ['2006-02-28']],
  [
    'missing may match, and the unborn with it',
    FEB_28,
    age('gte', 20, { missing: 'match' }),
    ['2006-02-28', '2026-03-01', '2026-03-02', 'unknown'],
  ],
  ['the last day is today', MAR_1, within(rolling('P1D')), ['2026-03-01']],
  ['the last two days', MAR_1, within(rolling('P2D')), ['2026-02-28', '2026-03-01']],
  ['the next day is today', MAR_1, within(next('P1D')), ['2026-03-01']],
  ['the next two days', MAR_1, within(next('P2D')), ['2026-03-01', '2026-03-02']],
  ['from a day to before another', MAR_1, within(days('2025-12-31', '2026-02-28')), ['2025-12-31', '2026-01-01']],
  ['today is a local day', '2026-02-28T23:30:00Z', within(next('P1D')), ['2026-03-01']],
  ['ever holds every date, those to come too', FEB_28, within({ kind: 'ever' }), DATES],
  ['missing may match a window', FEB_28, within(next('P1D'), { missing: 'match' }), ['2026-02-28', 'unknown']],
  ['a birthday today', '2026-11-22T12:00:00Z', anniversary(next('P1D')), ['2025-11-22']],
  ['a birthday today or tomorrow', '2026-11-22T12:00:00Z', anniversary(next('P2D')), ['2025-11-22', '2025-11-23']],
  ['a birthday yesterday or today', '2026-11-23T12:00:00Z', anniversary(rolling('P2D')), ['2025-11-22', '2025-11-23']],
  ['over the end of the year', '2026-12-31T12:00:00Z', anniversary(next('P2D')), ['2025-12-31', '2026-01-01']],
  ['over the end of the year, the second year alone', '2026-12-30T12:00:00Z', anniversary(next('P2D')), ['2025-12-31']],
  ['the day of birth is no birthday', FEB_28, anniversary(next('P1D')), ['2006-02-28', '2008-02-29']],
  [
    'a leap day on 28 February',
    '2027-02-28T12:00:00Z',
    anniversary(next('P1D')),
    ['2006-02-28', '2008-02-29', '2026-02-28'],
  ],
  [
    'a leap day on 1 March',
    '2027-03-01T12:00:00Z',
    anniversary(next('P1D'), MAR1),
    ['2008-02-29', '2008-03-01', '2026-03-01'],
  ],
  ['not on 28 February then', '2027-02-28T12:00:00Z', anniversary(next('P1D'), MAR1), ['2006-02-28', '2026-02-28']],
  ['a leap day in a leap year', LEAP_DAY, anniversary(next('P1D')), ['2008-02-29']],
  ['28 February in a leap year', '2028-02-28T12:00:00Z', anniversary(next('P1D')), ['2006-02-28', '2026-02-28']],
  ['within a year and a day, everybody once', '2027-06-01T12:00:00Z', anniversary(next('P1Y')), DATES],
  [
    'missing may match an anniversary',
    FEB_28,
    anniversary(next('P1D'), { missing: 'match' }),
    ['2006-02-28', '2008-02-29', 'unknown'],
  ],
];

describe('dates', () => {
  const found = new Map<string, { reference: readonly string[]; duckdb: readonly string[] }>();
  beforeAll(async () => {
    for (const asOf of new Set(table.map(([, at]) => at))) {
      const asked = table.filter(([, at]) => at === asOf);
      const run = runDefinition(
        asked.map(([, , condition]) => ({
          controller: 'okq8',
          kind: 'newsletter',
          channel: 'email',
          audience: { id: 'audience', condition },
        })),
      );
      const said = await runBoth({ ...run, asOf: Date.parse(asOf) * 1000 }, { profile });
      const ids = (decisions: object | undefined) => Object.keys(decisions ?? {}).sort();
      for (const [i, [says]] of asked.entries()) {
        found.set(says, { reference: ids(said.reference[i]?.decisions), duckdb: ids(said.duckdb[i]?.decisions) });
      }
    }
  });

  test.each(table)('%s', (says, _, __, expected) => {
    expect(found.get(says)).toEqual({ reference: expected, duckdb: expected });
  });
});
