import type { HowFar } from '../../campaign/engine.js';
import type { Sql } from '../../sql/fragment.js';
import { lastReaders } from '../../sql/last-readers.js';
import type { LookUp, LookUpStep, Row, Step } from '../../sql/plan.js';
import type { CachedTables } from './cache/cached-tables.js';
import type { Session } from './session.js';

/** Rows handed to TypeScript at once. */
const BATCH = 10_000;

/** What a plan is done for, and who hears of it. */
export interface Executing {
  /** Everything that is asked once the plan is done: the tables that it reads stay, all others go when they have been read. */
  readonly later: readonly Sql[];
  readonly onStep?: (stage: string, far: HowFar) => void;
  /** Where tables may be that another run made; without it all are made. */
  readonly cached?: CachedTables;
}

/** Does a plan's steps in order, and says how much SQL had to leave to TypeScript. */
export async function executePlan(
  session: Session,
  all: readonly Step[],
  { later, onStep, cached }: Executing,
): Promise<readonly LookUp[]> {
  const spared = await cached?.foresee(all, later);
  const steps = all.filter((step) => !spared?.has(step.table));
  const going = lastReaders(steps, later);
  const lookUps: LookUp[] = [];
  let rows = 0;
  for (const [done, step] of steps.entries()) {
    onStep?.(step.stage ?? step.table, { step: done, of: steps.length, rows, cached: cached?.hits ?? 0 });
    if (step.do === 'create') rows += await (cached?.create(step) ?? session.create(step.as, step.table, step.query));
    else if (step.do === 'look_up') lookUps.push(...(await lookUp(session, step)));
    else {
      const append = await session.append(step.table, step.columns);
      if (step.do === 'load') for await (const batch of step.batches()) batch.forEach(append);
      else for (const row of step.rows) append(row);
      session.finish(append);
    }
    const gone = going.get(done) ?? [];
    await (cached?.drop(gone) ?? session.drop(gone));
  }
  return lookUps;
}

async function lookUp(session: Session, step: LookUpStep): Promise<readonly LookUp[]> {
  const append = await session.append(step.table, step.columns);
  let batch: Row[] = [];
  let lookedUp = 0;
  const flush = (): void => {
    for (const row of step.compute(batch)) append(row);
    batch = [];
  };
  for await (const row of session.stream(step.input)) {
    batch.push(row as Row);
    lookedUp += 1;
    if (step.per === 'rows' && batch.length >= BATCH) flush();
  }
  flush();
  session.finish(append);
  if (step.share === undefined) return [];
  const [counted] = await session.rows(step.share.of);
  return [{ kind: step.share.kind, lookedUp, rows: Number(counted?.rows ?? 0) }];
}
