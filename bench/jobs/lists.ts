import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseString } from 'fast-csv';
import { z } from 'zod';
import { type Job, twenty } from './campaigns.js';

/** What came out of one side, in one form: the rows of every list in order, and how many members have each reason. */
export interface Outcome {
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly reasons: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

const campaigns: Readonly<Record<Job, readonly string[]>> = {
  ab: ['email', 'meta', 'google'],
  c: twenty.map(({ id }) => id),
};

/**
 * Columns that the expert's file has for a listing, by the place in Clearlist's: the service's form of files repeats
 * `email` and `phone` three times, for persons with several.
 */
const META_PLACES: readonly number[] = [0, 3, 6, 7, 8, 9];

/** The rows below the header, each as one text. @param places Columns to keep. */
export async function rowsOf(file: string, places?: readonly number[]): Promise<readonly string[]> {
  const rows: string[][] = [];
  await new Promise<void>((resolve, reject) => {
    parseString<string[], string[]>(readFileSync(file, 'utf8'), { headers: false })
      .on('error', reject)
      .on('data', (row: string[]) => rows.push(row))
      .on('end', () => resolve());
  });
  // Clearlist reads text in Unicode form C; the expert's list has names as they are recorded.
  return rows
    .slice(1)
    .map((row) => JSON.stringify(places === undefined ? row : places.map((place) => row[place])).normalize('NFC'));
}

const countsSchema = z.record(z.string(), z.number());
const expertSchema = z.object({ reasons: z.record(z.string(), countsSchema).default({}) });

export async function expertOutcome(job: Job, folder: string, stdout: string): Promise<Outcome> {
  const { reasons } = expertSchema.parse(JSON.parse(stdout));
  const lists = new Map<string, readonly string[]>();
  for (const id of campaigns[job]) {
    const file = path.join(folder, `${id}.csv`);
    lists.set(id, existsSync(file) ? await rowsOf(file) : []);
  }
  return { lists, reasons: new Map(Object.entries(reasons).map(([id, counts]) => [id, positive(counts)])) };
}

const manifestSchema = z.object({
  campaigns: z.array(
    z.object({
      id: z.string(),
      counts: z.object({ members: z.number(), suppressed: z.number() }),
      reasons: z.array(z.object({ code: z.string(), any: z.number() })),
      files: z.array(z.object({ name: z.string() })),
    }),
  ),
});

/** @param output The folder for lists, with one run in it. */
export async function clearlistOutcome(job: Job, output: string): Promise<Outcome> {
  const [run] = readdirSync(output);
  if (run === undefined) throw new Error(`no run in ${output}`);
  const folder = path.join(output, run);
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')));
  const lists = new Map<string, readonly string[]>();
  const reasons = new Map<string, ReadonlyMap<string, number>>();
  for (const id of campaigns[job]) {
    const campaign = manifest.campaigns.find((one) => one.id === (job === 'c' ? `list-${id}` : id));
    const file = campaign?.files.find(({ name }) => !name.includes('refused-rows'))?.name;
    lists.set(
      id,
      file === undefined ? [] : await rowsOf(path.join(folder, file), id === 'meta' ? META_PLACES : undefined),
    );
    if (campaign === undefined || id === 'google') continue;
    reasons.set(
      id,
      positive({ ...campaign.counts, ...Object.fromEntries(campaign.reasons.map(({ code, any }) => [code, any])) }),
    );
  }
  return { lists, reasons };
}

const COMPARED_COUNTS = /^(members|suppressed|[A-Z_]+)$/;
const positive = (counts: Readonly<Record<string, number>>): ReadonlyMap<string, number> =>
  new Map(Object.entries(counts).filter(([name, count]) => count > 0 && COMPARED_COUNTS.test(name)));

/** Not compared in job c: the expert looks for earlier sales within the category only. */
const ONLY_IN_PART = 'SOFT_OPT_IN_NOT_MET';

/** Every difference between two outcomes; none where they are equal. */
export function differences(job: Job, ours: Outcome, theirs: Outcome): readonly string[] {
  const found: string[] = [];
  for (const id of campaigns[job]) {
    const [mine = [], other = []] = [ours.lists.get(id), theirs.lists.get(id)];
    const at = [...mine, ''].findIndex((row, i) => row !== (other[i] ?? ''));
    if (mine.length !== other.length) found.push(`${id}: ${mine.length} rows, the expert has ${other.length}`);
    if (at >= 0) found.push(`${id}: row ${at + 1} is ${mine[at] ?? 'none'}, the expert's ${other[at] ?? 'none'}`);
    const [said, counted] = [ours.reasons.get(id), theirs.reasons.get(id)];
    // Another expert's script may count none.
    if (counted === undefined) continue;
    for (const code of new Set([...(said?.keys() ?? []), ...counted.keys()])) {
      if (job === 'c' && code === ONLY_IN_PART) continue;
      const [a, b] = [said?.get(code) ?? 0, counted.get(code) ?? 0];
      if (a !== b) found.push(`${id}: ${code} ${a}, the expert counts ${b}`);
    }
  }
  return found;
}
