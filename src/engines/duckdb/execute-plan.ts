import type { LookUpStep, Row, Step } from '../../sql/plan.js';
import type { Session } from './session.js';

/** Rows handed to TypeScript at once. */
const BATCH = 10_000;

/** Does a plan's steps in order. */
export async function executePlan(session: Session, steps: readonly Step[], onStep: (table: string) => void): Promise<void> {
  for (const step of steps) {
    onStep(step.table);
    if (step.do === 'create') await session.create(step.as, step.table, step.query);
    else if (step.do === 'look_up') await lookUp(session, step);
    else {
      const append = await session.append(step.table, step.columns);
      for (const row of step.rows) append(row);
      session.finish(append);
    }
  }
}

async function lookUp(session: Session, step: LookUpStep): Promise<void> {
  const append = await session.append(step.table, step.columns);
  let batch: Row[] = [];
  const flush = (): void => {
    for (const row of step.compute(batch)) append(row);
    batch = [];
  };
  for await (const row of session.stream(step.input)) {
    batch.push(row as Row);
    if (step.per === 'rows' && batch.length >= BATCH) flush();
  }
  flush();
  session.finish(append);
}
