import { expect } from 'vitest';
import { relationColumns, snakeCase } from '../../src/model/columns.js';
import { DAY, EARLIEST, type Instant, LAST_YEAR } from '../../src/model/instant.js';
import type { EvaluatedKind } from '../../src/model/record-kinds.js';
import type { AttributeSchema } from '../../src/model/records.js';
import { localOffsets, localToInstant } from '../../src/segments/zone.js';
import { type BindingScope, isBehaviour, type SourceBinding, sourceBindingSchema } from '../../src/sources/binding.js';
import { subjectCell } from '../../src/sources/bound-fields.js';
import { duckdbScan } from '../../src/sources/duckdb-scan.js';
import { knownColumns } from '../../src/sources/known-columns.js';
import { type OpenSource, openSource } from '../../src/sources/open-source.js';
import type { ParquetColumns } from '../../src/sources/parquet-scan.js';
import { type SourceRelation, sourceRelation } from '../../src/sources/relation.js';
import type { RelationOptions } from '../../src/sources/relations/cell-select.js';
import { LEFT_OUT } from '../../src/sources/relations/lost-cases.js';
import { sourceRows } from '../../src/sources/source-rows.js';
import { SpillFolder } from '../../src/sources/spill.js';
import { DUPLICATE, IDENTIFIER, lostReason } from '../../src/sources/unreadable.js';
import { validateSource } from '../../src/sources/validate-source.js';
import { inList, name, type Sql, sql, TRUE } from '../../src/sql/fragment.js';
import type { Duck, Value } from './duckdb.js';

export type Row = Readonly<Record<string, Value>>;

/** What one reader makes of a source: its rows in order, and how many are ragged. */
export interface Reading {
  /** Columns of the relation; for a row that is no record, only `lost`. */
  readonly rows: readonly Row[];
  readonly identifiers: readonly Row[];
  readonly rejected: number;
  /** How many rows of a source that tells of itself are suspect. */
  readonly soundness?: number;
}

export const noWords: BindingScope = {
  attributes: {},
  words: { controllers: ['okq8', 'fuel_co'], topics: ['newsletter', 'offers'], registers: ['NIX', 'ROBINSON'] },
};

const offsets = new Map<string, ReturnType<typeof localOffsets>>();
export const offsetsOf = (zone: string): ReturnType<typeof localOffsets> => {
  const known = offsets.get(zone) ?? localOffsets(zone, EARLIEST, Date.UTC(LAST_YEAR + 1, 0, 1) * 1000 + DAY);
  offsets.set(zone, known);
  return known;
};

const clockOf =
  (zone: string) =>
  (local: Instant): Instant =>
    localToInstant(zone, local);

/** Checks the source as a project file would have it checked. */
export function bindingOf(written: unknown, scope: BindingScope = noWords): SourceBinding {
  const source = sourceBindingSchema.parse(written);
  const issues = validateSource('s', source, scope);
  if (issues.length > 0) throw new Error(JSON.stringify(issues));
  return source;
}

export const openParts = (
  folder: string,
  written: unknown,
  scope: BindingScope = noWords,
  name = 's',
): Promise<readonly OpenSource[]> => openSource(name, bindingOf(written, scope), { folder, spill, asOf: 0, ...scope });

/** The only part of a source. */
export async function open(...given: Parameters<typeof openParts>): Promise<OpenSource> {
  const [part, ...others] = await openParts(...given);
  if (part === undefined || others.length > 0) throw new Error(`a source with ${others.length + 1} parts`);
  return part;
}

/** Copies of text in other encodings; gone when the test process ends. */
const spill = new SpillFolder();

export async function readBySpecification(source: OpenSource): Promise<Reading> {
  const { zone } = source.binding;
  const rows: Row[] = [];
  const identifiers: Row[] = [];
  let rejected = 0;
  for await (const row of sourceRows(source, zone === undefined ? {} : { wallClock: clockOf(zone) })) {
    if ('leftOut' in row) rows.push({ lost: LEFT_OUT });
    else if ('record' in row) {
      const record = row.record as unknown as Readonly<Record<string, unknown>>;
      rows.push(relationRow(source.binding.kind, record, source.scope.attributes));
      if (source.binding.kind === 'profile') identifiers.push(...identifierRows(record));
    } else {
      const { message } = row.unreadable;
      const rule = [DUPLICATE, IDENTIFIER].find((code) => lostReason(code) === message);
      const lost = rule ?? /^no readable (.*)$/.exec(message)?.[1];
      if (lost === undefined) rejected += 1;
      else rows.push({ lost });
    }
  }
  return { rows, identifiers, rejected };
}

