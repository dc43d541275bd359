import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clearlist, expertScript, type Finished, measured } from '../measure/child.js';
import { AS_OF, type Form, type Job } from './campaigns.js';
import { clearlistOutcome, expertOutcome, type Outcome } from './lists.js';
import { projectOf } from './project.js';

/** A job over data of one form, and where it may write. */
export interface Task {
  readonly job: Job;
  readonly data: string;
  readonly form: Form;
  readonly scratch: string;
  /** Limits of both engines, `--memory 1GB`, `--threads 2`. */
  readonly limits: readonly string[];
}

export interface Ran extends Finished {
  readonly outcome: () => Promise<Outcome>;
}

/** Another script with the same arguments and output may stand in for the expert's. */
const peer = process.env.CLEARLIST_BENCH_PEER ?? expertScript;

export async function runExpert({ job, data, form, scratch, limits }: Task): Promise<Ran> {
  const out = path.join(scratch, 'expert');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const asked = [data, form, out, '--job', job === 'c' ? 'batch20' : 'ab', ...limits];
  const finished = await measured(path.resolve(peer), asked, scratch);
  return { ...finished, outcome: () => expertOutcome(job, out, finished.stdout) };
}

/** The run alone is measured; project and empty store are made before it. @param flags Further ones of `clearlist run`. */
export async function runClearlist(task: Task, flags: readonly string[] = [], fresh = true): Promise<Ran> {
  const { job, data, form, scratch, limits } = task;
  const folder = path.join(scratch, 'clearlist');
  const project = path.join(folder, 'clearlist.config.json');
  if (fresh) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(project, JSON.stringify(projectOf(job, data, form, folder)));
    await clearlist(['store', 'create'], folder);
  }
  rmSync(path.join(folder, 'lists'), { recursive: true, force: true });
  const finished = await clearlist(['run', '--replay', '--as-of', AS_OF, ...limits, ...flags], folder);
  return { ...finished, outcome: () => clearlistOutcome(job, path.join(folder, 'lists')) };
}
