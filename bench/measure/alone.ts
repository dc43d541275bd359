import path from 'node:path';
import { runClearlist, type Task } from '../jobs/run.js';
import type { Alone } from '../results.js';
import { writtenDigest } from './written.js';

/** Without a limit first, whose lists the others have to write to the byte. */
const MEMORY = [undefined, '1GB', '512MB'] as const;

/** Our side alone, of what the expert would take very long for, with less and less memory for the engine. */
export async function inLessMemory(task: Omit<Task, 'limits'>, size: string): Promise<readonly Alone[]> {
  const found: Alone[] = [];
  let unlimited = '';
  for (const memory of MEMORY) {
    const limits = ['--threads', '2', ...(memory === undefined ? [] : ['--memory', memory])];
    const start = { job: task.job, size, form: task.form, limits, rounds: 1 };
    try {
      const { wallSeconds, cpuSeconds, peakBytes } = await runClearlist({ ...task, limits });
      const written = writtenDigest(path.join(task.scratch, 'clearlist/lists'));
      if (memory === undefined) unlimited = written;
      found.push({ ...start, ours: { wallSeconds, cpuSeconds, peakBytes }, sameBytes: written === unlimited });
    } catch (error) {
      // That it stops is what there is to tell; with less memory it would too.
      found.push({ ...start, stopped: error instanceof Error ? (error.message.split('\n')[1] ?? '') : 'stopped' });
      break;
    }
  }
  return found;
}
