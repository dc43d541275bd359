import fc from 'fast-check';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { idList } from '../../src/segments/id-list.js';
import { aggregates, window } from './aggregate-arbitraries.js';
import { age, anniversary, comparison, date } from './compare-arbitraries.js';
import { inEveryWorld, maybe, oneOf } from './world.js';

/**
 * Conditions over the tiny world: every kind, every operator, values at the bounds, empty lists and empty groups.
 *
 * A new kind of condition adds its generator to {@link generators}; without one this file does not compile. Its values
 * should collide with the world's: the same few thresholds, windows that begin where rows stand.
 */

type Kind = Condition['kind'];
type NodeOf<K extends Kind> = Extract<Condition, { kind: K }>;
type SequenceNode = NodeOf<'sequence'>;
type AnchoredNode = NodeOf<'anchored'>;

interface Generator<K extends Kind> {
  /** How often, compared with the others. */
  readonly weight: number;
  /** `part` makes the conditions inside. */
  readonly make: (part: fc.Arbitrary<Condition>) => fc.Arbitrary<NodeOf<K>>;
}

type Generators = { readonly [K in Kind]: Generator<K> };

const presence = oneOf<NodeOf<'presence'>>(
  { kind: 'presence', field: 'birthDate', is: 'missing' },
  { kind: 'presence', field: 'tier', is: 'present' },
);

const to = (id: string): NodeOf<'segment'> => ({ kind: 'segment', id });

const named: Record<string, Condition> = {
  gold: { kind: 'compare', field: 'tier', is: 'eq', value: 'gold' },
  buyers: {
    kind: 'aggregate',
    over: 'purchase',
    where: {},
    measure: { count: 'line' },
    in: { kind: 'ever' },
    is: 'gte',
    value: 1,
  },
  'gold or buyers': { kind: 'any', of: [to('gold'), { kind: 'not', of: to('buyers') } as Condition] },
  nobody: { kind: 'any', of: [] },
  best: { kind: 'rank', by: { field: 'points' }, among: to('buyers'), order: 'highest', percent: 50 },
};

/** What generated conditions refer to: a leaf, behaviour, one over the others, and a segment that nobody is in. */
export const NAMED = {
  segments: named,
  lists: {
    vip: idList(['nobody at all', ...inEveryWorld('p1', 'p0', '\u{1f600}')]),
    empty: idList([]),
    merged: idList(inEveryWorld('p2', 'p3')),
  },
};

const lists = oneOf<NodeOf<'list'>>(
  { kind: 'list', list: 'vip' },
  { kind: 'list', list: 'empty' },
  { kind: 'list', list: 'merged' },
  { kind: 'list', ids: inEveryWorld('p2', ' p2', 'på5', 'pa\u030a5') },
  { kind: 'list', ids: [] },
);

const buckets = oneOf<NodeOf<'bucket'>>(
  { kind: 'bucket', salt: 'a', to: 50 },
  { kind: 'bucket', salt: 'a', from: 50, to: 100 },
  { kind: 'bucket', salt: 'b', from: 12.5, to: 87.654321 },
  { kind: 'bucket', salt: "o'clock å", to: 100 },
  { kind: 'bucket', salt: 'a', to: 0.000001 },
);
const step = oneOf<SequenceNode['steps'][number]>(
  { over: 'purchase', where: {} },
  { over: 'purchase', where: { category: 'fuel' } },
  { over: 'purchase', where: { category: ['wash', 'fuel_card'] } },
  { over: 'purchase', where: { controller: 'okq8' } },
  { over: 'event', where: { type: 'app_open' } },
  { over: 'event', where: { type: 'search' } },
  { over: 'event', where: {} },
);

const duration = oneOf('PT24H', 'P1D', 'P7D', 'P1M', 'PT168H', 'P1Y', 'P30D', 'PT1H', 'P1M1D');

/** Now and then a field, so that steps of one kind are held together by what only they have. */
const chain = fc
  .record({
    steps: fc.array(step, { minLength: 2, maxLength: 4 }),
    limit: oneOf('within', 'within', 'maxGap', 'maxGap', undefined),
    duration,
    same: oneOf(undefined, undefined, undefined, 'controller', 'receipt', 'category', 'product', 'station'),
    ties: oneOf(undefined, undefined, 'allow'),
    in: window,
  })
  .map(({ limit, duration, same, ties, steps, ...rest }) => ({
    ...rest,
    steps: same === 'receipt' ? steps.map(ofPurchase) : steps,
    ...(limit === undefined ? {} : { [limit]: duration }),
    ...(same === undefined ? {} : { same }),
    ...(ties === undefined ? {} : { ties }),
  })) as fc.Arbitrary<Omit<SequenceNode, 'kind'>>;

const ofPurchase = (one: SequenceNode['steps'][number]): SequenceNode['steps'][number] =>
  one.over === 'purchase' ? one : { over: 'purchase', where: { category: 'fuel' } };

const sequence = chain.map((of): SequenceNode => ({ kind: 'sequence', ...of }));

