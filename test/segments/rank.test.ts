import { beforeAll, describe, expect, test } from 'vitest';
import { boundaryReports } from '../../src/campaign/boundary-reports.js';
import { explain } from '../../src/campaign/explain.js';
import { DuckDbEngine } from '../../src/engines/duckdb/duckdb-engine.js';
import { recordData } from '../../src/engines/duckdb/record-data.js';
import { MemoryEngine } from '../../src/engines/memory/memory-engine.js';
import { readRecords } from '../../src/model/records.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { readSegment } from '../../src/segments/read-segment.js';
import { segment } from '../../src/segments/segment.js';
import { attributes, runDefinition } from '../parity/run-both.js';
import { membersOf } from './members.js';

/** Ten with points, of whom three share 50; one without, one whose number says nothing. */
const points: Record<string, string | null> = {
  a: '100',
  b: '90',
  c: '50',
  d: '50',
  e: '50',
  f: '40',
  g: '30',
  h: '20',
  i: '-1',
  j: '0.000001',
  none: null,
};
const profile = Object.entries(points).map(([id, value]) => ({
  id,
  country: 'abc'.includes(id) ? 'SE' : 'NO',
  ...(id === 'none' ? { birthDate: '1999-12-31' } : { birthDate: '1980-01-01' }),
  attributes: { points: value },
}));

const rank = (fields: object): Condition =>
  ({ kind: 'rank', by: { field: 'points' }, order: 'highest', ...fields }) as Condition;
const SE: Condition = { kind: 'compare', field: 'country', is: 'eq', value: 'SE' };
const ALL = Object.keys(points).filter((id) => id !== 'none');
const not = (of: Condition): Condition => ({ kind: 'not', of });

