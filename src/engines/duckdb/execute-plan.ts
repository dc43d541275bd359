import type { HowFar } from '../../campaign/engine.js';
import { namesOf, type Sql } from '../../sql/fragment.js';
import { lastReaders, queriesOf } from '../../sql/last-readers.js';
import type { LookUp, LookUpStep, Row, Step } from '../../sql/plan.js';
import type { CachedTables } from './cache/cached-tables.js';
import type { Session } from './session.js';
import { sideBySide, type Task } from './side-by-side.js';

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

/** Does a plan's steps, each after those that it reads, and says how much SQL had to leave to TypeScript. */
export async function executePlan(
  session: Session,
  all: readonly Step[],
  { later, onStep, cached }: Executing,
): Promise<readonly LookUp[]> {
  const spared = await cached?.foresee(all, later);
  const steps = all.filter((step) => !spared?.has(step.table));
  const going = lastReaders(steps, later);
  const lookUps: (readonly LookUp[])[] = [];
  let started = 0;
  let rows = 0;
  const start = async (place: number): Promise<void> => {
    const step = steps[place] as Step;
    onStep?.(step.stage ?? step.table, { step: started, of: steps.length, rows, cached: cached?.hits ?? 0 });
    started += 1;
    if (step.do === 'create') {
      const made = await (cached?.create(step) ?? session.create(step.as, step.table, step.query));
      rows += made;
    } else if (step.do === 'look_up') lookUps[place] = await lookUp(session, step);
    else {
      const append = await session.append(step.table, step.columns);
      if (step.do === 'load') for await (const batch of step.batches()) batch.forEach(append);
      else for (const row of step.rows) append(row);
      session.finish(append);
    }
  };
  const passed = async (place: number): Promise<void> => {
    const gone = going.get(place) ?? [];
    await (cached?.drop(gone) ?? session.drop(gone));
  };
  await sideBySide(tasksOf(steps, cached), { lanes: session.lanes, start, passed });
  return lookUps.flat();
}

/**
 * A step needs the tables that its queries name; what is `stored` is made with settings of the whole database, and what
 * is made for a cache on the session's own connection.
 */
function tasksOf(steps: readonly Step[], cached: CachedTables | undefined): readonly Task[] {
  const places = new Map<string, number>();
  return steps.map((step, place) => {
    const names = queriesOf(step).flatMap((query) => [...namesOf(query)]);
    const needs = new Set(names.flatMap((name) => places.get(name) ?? []));
    places.set(step.table, place);
    return { needs, alone: step.do === 'create' && (step.as === 'stored' || cached?.isKept(step) === true) };
  });
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
  const [counted] = await session.rowsApart(step.share.of);
  return [{ kind: step.share.kind, lookedUp, rows: Number(counted?.rows ?? 0) }];
}
