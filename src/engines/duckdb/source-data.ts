import groupBy from 'lodash-es/groupBy.js';
import { named, type Relations, type Says } from '../../campaign/relations.js';
import { stages } from '../../campaign/stages.js';
import { wallClock, wallClockOffsets } from '../../campaign/wall-clock.js';
import type { RelationName } from '../../model/columns.js';
import type { Instant } from '../../model/instant.js';
import { placeOf } from '../../model/record-kind.js';
import type { SourceReport } from '../../model/source-report.js';
import { isBehaviour, type SourceBinding } from '../../sources/binding.js';
import { boundFields, subjectCell } from '../../sources/bound-fields.js';
import { duckdbScan, type Rejects } from '../../sources/duckdb-scan.js';
import { requireUnchanged } from '../../sources/files.js';
import { hasTime, requireFresh } from '../../sources/freshness.js';
import { type AskEngine, knownColumns } from '../../sources/known-columns.js';
import { settleSource } from '../../sources/locate-lost.js';
import { locateRow } from '../../sources/locate-row.js';
import { asTextBytes, bytesOf, type OpenSource, openSource } from '../../sources/open-source.js';
import type { ParquetColumns } from '../../sources/parquet-scan.js';
import { type SourceRelation, sourceRelation } from '../../sources/relation.js';
import type { RelationOptions } from '../../sources/relations/cell-select.js';
import { RowCopies, type RowsBySource } from '../../sources/row-copies.js';
import type { Scan } from '../../sources/scan.js';
import type { ReadingOptions } from '../../sources/source-rows.js';
import { SpillFolder } from '../../sources/spill.js';
import { join, type Sql, sql } from '../../sql/fragment.js';
import { isOneOf } from '../../sql/one-of.js';
import type { PlanBuilder } from '../../sql/plan.js';
import type { CachedTables } from './cache/cached-tables.js';
import { countRejects, countRows } from './count-rows.js';
import type { DuckDbData, Reading } from './duckdb-engine.js';
import { parquetColumns } from './file-columns.js';
import { oneAhead } from './one-ahead.js';
import type { Session } from './session.js';

/** The sources of a project, to be read by DuckDB itself. */
export interface BoundSources {
  readonly folder: string;
  /** For sources whose rows a program hands over. */
  readonly rows?: RowsBySource;
  readonly sources: Readonly<Record<string, SourceBinding>>;
}

interface Prepared {
  /** One part of a source. */
  readonly source: OpenSource;
  /** Every row with `lost`. */
  readonly rows: Sql;
  /** The rows that are records. */
  readonly records: Sql;
  readonly identifiers?: Sql;
  /** The rows of either that name one of some profiles, where looking for them beats looking at all of them. */
  readonly among?: (profiles: Sql) => Pick<SourceRelation, 'records' | 'identifiers' | 'identifierScans'>;
  /** See `SourceRelation`. */
  readonly soundness?: Sql;
  /** The rows that could not be split. */
  readonly rejects: Rejects | undefined;
}

/** The parts of a source, and the columns of its files where they say so themselves. */
interface Opened {
  readonly parts: readonly OpenSource[];
  readonly columns: readonly ParquetColumns[];
}

/** Files, read by DuckDB: relations by kind, and what was read, held against what is there. */
export function sourceData({ folder, sources, rows = {} }: BoundSources): DuckDbData {
  const prepared: Prepared[] = [];
  const spill = new SpillFolder();
  const copies = new RowCopies(rows, spill);
  let at: Instant = 0;
  let read = 0;
  let answers: CachedTables | undefined;
  return {
    prepare: async (session, plan, { attributes, words, asOf }, reading) => {
      at = asOf;
      prepared.length = 0;
      read = 0;
      answers = reading.cached;
      const known = reading.cached === undefined ? {} : { known: reading.cached.files };
      const ask = askOf(session, answers);
      const open = async ([name, binding]: [string, SourceBinding]): Promise<Opened> => {
        const parts = await openSource(name, binding, { folder, attributes, words, spill, asOf, copies, ...known });
        return { parts, columns: parts[0] === undefined ? [] : await parquetColumns(session, parts[0], ask) };
      };
      for await (const opened of oneAhead(Object.entries(sources), open)) {
        read += opened.parts[0] === undefined ? 0 : asTextBytes(opened.parts[0]);
        prepared.push(...(await prepareSource(session, plan, opened, reading)));
      }
      const relations = relationsOf(plan, prepared);
      return { ...relations, lasting: answers !== undefined && relations.large?.has('profile_identifier') === true };
    },
    bytes: () => read,
    asked: () =>
      prepared.flatMap(({ rows, soundness, rejects }) => [rows, soundness ?? [], rejects?.count ?? []].flat()),
    finish: async (session) => {
      const ask = askOf(session, answers);
      const reports = await session.each(prepared, (one) => finishSource(session, one, ask));
      await requireFreshRecords(ask, prepared, at);
      return reports;
    },
    unchanged: async () => {
      for (const { source } of prepared) await requireUnchanged(source.source, source.files);
    },
    place: async (name, row) => {
      const found = prepared.find(({ source }) => source.name === name);
      return found === undefined
        ? placeOf({ ref: { source: name, row } })
        : locateRow(found.source, row, clockOf(found.source));
    },
    close: () => spill.remove(),
  };
}

