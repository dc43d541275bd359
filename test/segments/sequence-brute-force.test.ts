import { expect, test } from 'vitest';
import type { Event } from '../../src/model/event.js';
import { formatInstant, HOUR } from '../../src/model/instant.js';
import type { Purchase } from '../../src/model/purchase.js';
import type { Records } from '../../src/model/records.js';
import type { AbsenceNode } from '../../src/segments/absence.js';
import type { SequenceNode } from '../../src/segments/sequence.js';
import { runDefinition } from '../parity/run-both.js';
import { membersOfRecords } from '../parity/segments-both.js';
import { cases, chance, SEED } from '../setup/drawn-cases.js';

/**
 * Both faces of sequences against a brute force that tries every choice of rows: timelines of a few rows on a grid of
 * hours, so that ties and exact distances are the rule. A failure names the seed, the definition and the timeline.
 */

/** `npm run test:sequences` takes 60,000. */
const TIMELINES = cases(3_000);
const PERSONS = 200;

function random(seed: number): (below: number) => number {
  const next = chance(seed);
  return (below) => Math.floor(next() * below);
}

const run = runDefinition([], { zone: 'UTC' });
/** Timelines begin here, on the last days of a month of 31 days, and go on for two months. */
const START = Date.UTC(2025, 11, 30, 10) * 1000;

interface Row {
  readonly over: 'purchase' | 'event';
  readonly what: string;
  readonly at: number;
  readonly id: string | undefined;
  readonly shop: string | undefined;
}

const WHAT = ['a', 'b', 'c'] as const;

function timeline(pick: (below: number) => number, person: number): readonly Row[] {
  // A few distances, so that rows tie, miss by an hour, and lie exactly a limit apart.
  const moments = [0, 0, 1, 2, 24, 24, 25, 48, 24 * 28, 24 * 30, 24 * 31, 24 * 31 + 1, 24 * 59, 24 * 62];
  return Array.from({ length: pick(8) }, (_, i) => ({
    over: pick(3) === 0 ? 'purchase' : 'event',
    what: WHAT[pick(3)] as string,
    at: START + (moments[pick(moments.length)] as number) * HOUR,
    // No two rows are the same one; their ids come in any order.
    id: pick(4) === 0 ? undefined : `${pick(3)}-${person}-${i}`,
    shop: [undefined, 'okq8', 'okq8', 'okq8_bank'][pick(4)],
  }));
}

type Definition = SequenceNode | AbsenceNode;
type Step = SequenceNode['steps'][number];

const LIMITS = ['PT1H', 'PT24H', 'P1D', 'P1M', 'PT744H', 'P2M', 'P1M1D'] as const;

function definition(pick: (below: number) => number): Definition {
  const step = (): Step => {
    const over = pick(3) === 0 ? 'purchase' : 'event';
    const what = WHAT[pick(3)] as string;
    const where = pick(5) === 0 ? {} : over === 'event' ? { type: what } : { product: what };
    return { over, where };
  };
  const limit = LIMITS[pick(LIMITS.length)] as string;
  const chain = {
    ...[{ within: limit }, { within: limit }, { maxGap: limit }, { maxGap: limit }, {}][pick(5)],
    ...(pick(3) === 0 ? { same: 'controller' as const } : {}),
    ...(pick(2) === 0 ? { ties: 'allow' as const } : {}),
    in:
      pick(3) === 0
        ? { kind: 'absolute' as const, from: formatInstant(START + HOUR), to: formatInstant(START + 24 * 31 * HOUR) }
        : { kind: 'ever' as const },
  };
  if (pick(2) === 0) {
    return { kind: 'sequence', ...chain, steps: Array.from({ length: 2 + pick(3) }, step) };
  }
  return {
    kind: 'absence',
    ...chain,
    steps: Array.from({ length: 1 + pick(2) }, step),
    not: step(),
    for: LIMITS[pick(LIMITS.length)] as string,
    ...(pick(3) === 0 ? { open: 'include' as const } : {}),
  };
}

/** The end of a duration, in UTC, where a local day always has 24 hours. */
function after(at: number, duration: string): number {
  const hours = /^PT(\d+)H$/.exec(duration)?.[1];
  if (hours !== undefined) return at + Number(hours) * HOUR;
  const [, months = '0', days = '0'] = /^P(?:(\d)M)?(?:(\d)D)?$/.exec(duration) ?? [];
  const date = new Date(at / 1000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + Number(months)];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), lastDay) + Number(days);
  return Date.UTC(year, month, day, date.getUTCHours()) * 1000;
}

