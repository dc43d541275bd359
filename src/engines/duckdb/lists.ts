import range from 'lodash-es/range.js';
import type { CampaignQueries } from '../../campaign/campaign-queries.js';
import { profileColumns, readTally } from '../../campaign/campaign-queries.js';
import { type ClearedList, type ListRow, makeClearedList, oneByOne, partSize } from '../../campaign/cleared-list.js';
import type { RunDefinition } from '../../campaign/engine.js';
import { rowCells } from '../../campaign/list-values.js';
import type { PersonDecision } from '../../campaign/person-decision.js';
import { readRendered } from '../../campaign/render-sql.js';
import type { RenderedRow, Rendering } from '../../campaign/rendering.js';
import { listCounts } from '../../campaign/tally.js';
import { ClearlistError } from '../../errors.js';
import type { AllocationOutcome, Basis } from '../../model/reasons.js';
import type { Sql } from '../../sql/fragment.js';
import { PlanBuilder } from '../../sql/plan.js';
import { executePlan } from './execute-plan.js';
import type { Batch, Session } from './session.js';

/** The cleared list of one campaign, read from the session's tables as often as it is asked for. */
export async function clearedList(
  session: Session,
  run: RunDefinition,
  queries: CampaignQueries,
  universe: number,
  isProof = false,
): Promise<ClearedList> {
  const { campaign, table } = queries;
  const rows = await session.rows(queries.tally);
  const counts = listCounts(readTally(rows, universe, table, campaign), table, campaign);
  const columns = profileColumns(campaign);
  const lines = renderedLines(session, queries);
  const proof =
    queries.proof === undefined ? {} : { proof: await clearedList(session, run, queries.proof, universe, true) };
  return makeClearedList({
    campaign,
    asOf: run.asOf,
    forSending: !run.replay,
    isProof,
    ...proof,
    counts,
    rows: (part) => counted(partSize(counts, part), listRows(part)),
    rendered: (rendering, part) => counted(partSize(counts, part), renderedRows(rendering, part)),
    decisions: () => oneByOne(counted(counts.members, decisions())),
    decisionsOf: (personIds) => oneByOne(decisions(personIds)),
  });

  async function* listRows(part?: string): AsyncGenerator<readonly ListRow[]> {
    const cellsOf = rowCells(campaign, run.attributes, run.unsubscribe);
    for await (const { columns: own } of session.batches(queries.rows(part))) {
      const [addresses = [], ...values] = own;
      const places = new Map(columns.map((column, i) => [column, values[i] ?? []]));
      yield addresses.map((address, row) =>
        cellsOf(address === null ? undefined : String(address), (column) => plain(places.get(column)?.[row])),
      );
    }
  }

  async function* renderedRows(rendering: Rendering, part?: string): AsyncGenerator<readonly RenderedRow[]> {
    for await (const { columns: own } of session.batches(await lines(rendering, part)))
      yield (own[0] ?? []).map((line) => readRendered(rendering, String(line)));
  }

  async function* decisions(persons?: readonly string[]): AsyncGenerator<readonly PersonDecision[]> {
    for await (const { rows, columns: own } of session.batches(queries.decisions(persons)))
      yield range(rows).map((row) => decisionAt(own, row));
  }
}

function decisionAt([persons, masks, addresses, bases, allocations, parts]: Batch['columns'], row: number) {
  const text = (column: Batch['columns'][number] | undefined): string | undefined => {
    const value = column?.[row] ?? null;
    return value === null ? undefined : String(value);
  };
  const mask = masks?.[row] ?? null;
  const [address, basis, allocation, part] = [text(addresses), text(bases), text(allocations), text(parts)];
  return {
    personId: text(persons) ?? '',
    mask: typeof mask === 'bigint' ? mask : BigInt(String(mask)),
    ...(address === undefined ? {} : { address }),
    ...(basis === undefined ? {} : { basis: basis as Basis }),
    ...(allocation === undefined ? {} : { allocation: allocation as AllocationOutcome }),
    ...(part === undefined ? {} : { part }),
  };
}

/** How a list is rendered, worked out once: recipients' files are read several times over. */
function renderedLines(
  session: Session,
  { rendered }: CampaignQueries,
): (rendering: Rendering, part?: string) => Promise<Sql> {
  const known = new Map<Rendering, Map<string | undefined, Promise<Sql>>>();
  return (rendering, part) => {
    const parts = known.get(rendering) ?? new Map<string | undefined, Promise<Sql>>();
    known.set(rendering, parts);
    const lines = parts.get(part) ?? session.alone(() => make(rendering, part));
    parts.set(part, lines);
    return lines;
  };

  async function make(rendering: Rendering, part: string | undefined): Promise<Sql> {
    const plan = new PlanBuilder(session.freshPrefix());
    const query = rendered(plan, rendering, part);
    try {
      await executePlan(session, plan.steps, { later: [query] });
    } catch (error) {
      await session.drop(plan.steps.map(({ table }) => table));
      throw error;
    }
    return query;
  }
}

/** Text, boolean or exact decimal, as the reference has it. */
function plain(value: unknown): string | bigint | boolean | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'object' && 'value' in value && typeof value.value === 'bigint') return value.value;
  return value as string | boolean;
}

/** A stream that ends early would be a list with people missing, or refusals. */
export async function* counted<T>(expected: number, blocks: AsyncIterable<readonly T[]>): AsyncGenerator<readonly T[]> {
  let count = 0;
  for await (const block of blocks) {
    count += block.length;
    yield block;
  }
  if (count !== expected) {
    throw new ClearlistError('engine-failed', `DuckDB gave ${count} rows where ${expected} were counted`, {
      hint: 'Run again; if it stays, please report this.',
    });
  }
}
