import { describe, expect, test } from 'vitest';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { lintCodes, lintSegment } from '../../src/segments/lint.js';
import { segment } from '../../src/segments/segment.js';
import { attributes } from '../parity/run-both.js';

const compare = (field: string, is: string, value: unknown, more: object = {}): Condition =>
  ({ kind: 'compare', field, is, value, ...more }) as Condition;
const SE = compare('country', 'eq', 'SE');
const NO = compare('country', 'eq', 'NO');
const GOLD = compare('tier', 'eq', 'gold');
const all = (...of: readonly Condition[]): Condition => ({ kind: 'all', of });
const any = (...of: readonly Condition[]): Condition => ({ kind: 'any', of });
const not = (of: Condition): Condition => ({ kind: 'not', of });
const atLeast = (k: number, ...of: readonly Condition[]): Condition => ({ kind: 'at_least', k, of });
const events = (window: object): Condition =>
  ({
    kind: 'aggregate',
    over: 'event',
    where: {},
    measure: { count: 'line' },
    in: window,
    is: 'gte',
    value: 1,
  }) as Condition;

const notes = (condition: Condition, others: Record<string, Condition> = {}) =>
  lintSegment(segment('s', condition, { segments: Object.entries(others).map(([id, other]) => segment(id, other)) }), {
    attributes,
  }).map(({ code, at }) => `${code} ${at.replace('segments.s', '.')}`);

const table: readonly [string, Condition, readonly string[]][] = [
  ['nothing to remark', all(SE, any(GOLD, not(NO))), []],
  ['all of nothing', all(), ['everybody .', 'empty_group .']],
  ['any of nothing', any(), ['nobody .', 'empty_group .']],
  ['more than there are', atLeast(3, SE, NO), ['nobody .']],
  ['as many as always hold', atLeast(1, SE, all()), ['everybody .', 'empty_group ..of[1]']],
  ['a part that never holds', any(SE, any()), ['empty_group ..of[1]', 'dead_branch ..of[1]']],
  ['a part that always holds', all(SE, not(any())), ['dead_branch ..of[1]', 'empty_group ..of[1].of']],
  ['nothing is in an empty list', all(SE, compare('tier', 'in', [])), ['nobody .']],
  ['all of a bucket', all(SE, { kind: 'bucket', salt: 'a', to: 100 }), ['dead_branch ..of[1]']],
  [
    'twice the same',
    any(SE, GOLD, { value: 'SE', is: 'eq', field: 'country', kind: 'compare' } as Condition),
    ['repeated ..of[2]'],
  ],
  ['a condition and its opposite', all(SE, not(SE)), ['contradiction .']],
  ['two values of one field', all(SE, all(GOLD, NO)), ['contradiction .']],
  ['a value outside a list', all(SE, compare('country', 'in', ['NO', 'DK'])), ['contradiction .']],
  ['a value inside a list', all(SE, compare('country', 'in', ['SE', 'DK'])), []],
  [
    'a value and other than it',
    all(SE, compare('country', 'ne', 'SE')),
    ['contradiction .', 'missing_left_out ..of[1]'],
  ],
  ['above and below', all(compare('points', 'gt', 10), compare('points', 'lt', 10)), ['contradiction .']],
  ['at least and at most the same', all(compare('points', 'gte', 10), compare('points', 'lte', '10')), []],
  ['above and at most the same', all(compare('points', 'lte', 10), compare('points', 'gt', 10)), ['contradiction .']],
  ['between and below', all(compare('points', 'between', [5, 9]), compare('points', 'lt', 5)), ['contradiction .']],
  ['numbers are numbers', all(compare('points', 'gt', 9), compare('points', 'lt', 10)), []],
  ['missing and compared', all(SE, { kind: 'presence', field: 'country', is: 'missing' }), ['contradiction .']],
  [
    'missing matches, and missing',
    all(compare('country', 'eq', 'SE', { missing: 'match' }), { kind: 'presence', field: 'country', is: 'missing' }),
    [],
  ],
  ['either of two values is none', any(SE, NO), []],
  ['other than', compare('tier', 'ne', 'gold'), ['missing_left_out .']],
  ['does not contain', compare('tier', 'not_contains', 'gold'), ['missing_left_out .']],
  ['other than or missing', compare('tier', 'ne', 'gold', { missing: 'match' }), []],
  ['not', not(GOLD), []],
  ['all the history', events({ kind: 'ever' }), ['whole_history .']],
  ['some of it', events({ kind: 'rolling', last: 'P30D' }), []],
];

describe('remarks on a definition', () => {
  test.each(table)('%s', (_, condition, expected) => {
    expect(notes(condition)).toEqual(expected);
  });

  test('of a segment that refers to one nobody is in', () => {
    expect(notes(any(SE, { kind: 'segment', id: 'none' }), { none: any() })).toEqual(['dead_branch ..of[1]']);
  });

  test('every code is in the table', () => {
    const seen = new Set(table.flatMap(([, , expected]) => expected.map((text) => text.split(' ')[0])));
    expect([...seen].sort()).toEqual(Object.keys(lintCodes).sort());
  });
});