function bruteForce(node: Definition, rows: readonly Row[]): boolean {
  const [from, to] = node.in.kind === 'absolute' ? [START + HOUR, START + 24 * 31 * HOUR] : [0, run.asOf];
  const fits = ({ over, where }: Step, row: Row): boolean =>
    over === row.over && [undefined, row.what].includes(('type' in where ? where.type : where.product) as string);
  const follows = (a: Row, b: Row): boolean =>
    a.at < b.at || (node.ties === 'allow' && a.at === b.at && (a.id ?? '') < (b.id ?? ''));
  const held = (a: Row, b: Row): boolean => node.same === undefined || (a.shop !== undefined && a.shop === b.shop);
  const left = (last: Row): boolean => {
    if (node.kind === 'sequence') return true;
    const over = after(last.at, node.for);
    if (over > run.asOf && node.open === undefined) return false;
    return !rows.some((row) => fits(node.not, row) && follows(last, row) && held(last, row) && row.at <= over);
  };
  const complete = (taken: readonly Row[]): boolean => {
    const step = node.steps[taken.length];
    const [first, last] = [taken[0], taken.at(-1)];
    if (step === undefined) return left(last as Row);
    return rows.some((row) => {
      if (!fits(step, row) || row.at < from || row.at >= to) return false;
      if (node.same !== undefined && row.shop === undefined) return false;
      if (first !== undefined && last !== undefined) {
        if (!follows(last, row) || !held(last, row)) return false;
        if (node.within !== undefined && row.at > after(first.at, node.within)) return false;
        if (node.maxGap !== undefined && row.at > after(last.at, node.maxGap)) return false;
      }
      return complete([...taken, row]);
    });
  };
  return complete([]);
}

const some = <T>(key: string, value: T | undefined): object => (value === undefined ? {} : { [key]: value });

function recordsOf(timelines: readonly (readonly Row[])[]): Records {
  const purchase: Purchase[] = [];
  const event: Event[] = [];
  timelines.forEach((rows, person) => {
    rows.forEach((row, i) => {
      const fields = {
        profileId: String(person),
        occurredAt: row.at,
        ref: { source: row.over, row: i + 1, ...some('id', row.id) },
        ...some('id', row.id),
        ...some('controller', row.shop),
      };
      if (row.over === 'event') event.push({ ...fields, type: row.what });
      else purchase.push({ ...fields, product: row.what, type: 'sale', quantity: 1_000_000n });
    });
  });
  const profile = timelines.map((_, person) => ({
    id: String(person),
    email: [],
    phone: [],
    formerEmail: [],
    formerPhone: [],
    attributes: {},
    unreadable: false,
    ref: { source: 'profile', row: person + 1, id: String(person) },
  }));
  return { profile, purchase, event };
}

test(`sequences and absences are what trying every choice finds (${TIMELINES} timelines, seed ${SEED})`, async () => {
  let [holding, checked] = [0, 0];
  for (let round = 0; checked < TIMELINES; round += 1) {
    const pick = random(SEED + round);
    const nodes = Array.from({ length: 4 }, () => definition(pick));
    const timelines = Array.from({ length: PERSONS }, (_, person) => timeline(pick, person));
    const records = recordsOf(timelines);
    const said = await membersOfRecords(run, records, nodes);
    nodes.forEach((node, i) => {
      const expected = timelines.map((rows) => bruteForce(node, rows));
      holding += expected.filter((holds) => holds).length;
      timelines.forEach((rows, person) => {
        const found = [said[i]?.reference, said[i]?.duckdb].map((members) => members?.includes(String(person)));
        if (found.some((holds) => holds !== expected[person])) {
          expect(found, JSON.stringify({ seed: SEED + round, node, rows })).toEqual([
            expected[person],
            expected[person],
          ]);
        }
      });
    });
    checked += nodes.length * PERSONS;
  }
  // Neither all nor none: otherwise nothing was compared.
  expect(holding / checked).toBeGreaterThan(0.05);
  expect(holding / checked).toBeLessThan(0.6);
}, 600_000);
