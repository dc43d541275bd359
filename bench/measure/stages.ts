import { statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { tables } from '../expert/tables.js';
import { runClearlist, type Task } from '../jobs/run.js';
import { type Profile, resultsSchema } from '../results.js';

const summary = z.object({ profile: resultsSchema.shape.profiles.element.shape.stages });

/** Where the time of one run goes. */
export async function profiled(task: Task, size: string): Promise<Profile> {
  const { stdout } = await runClearlist(task, ['--profile', '--json']);
  const { profile } = summary.parse(JSON.parse(stdout));
  const bytesRead = tables.reduce(
    (sum, table) => sum + statSync(path.join(task.data, `${table}.${task.form}`)).size,
    0,
  );
  return { job: task.job, size, form: task.form, bytesRead, stages: profile };
}
