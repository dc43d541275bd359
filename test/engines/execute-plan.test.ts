import fc from 'fast-check';
import { expect, test } from 'vitest';
import { executePlan } from '../../src/engines/duckdb/execute-plan.js';
import { Session } from '../../src/engines/duckdb/session.js';
import { allOf, anyOf, call, FALSE, join, name, type Sql, sql, TRUE } from '../../src/sql/fragment.js';
import { PlanBuilder, type Step } from '../../src/sql/plan.js';
import { readForTheLastTime, stepReads } from '../../src/sql/step-reads.js';
import { cases } from '../setup/drawn-cases.js';

/** What each step makes, and which of the steps before it reads: places are taken modulo how many there are. */
const drawn = fc.array(
  fc.record({
    as: fc.constantFrom('table', 'view', 'stored', 'look_up'),
    reads: fc.array(fc.nat(), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 12 },
);

const COLUMNS = [{ name: 'n', type: 'integer' }] as const;

interface Drawn {
  readonly steps: readonly Step[];
  readonly asked: readonly Sql[];
}

/** Every step gives one more than the sum of what it reads, so that a table that is missing or empty would be seen. */
function planOf(
  steps: readonly { readonly as: string; readonly reads: readonly number[] }[],
  later: readonly number[],
): Drawn {
  const plan = new PlanBuilder();
  const made: Sql[] = [plan.fill('start', COLUMNS, [[1]])];
  const sumOf = (reads: readonly number[]): Sql =>
    sql`select cast(1 + sum(n) as bigint) as n from (${join(
      reads.map((place) => sql`select n from ${made[place % made.length] as Sql}`),
      ' union all ',
    )}) as r`;
  for (const [i, { as, reads }] of steps.entries()) {
    const query = reads.length === 0 ? sql`select cast(${i} as bigint) as n` : sumOf(reads);
    if (as === 'look_up') {
      made.push(
        plan.lookUp(`looked up ${i}`, { columns: COLUMNS, input: query, per: 'whole', compute: (rows) => rows }),
      );
    } else made.push(plan[as as 'table' | 'view' | 'stored'](`step ${i}`, query));
  }
  return { steps: plan.steps, asked: later.map((place) => made[place % made.length] as Sql) };
}

/** The tables that go when all is done, by the place of the step that is the last to need them where all are done in order. */
function lastReaders(steps: readonly Step[], later: readonly Sql[]): Readonly<Record<number, readonly string[]>> {
  const last = new Map<string, number>();
  for (const [place, { holds }] of stepReads(steps, later).entries()) for (const table of holds) last.set(table, place);
  const going: Record<number, string[]> = {};
  for (const [table, place] of last) going[place] = [...(going[place] ?? []), table];
  return going;
}

async function answers({ steps, asked }: Drawn, later: readonly Sql[], isWide = false): Promise<readonly unknown[]> {
  const session = await Session.open({ threads: 1 });
  if (isWide) session.widen();
  try {
    const heard = new Set<string>();
    await executePlan(session, steps, { later, onStep: (stage) => void heard.add(stage) });
    expect([...heard], 'stages come in the order of the plan').toEqual(steps.map(({ table }) => table));
    const found: unknown[] = [];
    for (const table of asked) found.push(await session.rows(sql`select * from ${table}`));
    // What is stored is a file under a view.
    const left = await session.rows(
      sql`select table_name as held from duckdb_tables() union all select view_name from duckdb_views() where not internal`,
    );
    const views = new Set(steps.flatMap((step) => (step.do === 'create' && step.as === 'view' ? [step.table] : [])));
    return [found, left.filter(({ held }) => !views.has(String(held))).length];
  } finally {
    session.close();
  }
}

test('what is asked later finds what it would have found if nothing had gone, and nothing else stays', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), async (drawnSteps, places) => {
      const plan = planOf(drawnSteps, places);
      const everything = plan.steps.map((step) => name(step.table));
      const [expected] = await answers(plan, everything);
      const [found, left] = await answers(plan, plan.asked);
      expect(found).toEqual(expected);
      expect(await answers(plan, plan.asked, true)).toEqual([found, left]);
      const going = Object.values(lastReaders(plan.steps, plan.asked)).flat();
      const tables = plan.steps.filter((step) => step.do !== 'create' || step.as !== 'view');
      expect(left).toBe(tables.length - going.length);
    }),
    { numRuns: cases(10) },
  );
});

test('a table that is named within a condition or a call is read', () => {
  const plan = new PlanBuilder();
  const [one, other] = [plan.fill('one', COLUMNS, [[1]]), plan.fill('other', COLUMNS, [[2]])];
  const among = (table: Sql): Sql => sql`n in (select n from ${table})`;
  const inside = [allOf([among(one), TRUE]), anyOf([FALSE, call('starts_with', among(one), among(other))])];
  for (const condition of inside) plan.table('reader', sql`select 1 as n where ${condition}`);
  expect(lastReaders(plan.steps, [])).toMatchObject({
    3: expect.arrayContaining(['one', 'other']),
  });
});

test('a table goes with its last reader, not before what a view rests on was read', () => {
  const plan = new PlanBuilder();
  const rows = plan.fill('rows', COLUMNS, [[1]]);
  const view = plan.view('view', sql`select n from ${rows}`);
  const over = plan.view('view of a view', sql`select n from ${view}`);
  const first = plan.table('first', sql`select n from ${over}`);
  const unread = plan.table('unread', sql`select n + 1 as n from ${first}`);
  const last = plan.table('last', sql`select n from ${first}`);
  expect([rows, view, over, first, unread, last]).toHaveLength(plan.steps.length);
  const going = (later: readonly Sql[]) => lastReaders(plan.steps, later);
  expect(going([last])).toEqual({ 3: ['rows'], 4: ['unread'], 5: ['first'] });
  expect(going([last, over])).toEqual({ 4: ['unread'], 5: ['first'] });
});

test('what is asked first holds tables until it is answered, and what is asked later holds its own', () => {
  const plan = new PlanBuilder();
  const rows = plan.fill('rows', COLUMNS, [[1]]);
  const both = plan.fill('both', COLUMNS, [[2]]);
  const view = plan.view('view', sql`select n from ${rows} union all select n from ${both}`);
  const unasked = plan.table('unasked', sql`select n from ${rows}`);
  const over = plan.view('other view', sql`select n from ${both}`);
  expect(readForTheLastTime(plan.steps, [view], [over])).toEqual(['rows']);
  expect(readForTheLastTime(plan.steps, [view, over], [])).toEqual(['rows', 'both']);
  expect(readForTheLastTime(plan.steps, [view, over], [view])).toEqual([]);
  expect(readForTheLastTime(plan.steps, [], [unasked])).toEqual([]);
});

test('a step waits for what it names, and for nothing else', () => {
  const plan = new PlanBuilder();
  const [one, other] = [plan.fill('one', COLUMNS, [[1]]), plan.fill('other', COLUMNS, [[2]])];
  const view = plan.view('view', sql`select n from ${other}`);
  plan.table('reader', sql`select n from ${view} union all select n from ${one}`);
  plan.lookUp('looked up', {
    columns: COLUMNS,
    input: sql`select n from ${one}`,
    per: 'rows',
    compute: (rows) => rows,
    share: { kind: 'all', of: sql`select count(*) as ${name('rows')} from ${other}` },
  });
  expect(stepReads(plan.steps, []).map(({ after }) => after)).toEqual([[], [], [1], [2, 0], [0, 1]]);
});
