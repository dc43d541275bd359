import type { Relations } from '../../campaign/compile-run.js';
import type { SourceReport } from '../../campaign/engine.js';
import { wallClock, wallClockTable } from '../../campaign/zone-tables.js';
import { ClearlistError } from '../../errors.js';
import { placeOf } from '../../model/record-kind.js';
import type { EvaluatedKind } from '../../model/record-kinds.js';
import { requireUnchanged } from '../../sources2/files.js';
import { csvScan, type DuckDbScan, parquetScan } from '../../sources2/duckdb-scan.js';
import { openSource, type OpenSource, requireColumns } from '../../sources2/open-source.js';
import type { SourceBinding } from '../../sources2/binding.js';
import { locateRow, locateUnreadable } from '../../sources2/read-source.js';
import { sourceRelation } from '../../sources2/relation.js';
import { requireReadable, SHOWN_ROWS, type UnreadableRow } from '../../sources2/unreadable-rows.js';
import { join, literal, name, type Sql, sql } from '../../sql/fragment.js';
import type { PlanBuilder } from '../../sql/plan.js';
import type { DuckDbData } from './duckdb-engine.js';
import type { Session } from './session.js';

/** The sources of a project, to be read by DuckDB itself. */
export interface BoundSources {
  readonly folder: string;
  readonly sources: Readonly<Record<string, SourceBinding>>;
}

interface Prepared {
  readonly source: OpenSource;
  readonly scan: DuckDbScan;
  /** Rows with `lost` and `left_out`. */
  readonly rows: Sql;
  readonly identifiers?: Sql;
}

/** Files, read by DuckDB: relations by kind, and what was read, held against what is there. */
export function sourceData({ folder, sources }: BoundSources): DuckDbData {
  const prepared: Prepared[] = [];
  return {
    prepare: async (session, plan, run) => {
      prepared.length = 0;
      for (const [source, binding] of Object.entries(sources)) {
        const open = await openSource(source, binding, folder, { attributes: run.attributes, words: run.words });
        prepared.push(await prepareSource(session, plan, open));
      }
      return relationsOf(plan, prepared);
    },
    finish: async (session) => {
      const reports: SourceReport[] = [];
      for (const one of prepared) reports.push(await finishSource(session, one));
      return reports;
    },
    place: async (name, row) => {
      const found = prepared.find(({ source }) => source.name === name);
      return found === undefined ? placeOf({ ref: { source: name, row } }) : locateRow(found.source, row);
    },
  };
}

async function prepareSource(session: Session, plan: PlanBuilder, source: OpenSource): Promise<Prepared> {
  const scan = source.format.type === 'csv' ? csvScan(source) : parquetScan(source, await parquetColumns(session, source));
  const { zone } = source.binding;
  const localOffsets = zone === undefined ? undefined : wallClockTable(plan, zone);
  const text = { scan: scan.scan, localOffsets };
  const relation = sourceRelation(source, text);
  const identifiers = relation.identifiers === undefined ? {} : { identifiers: plan.table(`${source.name} identifiers`, relation.identifiers) };
  // Behaviour is read where it is asked for; everything else is small and read once.
  const rows = isBehaviour(source.binding.kind)
    ? plan.view(`${source.name} rows`, relation.rows)
    : plan.table(`${source.name} rows`, relation.rows);
  return { source, scan, rows, ...identifiers };
}

const isBehaviour = (kind: EvaluatedKind): boolean => kind === 'purchase' || kind === 'event';

async function parquetColumns(session: Session, source: OpenSource): Promise<Readonly<Record<string, string>>> {
  const list = join(source.files.map(({ path }) => literal(path)), ', ');
  const rows = await session.rows(sql`describe select * from read_parquet([${list}], union_by_name = true)`);
  const types = Object.fromEntries(rows.map((row) => [String(row.column_name), String(row.column_type)]));
  requireColumns(source.files[0]?.name ?? source.name, Object.keys(types), source.binding);
  return types;
}

function relationsOf(plan: PlanBuilder, prepared: readonly Prepared[]): Relations {
  const relations: Partial<Record<keyof Relations, Sql>> = {};
  for (const kind of new Set(prepared.map(({ source }) => source.binding.kind))) {
    const readable = prepared
      .filter(({ source }) => source.binding.kind === kind)
      .map(({ rows }) => sql`select * exclude (lost, left_out) from ${rows} where lost is null and not left_out`);
    relations[kind] = plan.view(kind, join(readable, ' union all '));
  }
  const held = prepared.flatMap(({ identifiers }) => identifiers ?? []);
  relations.profile_identifier = plan.view('profile_identifier', join(held.map((table) => sql`select * from ${table}`), ' union all '));
  return relations;
}

async function finishSource(session: Session, { source, scan, rows }: Prepared): Promise<SourceReport> {
  const { name: sourceName, binding, files } = source;
  const [counted = {}] = await session.rows(
    sql`select count(*) as readable, count(*) filter (where left_out) as left_out, count(*) filter (where lost is not null and not left_out) as lost from ${rows}`,
  );
  const rejected = scan.rejects === undefined ? [] : await session.rows(scan.rejects);
  const [split, leftOut, lost] = [Number(counted.readable), Number(counted.left_out), Number(counted.lost)];
  const unreadable = lost + rejected.length;
  if (unreadable > 0) requireReadable(sourceName, binding, unreadable, await shown(session, source, rejected, rows));
  await requireUnchanged(sourceName, files);
  return {
    source: sourceName,
    kind: binding.kind,
    files: files.map(({ name: file, sha256, bytes }) => ({ file, sha256, bytes })),
    rows: split + rejected.length,
    leftOut,
    unreadable,
  };
}

type RejectRow = Readonly<Record<string, unknown>>;

/** Where the first unreadable rows are: the reader knows lines and reasons, and quotes nothing. */
async function shown(session: Session, source: OpenSource, rejected: readonly RejectRow[], rows: Sql): Promise<readonly UnreadableRow[]> {
  const { zone } = source.binding;
  const located = await locateUnreadable(source, zone === undefined ? undefined : wallClock(zone));
  if (located.length > 0) return located;
  if (rejected.length > 0) {
    return rejected.slice(0, SHOWN_ROWS).map(({ file, line, reason }) => ({
      file: source.files.find(({ path }) => path === file)?.name ?? source.name,
      line: Number(line),
      reason: String(reason).toLowerCase(),
    }));
  }
  if (source.format.type === 'csv') {
    throw new ClearlistError('engine-failed', `DuckDB and the reader disagree about the source "${source.name}"`, {
      hint: 'Please report this; nothing was released.',
    });
  }
  const lost = await session.rows(sql`select ${name('row')}, lost from ${rows} where lost is not null order by ${name('row')} limit ${SHOWN_ROWS}`);
  return lost.map((row) => ({ file: source.files[0]?.name ?? source.name, line: Number(row.row), reason: `no readable ${String(row.lost)}` }));
}