/** A record as its relation has it, written from the contract of model/columns.ts and not from the SQL. */
function relationRow(kind: EvaluatedKind, record: Readonly<Record<string, unknown>>, attributes: AttributeSchema): Row {
  const ref = record.ref as { source: string; row: number };
  const own = record.attributes as Readonly<Record<string, unknown>> | undefined;
  const cells = relationColumns(kind, attributes).map(({ name, field }) => {
    if (name === 'source' || name === 'row') return [name, ref[name]];
    const added = ['at', 'known_at', 'unreadable', 'refuses', 'result'].find(
      (column) => column === name && field === undefined,
    );
    if (added !== undefined) return [name, record[added === 'known_at' ? 'knownAt' : added] ?? null];
    const value = field?.startsWith('attributes.') ? own?.[field.slice('attributes.'.length)] : record[field ?? ''];
    return [name, value ?? null];
  });
  return { ...Object.fromEntries(cells), lost: null };
}

function identifierRows(profile: Readonly<Record<string, unknown>>): readonly Row[] {
  return ['email', 'phone', 'formerEmail', 'formerPhone'].flatMap((field) =>
    (profile[field] as readonly string[]).map((raw, i) => ({
      profile_id: profile.id as string,
      kind: snakeCase(field).replace('former_', ''),
      raw,
      country: (profile.country as string | undefined) ?? null,
      rank: i + 1,
      former: field.startsWith('former'),
    })),
  );
}

export async function readByDuckDb(duck: Duck, source: OpenSource): Promise<Reading> {
  const { zone } = source.binding;
  const described = await Promise.all(
    source.type === 'parquet' ? source.files.map((file) => describeFile(duck, file.path)) : [],
  );
  const scan = duckdbScan(source, described);
  const options = { ...scan, ...(zone === undefined ? {} : { localOffsets: offsetsOf(zone) }) };
  const relation = sourceRelation(source, options);
  const all = await inOrder(duck, source, relation.rows);
  if (source.type === 'parquet') await requireSameWhenKnown(duck, source, described, { options, all });
  const { table, rows: ofTable, identifiers: identifiersOf } = relation.kept;
  expect(await inOrder(duck, source, ofTable(sql`(${table}) as t`))).toEqual(all);
  if (source.type === 'csv')
    expect(await inOrder(duck, source, await numberedRows(duck, source, options))).toEqual(all);
  const [sound] = relation.soundness === undefined ? [] : await duck.rows(relation.soundness);
  if (sound !== undefined) {
    // Whoever finds nothing suspect has counted, and every row is a record.
    expect(sound.all_rows).toBe(all.length);
    if (sound.suspects === 0) expect(all.filter(({ lost }) => lost !== null)).toEqual([]);
  }
  const rows = all.map((row): Row => (row.lost === null ? row : { lost: row.lost as string }));
  const rejected = scan.rejects === undefined ? 0 : ((await duck.rows(scan.rejects.count))[0]?.rows as number);
  const identifiers =
    relation.identifiers === undefined ? [] : await duck.rows(sql`select * from (${relation.identifiers}) as i`);
  const kept = identifiersOf === undefined ? [] : await duck.rows(identifiersOf(sql`(${table}) as t`));
  expect(sorted(kept)).toEqual(sorted(identifiers));
  return { rows, identifiers, rejected, ...(sound === undefined ? {} : { soundness: Number(sound.suspects) }) };
}

