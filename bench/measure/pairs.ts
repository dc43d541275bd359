import { differences } from '../jobs/lists.js';
import { runClearlist, runExpert, type Task } from '../jobs/run.js';
import type { Comparison } from '../results.js';
import type { Usage } from './child.js';
import { median, spread } from './statistics.js';

/**
 * One task on both sides, in turns, so that whatever else the machine does meets both. The first pair is compared, and
 * is a pair like the others: files are in memory from being made or compared.
 */
export async function inPairs(task: Task, size: string, rounds: number): Promise<Comparison> {
  const pairs: { readonly ours: Usage; readonly expert: Usage }[] = [];
  let found: readonly string[] = [];
  let rows = 0;
  for (let round = 0; round < rounds; round += 1) {
    // Whoever goes second finds the files warm; so they take turns in that too.
    const first = round % 2 === 0 ? await runExpert(task) : undefined;
    const ours = await runClearlist(task);
    const expert = first ?? (await runExpert(task));
    if (round === 0) {
      const [mine, theirs] = [await ours.outcome(), await expert.outcome()];
      found = differences(task.job, mine, theirs);
      rows = [...mine.lists.values()].reduce((sum, list) => sum + list.length, 0);
    }
    pairs.push({ ours, expert });
  }
  const middle = (side: 'ours' | 'expert'): Usage => ({
    wallSeconds: median(pairs.map((pair) => pair[side].wallSeconds)),
    cpuSeconds: median(pairs.map((pair) => pair[side].cpuSeconds)),
    peakBytes: median(pairs.map((pair) => pair[side].peakBytes)),
  });
  const wall = pairs.map(({ ours, expert }) => ours.wallSeconds / expert.wallSeconds);
  const cpu = pairs.map(({ ours, expert }) => ours.cpuSeconds / expert.cpuSeconds);
  return {
    ...{ job: task.job, size, form: task.form, limits: [...task.limits], rounds },
    ...{ ours: middle('ours'), expert: middle('expert') },
    ...{ wallRatio: median(wall), wallSpread: spread(wall), cpuRatio: median(cpu), cpuSpread: spread(cpu) },
    ...{ rows, differences: [...found] },
  };
}