const askOf =
  (session: Session, cached: CachedTables | undefined): AskEngine =>
  (query) =>
    cached?.answer(query) ?? session.rows(query);

const clockOf = ({ binding: { zone } }: OpenSource): ReadingOptions =>
  zone === undefined ? {} : { wallClock: wallClock(zone) };

/** A source of several parts is read once, into a table that all of them read. */
async function prepareSource(
  session: Session,
  plan: PlanBuilder,
  { parts, columns }: Opened,
  reading: Reading,
): Promise<readonly Prepared[]> {
  const [first] = parts;
  if (first === undefined) throw new Error('bug: a source has no part');
  const name = first.source;
  plan.at(stages.reading(name));
  const several = parts.length > 1;
  // A run names no row of behaviour, and explains few persons.
  const isNumbered = several || !isBehaviour(first.binding);
  const ordered = isNumbered ? (scan: Sql): Sql => plan.ordered(`${name} cells`, scan) : undefined;
  const { rejects, ...scan } = duckdbScan(first, columns, ordered);
  const shared =
    several && first.type !== 'csv'
      ? { ...scan, scan: sql`select * from ${plan.table(`${name} cells`, scan.scan)}` }
      : scan;
  const looked = { parquet: columns, scan, isReadAgain: isReadAgain(first, scan) };
  const asked = await knownColumns(first, looked, askOf(session, reading.cached));
  const known = { ...scan.known, ...asked };
  return parts.map((source) => ({ ...preparePart(plan, source, { ...shared, known }, reading), rejects }));
}

function preparePart(
  plan: PlanBuilder,
  source: OpenSource,
  scan: Scan,
  { numbered }: Reading,
): Omit<Prepared, 'rejects'> {
  const { name, binding } = source;
  const local = binding.zone === undefined ? {} : { localOffsets: wallClockOffsets(binding.zone) };
  const behaviour = isBehaviour(binding);
  // A run names no row of behaviour, and numbering the rows of a file is work for a single thread.
  const options = { ...scan, ...local, numbered: numbered || !behaviour };
  const relation = sourceRelation(source, options);
  if (isReadAgain(source, scan)) {
    const among = (profiles: Sql) =>
      sourceRelation(source, { ...options, among: (id) => isOneOf(id, profiles, 'profile_id') });
    const identifiers =
      relation.identifierScans === undefined
        ? {}
        : { identifiers: plan.view(`${name} identifiers`, relation.identifierScans) };
    const rows = plan.view(`${name} rows`, relation.rows);
    return { source, rows, records: plan.view(`${name} records`, relation.records), ...identifiers, among };
  }
  // What has types of its own is read where it is asked for, and counted, if it is behaviour; everything else is small, or
  // text, of which reading is most of the work, and read once.
  if (behaviour && (numbered || source.type !== 'csv')) {
    const rows = plan.view(`${name} rows`, relation.rows);
    const soundness = relation.soundness === undefined ? {} : { soundness: relation.soundness };
    return { source, rows, records: plan.view(`${name} records`, relation.records), ...soundness };
  }
  const { table, rows: rowsOf, identifiers: identifiersOf } = relation.kept;
  const hint = `${name} rows`;
  const kept = isStored(source, options) ? plan.stored(hint, table) : plan.table(hint, table);
  const rows = sql`(${rowsOf(kept)}) as r`;
  const records = sql`(select * exclude (lost) from ${rows} where lost is null)`;
  const identifiers =
    identifiersOf === undefined ? {} : { identifiers: plan.view(`${name} identifiers`, identifiersOf(kept)) };
  return { source, rows, records, ...identifiers };
}

/**
 * Whether rows are read as often as somebody asks for them, instead of once into a table: of a file that has columns and
 * numbers its rows, so that whoever asks for some columns, or for some persons, reads little more than these.
 */
const isReadAgain = (source: OpenSource, { row }: Scan): boolean =>
  source.type === 'parquet' &&
  !isBehaviour(source.binding) &&
  row !== undefined &&
  source.bindings.length === 1 &&
  source.binding.duplicates === undefined &&
  // What is worked out cell by cell costs more than reading does, and would be worked out for everybody who asks.
  source.binding.derived === undefined &&
  subjectCell(source) !== undefined &&
  bytesOf(source) >= READ_AGAIN_BYTES;

/** Of smaller files a table costs less than thinking about the same statement once more. */
const READ_AGAIN_BYTES = 1024 * 1024;