/** Whoever asks for the rows of some profiles reads what it would find among all of them, each by its number. */
async function requireSameAmong(
  duck: Duck,
  source: OpenSource,
  options: RelationOptions,
  all: readonly Row[],
): Promise<void> {
  if (isBehaviour(source.binding) || subjectCell(source) === undefined) return;
  if (source.binding.duplicates !== undefined || options.row === undefined) return;
  const column = source.binding.kind === 'profile' ? 'id' : 'profile_id';
  const ids = [...new Set(all.flatMap((row) => (row[column] === null ? [] : [String(row[column])])))];
  const some = (id: Sql): Sql =>
    inList(
      id,
      ids.filter((_, i) => i % 2 === 0),
    );
  const [every, among] = [sourceRelation(source, options), sourceRelation(source, { ...options, among: some })];
  const read = (query: Sql, where = TRUE) => duck.rows(sql`select * from (${query}) as r where ${where} order by all`);
  expect(await read(among.records)).toEqual(await read(every.records, some(name(column))));
  const { identifiers, identifierScans } = every;
  if (identifiers === undefined || identifierScans === undefined || among.identifierScans === undefined) return;
  expect(await read(identifierScans)).toEqual(await read(identifiers));
  expect(await read(among.identifierScans)).toEqual(await read(identifiers, some(name('profile_id'))));
}

interface ReadAsWritten {
  readonly options: RelationOptions;
  readonly all: readonly Row[];
}

/** Whoever looked at the columns first reads every row, record and identifier as whoever did not. */
async function requireSameWhenKnown(
  duck: Duck,
  source: OpenSource,
  columns: readonly ParquetColumns[],
  { options, all }: ReadAsWritten,
): Promise<void> {
  const known = await knownColumns(source, { parquet: columns, scan: options }, (query) => duck.rows(query));
  const relation = sourceRelation(source, { ...options, known });
  expect(await inOrder(duck, source, relation.rows)).toEqual(all);
  const plain = sourceRelation(source, options);
  if (!isBehaviour(source.binding)) {
    const { table, rows } = relation.kept;
    expect(await inOrder(duck, source, rows(sql`(${table}) as t`))).toEqual(all);
  } else expect(await records(duck, relation)).toEqual(await records(duck, plain));
  await requireSameAmong(duck, source, { ...options, known }, all);
  const identifiers = ({ identifiers: held }: SourceRelation): Promise<readonly Row[]> =>
    held === undefined ? Promise.resolve([]) : duck.rows(sql`select * from (${held}) as i order by all`);
  expect(await identifiers(relation)).toEqual(await identifiers(plain));
}

const records = (duck: Duck, { records: of }: SourceRelation): Promise<readonly Row[]> =>
  duck.rows(sql`select * exclude (moment) from (${of}) as r order by all`);

/** A result of two scans may come in any order; the number of the row says which is right. */
async function inOrder(duck: Duck, { binding }: OpenSource, rows: Sql): Promise<readonly Row[]> {
  const moment = sql`case when lost is null then epoch_us(moment) end`;
  const columns = isBehaviour(binding) ? sql`* replace (${moment} as moment)` : sql`*`;
  const all = await duck.rows(sql`select ${columns} from (${rows}) as r order by r.${name('row')}`);
  return all.map(({ moment: at, ...row }) => {
    // What an engine finds rows by says what everybody else reads.
    if (isBehaviour(binding) && row.lost === null) expect(at).toBe(row.occurred_at);
    return row;
  });
}

/** The same rows with the numbers that a table of all of them has. */
async function numberedRows(duck: Duck, source: OpenSource, options: RelationOptions): Promise<Sql> {
  const table = name('cells_in_order');
  let made: Sql | undefined;
  const scan = duckdbScan(source, [], (query) => {
    made = query;
    return table;
  });
  await duck.rows(sql`create or replace temp table ${table} as ${made ?? sql`select 1`}`);
  return sourceRelation(source, { ...options, ...scan }).rows;
}

export async function describeFile(duck: Duck, path: string): Promise<{ name: string; type: string }[]> {
  const columns = await duck.rows(`describe select * from read_parquet(['${path}'])`);
  return columns.map(({ column_name, column_type }) => ({ name: String(column_name), type: String(column_type) }));
}

/** Rows in an order of their own, for comparing what has none. */
export const sorted = (rows: readonly Row[]): readonly string[] =>
  rows.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort();
