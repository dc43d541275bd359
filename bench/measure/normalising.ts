import path from 'node:path';
import { normalisedByExpert } from '../normalising/expert.js';
import { FIELDS, type Normalised, normalisedByUs } from '../normalising/ours.js';
import type { Figure } from '../results.js';
import { median, spread } from './statistics.js';

/** Where both give a text, how often it is the same; where one gives none, how often. */
export interface Compared {
  readonly rows: number;
  /** By field: both the same, both but not the same, only ours, only the expert's. */
  readonly fields: Readonly<Record<string, readonly [same: number, other: number, ours: number, theirs: number]>>;
}

export async function comparedRows(ours: Normalised, theirs: Normalised): Promise<Compared> {
  const counts = FIELDS.map((): [number, number, number, number] => [0, 0, 0, 0]);
  const others = theirs.rows()[Symbol.asyncIterator]();
  let rows = 0;
  for await (const mine of ours.rows()) {
    const next = await others.next();
    const other: readonly (string | null)[] = next.done === true ? [] : next.value;
    rows += 1;
    for (const [i, count] of counts.entries()) {
      const [a, b] = [mine[i] ?? null, other[i] ?? null];
      if (a === null && b === null) continue;
      count[a === b ? 0 : a !== null && b !== null ? 1 : b === null ? 2 : 3] += 1;
    }
  }
  if ((await others.next()).done !== true) throw new Error('the expert has more rows');
  return { rows, fields: Object.fromEntries(FIELDS.map((field, i) => [field, counts[i] ?? [0, 0, 0, 0]])) };
}

/** @throws where a text of both differs, or one side gives next to nothing: a hash of nothing is quickly made. */
export function requireEqual({ rows, fields }: Compared): void {
  for (const [field, [same, other]] of Object.entries(fields)) {
    if (other > 0) throw new Error(`${field}: ${other} of ${rows} hashes differ`);
    if (same < rows / 2) throw new Error(`${field}: only ${same} of ${rows} are given by both`);
  }
}

/** A million rows of seven fields, normalised by a service's rules and hashed, beside regular expressions in SQL. */
export async function normalising(data: string, size: string, rounds: number): Promise<Figure> {
  const profiles = path.join(data, 'profiles.parquet');
  const pairs: { readonly ours: Normalised; readonly theirs: Normalised }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = round % 2 === 0 ? await normalisedByExpert(profiles) : undefined;
    const ours = await normalisedByUs(profiles);
    const theirs = first ?? (await normalisedByExpert(profiles));
    if (round === 0) requireEqual(await comparedRows(ours, theirs));
    ours.close();
    theirs.close();
    pairs.push({ ours, theirs });
  }
  const ratios = pairs.map(({ ours, theirs }) => ours.cpuSeconds / theirs.cpuSeconds);
  return {
    name: `${size === 'M' ? 'a million rows' : `the rows of ${size}`} of seven fields normalised for Meta and hashed`,
    unit: 's',
    value: median(pairs.map(({ ours }) => ours.cpuSeconds)),
    peer: {
      name: 'SQL with regular expressions, numbers by length only',
      value: median(pairs.map(({ theirs }) => theirs.cpuSeconds)),
    },
    ratio: median(ratios),
    rounds,
    spread: spread(ratios),
    note: 'CPU time; texts of both are the same, to the hash',
  };
}