/** Whether every reader of the rows reads the file itself, and unpacks the columns it asks for. */
const isInPlace = ({ type, binding }: OpenSource): boolean => isBehaviour(binding) && type !== 'csv';

/** Whether rows go to a file of the session: what is written there in no order has to have its numbers already. */
const isStored = (source: OpenSource, { row, numbered }: RelationOptions): boolean =>
  (row !== undefined || (numbered === false && source.binding.duplicates === undefined)) &&
  asTextBytes(source) > LARGE_BYTES;

/** Of text from which on its rows go to a file: half of it, about, is what they take in memory. */
const LARGE_BYTES = 64 * 1024 * 1024;

function relationsOf(plan: PlanBuilder, prepared: readonly Prepared[]): Relations {
  plan.at(stages.relations);
  const relations: Partial<Record<RelationName, Sql>> = {};
  for (const kind of new Set(prepared.map(({ source }) => source.binding.kind))) {
    const readable = prepared
      .filter(({ source }) => source.binding.kind === kind)
      .map(({ records }) => sql`select * from ${records} as r`);
    relations[kind] = plan.view(kind, join(readable, ' union all '));
  }
  const every = prepared.flatMap(({ identifiers, source }) =>
    identifiers === undefined ? [] : [sql`select *, ${source.name} as source from ${identifiers}`],
  );
  relations.profile_identifier = plan.view('profile_identifier', join(every, ' union all '));
  const says: Says = (kind, field) =>
    prepared.some(
      ({ source: { binding, scope } }) =>
        binding.kind === kind && boundFields(binding, scope).some((bound) => bound.name === field),
    );
  const large = prepared.flatMap(({ source }): readonly RelationName[] => {
    if (asTextBytes(source) <= LARGE_BYTES) return [];
    const { kind } = source.binding;
    return kind === 'profile' ? [kind, 'profile_identifier'] : [kind];
  });
  return {
    ...relations,
    says,
    large: new Set(large),
    packed: new Set(prepared.flatMap(({ source }) => (isInPlace(source) ? [source.binding.kind] : []))),
    moments: ['purchase', 'event'],
    among: (relation, profiles, isByKind = false) => amongOf(prepared, relation, { profiles, isByKind }),
    counted: (kind) => {
      const rows = prepared.filter(({ source }) => source.binding.kind === kind).map((one) => one.rows);
      if (rows.length === 0) return undefined;
      const parts = rows.map((one) => sql`select * exclude (lost) from ${one} where lost is null`);
      return sql`(${join(parts, ' union all ')})`;
    },
  };
}

/** `undefined` where every source of the relation is a table. */
function amongOf(
  prepared: readonly Prepared[],
  relation: RelationName,
  { profiles, isByKind }: { readonly profiles: Sql; readonly isByKind: boolean },
): Sql | undefined {
  const kind = relation === 'profile_identifier' ? 'profile' : relation;
  const own = prepared.filter(({ source }) => source.binding.kind === kind);
  if (own.every(({ among }) => among === undefined)) return undefined;
  const parts = own.flatMap(({ among, ...whole }) => {
    const some: ReturnType<NonNullable<typeof among>> = among?.(profiles) ?? whole;
    const identifiers = (isByKind ? some.identifierScans : undefined) ?? some.identifiers;
    const rows = relation === 'profile_identifier' ? identifiers : some.records;
    if (rows === undefined) return [];
    return among === undefined ? [sql`select * from ${named(relation, rows, profiles)} as r`] : [rows];
  });
  return sql`(${join(parts, ' union all ')})`;
}

async function finishSource(session: Session, prepared: Prepared, ask: AskEngine): Promise<SourceReport> {
  const { source, rejects } = prepared;
  const counted = await countRows(ask, prepared);
  const rejected = rejects === undefined ? 0 : await countRejects(session, rejects);
  return settleSource(source, { ...counted, rejected }, clockOf(source));
}

/** The newest record of each source that may not be old, over all its parts. */
async function requireFreshRecords(ask: AskEngine, prepared: readonly Prepared[], asOf: Instant): Promise<void> {
  const limited = prepared.filter(({ source }) => source.binding.freshness?.records !== undefined);
  for (const [name, parts] of Object.entries(groupBy(limited, ({ source }) => source.source))) {
    const dated = parts.filter(({ source }) => hasTime(source.binding));
    const times = dated.map(
      ({ rows }) => sql`select max(occurred_at) as t from ${rows} where lost is null and occurred_at <= ${asOf}`,
    );
    const [found = {}] = await ask(sql`select max(t) as newest from (${join(times, ' union all ')}) as a`);
    const newest = found.newest === null || found.newest === undefined ? undefined : Number(found.newest);
    requireFresh(name, 'records', { freshness: parts[0]?.source.binding.freshness, newest, asOf });
  }
}
