import type { CampaignQueries } from '../../campaign/campaign-queries.js';
import { profileColumns, readTally } from '../../campaign/campaign-queries.js';
import { type ClearedList, type ListRow, makeClearedList, partSize } from '../../campaign/cleared-list.js';
import type { RunDefinition } from '../../campaign/engine.js';
import { listRow } from '../../campaign/list-values.js';
import type { PersonDecision } from '../../campaign/person-decision.js';
import { readRendered } from '../../campaign/render-sql.js';
import type { RenderedRow, Rendering } from '../../campaign/rendering.js';
import { listCounts } from '../../campaign/tally.js';
import { ClearlistError } from '../../errors.js';
import type { AllocationOutcome, Basis } from '../../model/reasons.js';
import { PlanBuilder } from '../../sql/plan.js';
import { executePlan } from './execute-plan.js';
import type { Session } from './session.js';

/** The cleared list of one campaign, read from the session's tables as often as it is asked for. */
export async function clearedList(
  session: Session,
  run: RunDefinition,
  queries: CampaignQueries,
): Promise<ClearedList> {
  const { campaign, table } = queries;
  const [row = {}] = await session.rows(queries.tally);
  const counts = listCounts(readTally(row, table, campaign), table, campaign);
  const columns = profileColumns(campaign);
  return makeClearedList({
    campaign,
    asOf: run.asOf,
    forSending: !run.replay,
    counts,
    rows: (part) => counted(partSize(counts, part), listRows(part)),
    rendered: (rendering, part) => counted(partSize(counts, part), renderedRows(rendering, part)),
    decisions: () => counted(counts.members, decisions()),
    decisionsOf: (personIds) => decisions(personIds),
  });

  async function* listRows(part?: string): AsyncGenerator<ListRow> {
    for await (const [, address, ...values] of session.stream(queries.rows(part))) {
      const read = (column: string) => plain(values[columns.indexOf(column)]);
      yield listRow(campaign, run.attributes, address === null ? undefined : String(address), run.unsubscribe, read);
    }
  }

  async function* renderedRows(rendering: Rendering, part?: string): AsyncGenerator<RenderedRow> {
    const plan = new PlanBuilder(session.freshPrefix());
    try {
      const query = queries.rendered(plan, rendering, part);
      await session.alone(() => executePlan(session, plan.steps, () => undefined));
      for await (const row of session.stream(query)) yield readRendered(rendering, row);
    } finally {
      await session.alone(() => session.drop(plan.steps.map(({ table: made }) => made)));
    }
  }

  async function* decisions(persons?: readonly string[]): AsyncGenerator<PersonDecision> {
    for await (const [personId, mask, address, basis, allocation, part] of session.stream(queries.decisions(persons))) {
      yield {
        personId: String(personId),
        mask: BigInt(String(mask)),
        ...(address === null ? {} : { address: String(address) }),
        ...(basis === null ? {} : { basis: String(basis) as Basis }),
        ...(allocation === null ? {} : { allocation: String(allocation) as AllocationOutcome }),
        ...(part === null ? {} : { part: String(part) }),
      };
    }
  }
}

/** Text, boolean or exact decimal, as the reference has it. */
function plain(value: unknown): string | bigint | boolean | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'object' && 'value' in value && typeof value.value === 'bigint') return value.value;
  return value as string | boolean;
}

/** A stream that ends early would be a list with people missing, or refusals. */
export async function* counted<T>(expected: number, rows: AsyncIterable<T>): AsyncGenerator<T> {
  let count = 0;
  for await (const row of rows) {
    count += 1;
    yield row;
  }
  if (count !== expected) {
    throw new ClearlistError('engine-failed', `DuckDB gave ${count} rows where ${expected} were counted`, {
      hint: 'Run again; if it stays, please report this.',
    });
  }
}
