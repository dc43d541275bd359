import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { rowsOf } from '../jobs/lists.js';
import { runClearlist, type Task } from '../jobs/run.js';
import type { Figure } from '../results.js';
import { byHandScript, measured } from './child.js';
import { median, spread } from './statistics.js';

/** The list of job A by plain Node. @returns Its rows, and the seconds it took. */
export async function runByHand({
  data,
  scratch,
}: Task): Promise<{ readonly rows: readonly string[]; readonly wallSeconds: number }> {
  const out = path.join(scratch, 'by-hand');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const { wallSeconds } = await measured(byHandScript, [data, out], scratch);
  return { rows: await rowsOf(path.join(out, 'email.csv')), wallSeconds };
}

/** Jobs A and B with every reason, beside the list of A alone and without reasons in plain Node. @throws where the lists differ. */
export async function besideNode(task: Task, size: string, rounds: number): Promise<Figure> {
  const pairs: { readonly ours: number; readonly byHand: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const byHand = await runByHand(task);
    const ours = await runClearlist(task);
    const list = (await ours.outcome()).lists.get('email') ?? [];
    if (list.join('\n') !== byHand.rows.join('\n')) throw new Error(`plain Node finds another list at ${size}`);
    pairs.push({ ours: ours.wallSeconds, byHand: byHand.wallSeconds });
  }
  const ratios = pairs.map(({ ours, byHand }) => ours / byHand);
  return {
    name: `A and B from CSV at ${size}; beside it A alone, without reasons`,
    unit: 's',
    value: median(pairs.map(({ ours }) => ours)),
    peer: { name: 'plain Node with fast-csv', value: median(pairs.map(({ byHand }) => byHand)) },
    ratio: median(ratios),
    rounds,
    spread: spread(ratios),
  };
}
