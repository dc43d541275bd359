import { Engine } from 'json-rules-engine';
import { Query } from 'mingo';
import * as siftModule from 'sift';
import { type AttributeSchema, type Condition, compilePredicate, okq8, readPersons, segment } from '../../src/index.js';
import type { ComparisonName } from '../../src/segments/comparisons.js';
import { median, spread } from '../measure/statistics.js';
import type { BenchResult } from '../result.js';

/**
 * A predicate of six conditions over profile fields and figures added up elsewhere, compiled once and asked of 100,000
 * persons, against functions written by hand and three libraries. All of them find the same persons, or nothing is
 * timed; they take turns, in one process. Times are CPU time.
 */

const PERSONS = 100_000;
const ROUNDS = 15;
const AS_OF = '2026-03-03T10:00:00Z';

const attributes: AttributeSchema = {
  visits: { type: 'decimal', about: 'visits in a year', list: false, category: 'purchase_history_aggregated' },
  spend: { type: 'decimal', about: 'spent in a year', list: false, category: 'purchase_history_aggregated' },
  tier: { type: 'text', about: 'tier of the programme', list: false, category: 'interests' },
};

type Document = {
  readonly id: string;
  readonly country: string;
  readonly language: string;
  readonly birthDate: string;
  readonly visits: number;
  readonly spend: number;
  readonly tier: string;
};

const pick = (values: readonly string[], i: number): string => values[i % values.length] as string;

/** Made up by the number of the person alone. */
const document = (i: number): Document => {
  const mixed = Math.imul(i + 1, 2_654_435_761) >>> 8;
  return {
    id: `p${String(i).padStart(6, '0')}`,
    country: pick(['SE', 'FI', 'NO', 'DK'], mixed),
    language: pick(['sv', 'fi', 'nb', 'da', 'sv'], mixed >>> 3),
    birthDate: `19${50 + ((mixed >>> 5) % 50)}-0${1 + ((mixed >>> 7) % 9)}-1${(mixed >>> 9) % 10}`,
    visits: (mixed >>> 4) % 20,
    spend: (mixed >>> 2) % 5000,
    tier: pick(['basic', 'silver', 'gold'], mixed >>> 6),
  };
};

/** Its types are those of CommonJS, its module is not. */
const sift = siftModule.default as unknown as (query: object) => Test<Document>;

type Test<T> = (item: T) => boolean;

/** As a careful person writes it: one small function for each condition, and one that asks all. */
const everyOf =
  <T>(tests: readonly Test<T>[]): Test<T> =>
  (item) =>
    tests.every((test) => test(item));

const byHand: Test<Document> = everyOf<Document>([
  ({ country }) => country === 'SE' || country === 'FI',
  ({ language }) => language === 'sv',
  ({ visits }) => visits >= 3,
  ({ spend }) => spend < 4000,
  ({ tier }) => tier !== 'gold',
  ({ birthDate }) => birthDate >= '1955-01-01',
]);

const compare = (field: string, is: ComparisonName, value: unknown): Condition => ({
  kind: 'compare',
  field,
  is,
  value,
});
const wanted = segment('wanted', {
  kind: 'all',
  of: [
    compare('country', 'in', ['SE', 'FI']),
    compare('language', 'eq', 'sv'),
    compare('visits', 'gte', 3),
    compare('spend', 'lt', 4000),
    compare('tier', 'ne', 'gold'),
    compare('birthDate', 'gte', '1955-01-01'),
  ],
});

const query = {
  country: { $in: ['SE', 'FI'] },
  language: 'sv',
  visits: { $gte: 3 },
  spend: { $lt: 4000 },
  tier: { $ne: 'gold' },
  birthDate: { $gte: '1955-01-01' },
};

function rulesEngine(): Engine {
  const engine = new Engine();
  engine.addOperator('onOrAfter', (fact: string, value: string) => fact >= value);
  engine.addRule({
    conditions: {
      all: [
        { fact: 'country', operator: 'in', value: ['SE', 'FI'] },
        { fact: 'language', operator: 'equal', value: 'sv' },
        { fact: 'visits', operator: 'greaterThanInclusive', value: 3 },
        { fact: 'spend', operator: 'lessThan', value: 4000 },
        { fact: 'tier', operator: 'notEqual', value: 'gold' },
        { fact: 'birthDate', operator: 'onOrAfter', value: '1955-01-01' },
      ],
    },
    event: { type: 'wanted' },
  });
  return engine;
}

/** CPU time: another process on the machine does not change it. */
function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

interface Timed {
  readonly members: number;
  readonly seconds: number;
}

function timed(count: () => number): Timed {
  const start = process.cpuUsage();
  const members = count();
  return { members, seconds: secondsSince(start) };
}

function counting<T>(items: readonly T[], test: Test<T>): () => number {
  return () => {
    let members = 0;
    for (const item of items) if (test(item)) members += 1;
    return members;
  };
}

export async function run({ rounds = ROUNDS }: { readonly rounds?: number } = {}): Promise<BenchResult[]> {
  const documents = Array.from({ length: PERSONS }, (_, i) => document(i));
  const persons = readPersons({
    records: {
      profile: documents.map(({ visits, spend, tier, ...rest }) => ({ ...rest, attributes: { visits, spend, tier } })),
    },
    policy: okq8,
    attributes,
    asOf: AS_OF,
  });
  const ours = counting(persons, compilePredicate(wanted, { asOf: AS_OF, attributes }));
  const hand = counting(documents, byHand);
  const mingo = new Query(query);
  const peers: Readonly<Record<string, () => number>> = {
    mingo: counting(documents, (item) => mingo.test(item)),
    sift: counting(documents, sift(query)),
  };
  const expected = hand();
  for (const [name, count] of [['clearlist', ours] as const, ...Object.entries(peers)]) {
    if (count() !== expected) throw new Error(`${name} finds other persons than the functions by hand`);
  }
  const seconds = new Map<string, number[]>();
  const note = (name: string, taken: number) => seconds.set(name, [...(seconds.get(name) ?? []), taken]);
  for (let round = 0; round < rounds; round += 1) {
    note('clearlist', timed(ours).seconds);
    note('by hand', timed(hand).seconds);
    if (round < 5) for (const [name, count] of Object.entries(peers)) note(name, timed(count).seconds);
  }
  note('json-rules-engine', await byRules(documents, counting));
  const own = median(seconds.get('clearlist') ?? []);
  return [...seconds].flatMap(([name, taken]): BenchResult[] => {
    if (name === 'clearlist') return [];
    const ratios = taken.map((value, i) => (seconds.get('clearlist')?.[i] ?? own) / value);
    return [
      {
        name: `a predicate of six conditions for 100,000 persons, against ${name}`,
        unit: 's',
        value: own,
        peer: { name, value: median(taken) },
        ratio: median(ratios),
        rounds: taken.length,
        spread: spread(ratios),
        ...(name === 'json-rules-engine' ? { note: `timed on ${ASKED} persons, for its time` } : {}),
      },
    ];
  });
}

/** So many persons are enough for an engine that takes its time; the time is that of 100,000. */
const ASKED = 2_000;

async function byRules(documents: readonly Document[], count: typeof counting): Promise<number> {
  const engine = rulesEngine();
  const some = documents.slice(0, ASKED);
  const start = process.cpuUsage();
  let members = 0;
  for (const item of some) members += (await engine.run({ ...item })).events.length;
  const seconds = secondsSince(start);
  if (members !== count(some, byHand)()) throw new Error('json-rules-engine finds other persons');
  return (seconds * documents.length) / ASKED;
}