const absence = fc
  .record({ chain, first: fc.nat(2), not: step, for: duration, open: oneOf(undefined, undefined, 'include') })
  .map(
    ({ chain: { steps, ...of }, first, not, open, for: time }): NodeOf<'absence'> => ({
      kind: 'absence',
      ...of,
      steps: steps.slice(0, first + 1),
      not: of.same === 'receipt' ? ofPurchase(not) : not,
      for: time,
      ...(open === undefined ? {} : { open: 'include' }),
    }),
  );

const anchor = fc.oneof(
  oneOf<AnchoredNode['anchor']>({ field: 'joined' }, { field: 'joined' }, { field: 'birthDate' }),
  step.map((first) => ({ first })),
  step.map((last) => ({ last })),
  fc.record({ nth: oneOf(1, 2, 3), step }),
);

const around = fc.oneof(
  fc.record({
    from: oneOf('P0D', '-P0D', '-PT1H', '-P7D', '-P1M', '-P1Y', '-P30D', '-PT24H'),
    to: oneOf('PT24H', 'P1D', 'P7D', 'P1M', 'P30D', 'P1Y', 'P50Y'),
  }),
  oneOf({ from: 'P1D', to: 'P7D' }, { from: '-P7D', to: 'P0D' }, { from: 'PT1H', to: 'P1M1D' }),
);

const anchored = fc
  .record({ measuring: aggregates, anchor, around, matured: maybe(fc.constant(true as const)) })
  .map(({ measuring: { in: _, ...measuring }, anchor, around, matured }): AnchoredNode => {
    const mode = matured === undefined ? {} : { matured };
    return { ...measuring, kind: 'anchored', anchor, ...around, ...mode };
  });

const several = (part: fc.Arbitrary<Condition>): fc.Arbitrary<Condition[]> => fc.array(part, { maxLength: 3 });

const counted = (part: fc.Arbitrary<Condition>): fc.Arbitrary<{ k: number; of: Condition[] }> =>
  fc.record({ k: oneOf(0, 1, 2, 4), of: several(part) });

export const generators: Generators = {
  aggregate: {
    weight: 9,
    make: () => aggregates,
  },
  sequence: { weight: 3, make: () => sequence },
  absence: { weight: 3, make: () => absence },
  anchored: { weight: 3, make: () => anchored },
  compare: { weight: 4, make: () => comparison },
  age: { weight: 1, make: () => age },
  date: { weight: 1, make: () => date },
  anniversary: { weight: 1, make: () => anniversary },
  presence: { weight: 1, make: () => presence },
  all: { weight: 3, make: (part) => several(part).map((of) => ({ kind: 'all', of })) },
  any: { weight: 3, make: (part) => several(part).map((of) => ({ kind: 'any', of })) },
  not: { weight: 3, make: (part) => part.map((of) => ({ kind: 'not', of })) },
  at_least: { weight: 1, make: (part) => counted(part).map((fields) => ({ kind: 'at_least', ...fields })) },
  at_most: { weight: 1, make: (part) => counted(part).map((fields) => ({ kind: 'at_most', ...fields })) },
  exactly: { weight: 1, make: (part) => counted(part).map((fields) => ({ kind: 'exactly', ...fields })) },
  list: { weight: 1, make: () => lists },
  bucket: { weight: 1, make: () => buckets },
  rank: {
    weight: 2,
    make: (part) =>
      fc
        .record({
          kind: fc.constant('rank' as const),
          by: oneOf<NodeOf<'rank'>['by']>(
            { field: 'points' },
            { field: 'birthDate' },
            { field: 'joined' },
            { over: 'purchase', where: {}, measure: { count: 'receipt' }, in: { kind: 'ever' } },
            { over: 'purchase', where: {}, measure: { sum: 'amount', currency: 'SEK' }, in: { kind: 'ever' } },
            { over: 'purchase', where: {}, measure: { daysSince: 'last' }, in: { kind: 'ever' } },
            { over: 'event', where: {}, measure: { count: 'day' }, in: { kind: 'rolling', last: 'P365D' } },
          ),
          among: fc.option(part, { nil: undefined, freq: 2 }),
          order: oneOf('highest' as const, 'lowest' as const),
          share: oneOf<Partial<NodeOf<'rank'>>>(
            { top: 1 },
            { top: 2 },
            { top: 3, ties: 'break_by_id' },
            { top: 100 },
            { percent: 10 },
            { percent: 50, ties: 'include' },
            { percent: 37.5, ties: 'break_by_id' },
            { percent: 100 },
            { score: { of: 2, in: [2] } },
            { score: { of: 5, in: [1, 5] } },
            { score: { of: 3, in: [2] } },
          ),
        })
        .map(({ share, among, ...node }) => ({ ...node, ...(among === undefined ? {} : { among }), ...share })),
  },
  segment: { weight: 2, make: () => oneOf(...Object.keys(named).map(to)) },
};

/** Leaves come first: the deepest conditions, and those that a failure shrinks to. */
export const condition: fc.Arbitrary<Condition> = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    ...Object.values(generators).map(({ weight, make }) => ({
      weight,
      arbitrary: make(tie('node')) as fc.Arbitrary<Condition>,
    })),
  ),
})).node;
