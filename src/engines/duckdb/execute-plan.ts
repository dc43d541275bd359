import type { HowFar } from '../../campaign/engine.js';
import type { Sql } from '../../sql/fragment.js';
import type { FillStep, LoadStep, LookUp, LookUpStep, Row, Step } from '../../sql/plan.js';
import { stepReads } from '../../sql/step-reads.js';
import type { CachedTables } from './cache/cached-tables.js';
import type { Session } from './session.js';
import { sideBySide } from './side-by-side.js';

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

/**
 * Does a plan's steps, and says how much SQL had to leave to TypeScript.
 *
 * Steps that do not wait for one another are done side by side: most have few rows, of which DuckDB occupies one thread,
 * and while TypeScript looks something up it would have nothing to do at all. What a step gives does not depend on when it
 * is done.
 */
export async function executePlan(
  session: Session,
  all: readonly Step[],
  { later, onStep, cached }: Executing,
): Promise<readonly LookUp[]> {
  const spared = await cached?.foresee(all, later);
  const steps = all.filter((step) => !spared?.has(step.table));
  const reads = stepReads(steps, later);
  const holders = new Map<string, number>();
  for (const { holds } of reads) for (const table of holds) holders.set(table, (holders.get(table) ?? 0) + 1);
  const lookUps = new Map<number, readonly LookUp[]>();
  let [rows, done, told] = [0, 0, 0];
  // The run waits for its oldest step, and whatever is done beside it costs no time of its own; but each has its turn to
  // be told of, so that stages come in the order of the plan, however long each step took.
  const tell = (oldest: number): void => {
    for (const { stage, table } of steps.slice(Math.min(told, oldest), oldest + 1)) {
      onStep?.(stage ?? table, { step: done, of: steps.length, rows, cached: cached?.hits ?? 0 });
    }
    told = oldest + 1;
  };

  await sideBySide(
    reads.map(({ after }) => after),
    session.lanes,
    async (place, first) => {
      const step = steps[place];
      if (step === undefined) throw new Error('bug: no such step');
      tell(first);
      if (step.do === 'look_up') lookUps.set(place, await lookUp(session, step));
      else if (step.do !== 'create') await appendRows(session, step);
      else {
        const made = await (cached?.create(step) ?? session.create(step.as, step.table, step.query));
        rows += made;
      }
      done += 1;
      const gone = (reads[place]?.holds ?? []).filter((table) => {
        const left = (holders.get(table) ?? 0) - 1;
        holders.set(table, left);
        return left === 0;
      });
      await (cached?.drop(gone) ?? session.drop(gone));
    },
  );
  if (told < steps.length) tell(steps.length - 1);
  return steps.flatMap((_, place) => lookUps.get(place) ?? []);
}

async function appendRows(session: Session, step: FillStep | LoadStep): Promise<void> {
  const append = await session.append(step.table, step.columns);
  if (step.do === 'load') for await (const batch of step.batches()) batch.forEach(append);
  else for (const row of step.rows) append(row);
  session.finish(append);
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