const table: readonly [string, Condition, readonly string[]][] = [
  ['the best', rank({ top: 1 }), ['a']],
  ['the best two', rank({ top: 2 }), ['a', 'b']],
  ['who share the last value taken are all in', rank({ top: 3 }), ['a', 'b', 'c', 'd', 'e']],
  ['ties broken by id', rank({ top: 3, ties: 'break_by_id' }), ['a', 'b', 'c']],
  ['ties broken by id, two of three', rank({ top: 4, ties: 'break_by_id' }), ['a', 'b', 'c', 'd']],
  ['the lowest', rank({ top: 2, order: 'lowest' }), ['i', 'j']],
  ['more than there are', rank({ top: 99 }), ALL],
  ['as many as there are', rank({ top: 10, ties: 'break_by_id' }), ALL],
  ['a tenth of ten', rank({ percent: 10 }), ['a']],
  ['half a person is one', rank({ percent: 5 }), ['a']],
  ['less than half a person is none', rank({ percent: 4.999999 }), []],
  ['all', rank({ percent: 100 }), ALL],
  ['not the best leaves nobody out', not(rank({ top: 2 })), ['c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'none']],
  ['the best half, by score', rank({ score: { of: 2, in: [2] } }), ['a', 'b', 'c', 'd', 'e']],
  ['the worst half, by score', rank({ score: { of: 2, in: [1] } }), ['f', 'g', 'h', 'i', 'j']],
  // Cuts at the 2nd, 4th, 6th and 8th from the worst: 0.000001, 30, 50, 50.
  ['score 5 of 5', rank({ score: { of: 5, in: [5] } }), ['a', 'b']],
  ['equal values share a score, so that one may be empty', rank({ score: { of: 5, in: [4] } }), []],
  ['score 3 of 5', rank({ score: { of: 5, in: [3] } }), ['c', 'd', 'e', 'f']],
  ['scores 1 and 2 of 5', rank({ score: { of: 5, in: [1, 2] } }), ['g', 'h', 'i', 'j']],
  ['lowest is best', rank({ order: 'lowest', score: { of: 2, in: [2] } }), ['f', 'g', 'h', 'i', 'j']],
  ['among some', rank({ among: SE, top: 2, order: 'lowest' }), ['b', 'c']],
  ['a share of some', rank({ among: SE, percent: 50 }), ['a', 'b']],
  ['among nobody', rank({ among: { kind: 'any', of: [] }, top: 5 }), []],
  ['among the best, the lowest', rank({ among: rank({ top: 2 }), order: 'lowest', top: 1 }), ['b']],
  ['the latest dates', rank({ by: { field: 'birthDate' }, top: 1 }), ['none']],
];

describe('rank', () => {
  let found: Awaited<ReturnType<typeof membersOf>>;
  beforeAll(async () => {
    found = await membersOf(
      table.map(([, condition]) => condition),
      { profile },
    );
  });

  test.each(table.map(([says, , expected], i) => [says, i, expected] as const))('%s', (_, i, expected) => {
    expect(found[i]).toEqual({ reference: expected, duckdb: expected });
  });
});

/** Two bought the same, one nothing, one long ago; `b` took one back. */
const purchase = [
  ['a', '2026-03-01T10:00:00Z', 'sale'],
  ['a', '2026-02-01T10:00:00Z', 'sale'],
  ['b', '2026-03-01T10:00:00Z', 'sale'],
  ['b', '2026-03-02T10:00:00Z', 'sale'],
  ['b', '2026-03-02T11:00:00Z', 'return'],
  ['c', '2020-01-01T10:00:00Z', 'sale'],
].map(([profileId, occurredAt, type], i) => ({
  id: `l${i}`,
  profileId,
  occurredAt,
  type,
  receipt: `r${i}`,
  amount: '10.5',
  currency: 'SEK',
}));

const by = (measure: object, fields: object): Condition =>
  rank({ by: { over: 'purchase', where: {}, measure, in: { kind: 'ever' } }, ...fields });

const bought: readonly [string, Condition, readonly string[]][] = [
  ['the most bought for', by({ sum: 'amount', currency: 'SEK' }, { top: 1 }), ['a']],
  ['who bought nothing has bought for 0', by({ sum: 'amount', currency: 'SEK' }, { order: 'lowest', top: 1 }), ['d']],
  ['the latest to buy', by({ daysSince: 'last' }, { order: 'lowest', top: 1 }), ['b']],
  ['who never bought was never latest', by({ daysSince: 'last' }, { order: 'highest', top: 4 }), ['a', 'b', 'c']],
  ['lines share', by({ count: 'line' }, { top: 2 }), ['a', 'b', 'c']],
];

describe('rank by behaviour', () => {
  let found: Awaited<ReturnType<typeof membersOf>>;
  let silent: Awaited<ReturnType<typeof membersOf>>;
  const conditions = bought.map(([, condition]) => condition);
  beforeAll(async () => {
    found = await membersOf(conditions, { profile: ['a', 'b', 'c', 'd'].map((id) => ({ id })), purchase });
    silent = await membersOf(conditions, { profile: [{ id: 'a' }] });
  });

  test.each(bought.map(([says, , expected], i) => [says, i, expected] as const))('%s', (_, i, expected) => {
    expect(found[i]).toEqual({ reference: expected, duckdb: expected });
  });

  test('without any source of purchases', () => {
    expect(silent).toEqual([['a'], ['a'], [], [], ['a']].map((ids) => ({ reference: ids, duckdb: ids })));
  });
});

describe('a mistake in a rank', () => {
  test.each<[string, object, string, RegExp]>([
    ['nothing asked for', {}, 'segments.s', /top, percent or score/],
    ['two things asked for', { top: 1, percent: 1 }, 'segments.s', /top, percent or score/],
    ['no per cent', { percent: 0 }, 'segments.s.percent', /percentage/],
    ['a score that there is not', { score: { of: 5, in: [6] } }, 'segments.s.score.in', /from 1 to 5/],
    ['ties of scores', { score: { of: 5, in: [1] }, ties: 'include' }, 'segments.s.ties', /share a score/],
    ['a text', { by: { field: 'tier' }, top: 1 }, 'segments.s.by.field', /numbers and dates/],
    ['no such field', { by: { field: 'pionts' }, top: 1 }, 'segments.s.by.field', /did you mean "points"/],
    [
      'an average',
      { by: { over: 'purchase', where: {}, measure: { average: 'quantity' }, in: { kind: 'ever' } }, top: 1 },
      'segments.s.by.measure',
      /not ranked/,
    ],
    ['a mistake among whom', { top: 1, among: { kind: 'segment', id: 'x' } }, 'segments.s.among.id', /no segment/],
  ])('%s', (_, fields, at, message) => {
    expect(() => readSegment('s', rank(fields), { attributes })).toThrow(
      expect.objectContaining({ issues: expect.arrayContaining([{ at, message: expect.stringMatching(message) }]) }),
    );
  });
});

describe('the boundaries of a rank', () => {
  const audience = segment('a', {
    kind: 'any',
    of: [
      rank({ top: 3, ties: 'break_by_id' }),
      rank({ score: { of: 5, in: [5] } }),
      rank({ by: { field: 'birthDate' }, order: 'lowest', percent: 10 }),
      rank({ among: { kind: 'any', of: [] }, top: 1 }),
    ],
  });
  const run = runDefinition([{ controller: 'okq8', kind: 'newsletter', channel: 'email', audience }]);
  const read = readRecords({ profile }, { ...run.words, attributes: run.attributes });
  const engines = [
    ['duckdb', () => new DuckDbEngine(recordData(read))],
    ['memory', () => new MemoryEngine(async () => ({ records: read, inputs: [] }))],
  ] as const;

  test.each(engines)('are frozen into the run, without anybody’s id (%s)', async (_, open) => {
    const engine = open();
    const { boundaries } = await engine.run(run);
    const shown = boundaryReports([audience], boundaries).map(({ key: _key, ...report }) => report);
    expect(shown.sort((a, b) => (a.rank < b.rank ? -1 : 1))).toEqual([
      { rank: 'score 5 of 5, highest best, by points', ranked: 10, cuts: ['0.000001', '30', '50', '50'] },
      { rank: 'the highest 1 by points', ranked: 0, taken: 1, cuts: [] },
      { rank: 'the highest 3 by points, ties by id', ranked: 10, taken: 3, cuts: ['50'] },
      { rank: 'the lowest 10 % by birthDate', ranked: 11, taken: 1, cuts: ['1980-01-01'] },
    ]);
    await engine.close();
  });

  test.each(engines)('explain one person by everybody (%s)', async (_, open) => {
    const engine = open();
    const [c, d] = [await explain(run, engine, { profileId: 'c' }), await explain(run, engine, { profileId: 'd' })].map(
      ({ audience: { trace } }) => trace.parts?.map(({ holds, saw }) => `${holds}: ${saw}`),
    );
    expect(c).toEqual([
      'true: 50; boundaries 50 of 10 ranked',
      'false: 50, score 3; boundaries 0.000001, 30, 50, 50 of 10 ranked',
      'true: 1980-01-01; boundaries 1980-01-01 of 11 ranked',
      'false: not ranked',
    ]);
    expect(d?.[0]).toBe('false: 50; boundaries 50 of 10 ranked');
    await engine.close();
  });
});
