import { beforeAll, describe, expect, test } from 'vitest';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { readSegment, readSegments } from '../../src/segments/read-segment.js';
import { describeSegment, isTargeting, readsOf, segment, segmentHash } from '../../src/segments/segment.js';
import { membersOf } from './members.js';

const SE: Condition = { kind: 'compare', field: 'country', is: 'eq', value: 'SE' };
const ADULT: Condition = { kind: 'compare', field: 'birthDate', is: 'lte', value: '2008-03-03' };
const to = (id: string): Condition => ({ kind: 'segment', id });
const all = (...of: readonly Condition[]): Condition => ({ kind: 'all', of });
const not = (of: Condition): Condition => ({ kind: 'not', of });

const profile = [
  { id: 'both', country: 'SE', birthDate: '1985-05-01' },
  { id: 'young', country: 'SE', birthDate: '2020-05-01' },
  { id: 'away', country: 'NO', birthDate: '1985-05-01' },
  { id: 'unknown' },
];

const segments: Record<string, Condition> = {
  swedes: SE,
  adults: ADULT,
  wanted: all(to('swedes'), to('adults')),
  others: not(to('wanted')),
  // Each rests on the one before it twice, so that what is not shared doubles with every step.
  ...Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [
      `step ${i + 1}`,
      all(to(i === 0 ? 'others' : `step ${i}`), to(i === 0 ? 'others' : `step ${i}`)),
    ]),
  ),
};

const table: readonly [string, Condition, readonly string[]][] = [
  ['another segment', to('swedes'), ['both', 'young']],
  ['two others', to('wanted'), ['both']],
  ['the complement of another', to('others'), ['away', 'unknown', 'young']],
  ['beside a condition of its own', all(to('adults'), not(SE)), ['away']],
  ['forty segments one over the other', to('step 40'), ['away', 'unknown', 'young']],
];

describe('a segment that refers to others', () => {
  let found: Awaited<ReturnType<typeof membersOf>>;
  beforeAll(async () => {
    found = await membersOf(
      table.map(([, condition]) => condition),
      { profile },
      'UTC',
      { segments },
    );
  });

  test.each(table.map(([says, , expected], i) => [says, i, expected] as const))('%s', (_, i, expected) => {
    expect(found[i]).toEqual({ reference: expected, duckdb: expected });
  });
});

const scope = { attributes: {} };
const read = (conditions: Record<string, unknown>) => readSegments(conditions, scope);

describe('what a segment rests on', () => {
  test('comes with it, and nothing else', () => {
    const { segments: known, issues } = read({ ...segments, wanted: segments.wanted });
    expect(issues).toEqual([]);
    expect(Object.keys(known.wanted?.uses?.segments ?? {}).sort()).toEqual(['adults', 'swedes']);
    expect(known.swedes).toEqual({ id: 'swedes', condition: SE });
  });

  test('is part of its identity', () => {
    const hash = (swedes: Condition) =>
      segmentHash(read({ a: all(to('swedes')), swedes, unrelated: ADULT }).segments.a as never);
    expect(hash(SE)).toBe(hash({ value: 'SE', is: 'eq', field: 'country', kind: 'compare' }));
    expect(hash(SE)).not.toBe(hash(ADULT));
  });

  test('counts for what it reads', () => {
    const buyers: Condition = {
      kind: 'aggregate',
      over: 'purchase',
      where: {},
      measure: { count: 'line' },
      in: { kind: 'ever' },
      is: 'gte',
      value: 1,
    };
    const known = read({ a: not(to('buyers')), buyers, plain: to('swedes'), swedes: SE }).segments;
    expect([...readsOf(known.a as never)]).toEqual(['purchase']);
    expect(isTargeting(known.a as never)).toBe(true);
    expect(isTargeting(known.plain as never)).toBe(false);
  });

  test('is said by name', () => {
    expect(describeSegment(segment('a', not(to('swedes'))))).toBe('not (in the segment swedes)');
  });

  test('is given along by a program', () => {
    const swedes = segment('swedes', SE);
    const wanted = segment('wanted', all(to('swedes')), { segments: [swedes] });
    expect(segment('others', not(to('wanted')), { segments: [wanted] }).uses?.segments).toEqual({
      swedes: SE,
      wanted: wanted.condition,
    });
  });
});

describe('a mistake in what refers to what', () => {
  test.each<[string, Record<string, unknown>, string, RegExp]>([
    ['itself', { a: to('a') }, 'segments.a', /rests on itself: a → a/],
    ['a circle', { a: to('b'), b: all(to('c')), c: not(to('a')) }, 'segments.a', /a → b → c → a/],
    ['a circle it leads to', { a: to('b'), b: to('c'), c: to('b') }, 'segments.b', /b → c → b/],
    [
      'a name that is none',
      { a: all(to('sweeds')), swedes: SE },
      'segments.a.of[0].id',
      /"sweeds"; did you mean "swedes"/,
    ],
    ['a name every object has', { a: to('toString') }, 'segments.a.id', /no segment is named "toString"/],
  ])('%s', (_, conditions, at, message) => {
    expect(read(conditions).issues).toContainEqual({ at, message: expect.stringMatching(message) });
  });

  test('a segment that cannot be read is told once, and not as missing', () => {
    expect(read({ a: to('b'), b: { kind: 'no such' } }).issues.map(({ at }) => at)).toEqual(['segments.b.kind']);
  });

  test('a definition deeper than anybody writes', () => {
    const deep = (levels: number): Condition => Array.from({ length: levels }).reduce<Condition>((of) => not(of), SE);
    expect(() => readSegment('deep', deep(90), scope)).not.toThrow();
    expect(() => readSegment('deep', deep(100_000), scope)).toThrow(/nested deeper than 100 levels/);
  });
});
