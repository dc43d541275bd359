import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { tables } from '../expert/tables.js';
import { runClearlist, type Task } from '../jobs/run.js';
import { type Profile, resultsSchema } from '../results.js';
import { writtenFiles } from './written.js';

const summary = z.object({ profile: resultsSchema.shape.profiles.element.shape.stages });

/** Where the time of one run goes. */
export async function profiled(task: Task, size: string): Promise<Profile> {
  const { stdout } = await runClearlist(task, ['--profile', '--json']);
  const { profile } = summary.parse(JSON.parse(stdout));
  const tableBytes = Object.fromEntries(
    tables.map((table) => [table, statSync(path.join(task.data, `${table}.${task.form}`)).size]),
  );
  const bytesRead = Object.values(tableBytes).reduce((sum, bytes) => sum + bytes, 0);
  const written = writtenTo(path.join(task.scratch, 'clearlist/lists'));
  return { job: task.job, size, form: task.form, bytesRead, tableBytes, ...written, stages: profile };
}

/** What a run wrote: all of its bytes, and how many cells of its lists are hashes. */
function writtenTo(folder: string): { readonly bytesWritten: number; readonly hashes: number } {
  let [bytesWritten, hashes] = [0, 0];
  for (const file of writtenFiles(folder)) {
    const bytes = readFileSync(file);
    bytesWritten += bytes.length;
    if (file.endsWith('.csv')) hashes += bytes.toString('latin1').match(/\b[0-9a-f]{64}\b/g)?.length ?? 0;
  }
  return { bytesWritten, hashes };
}
