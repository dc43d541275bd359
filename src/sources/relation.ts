import { MOMENT, relationColumns } from '../model/columns.js';
import type { EvaluatedKind } from '../model/record-kinds.js';
import { allOf, call, join, literal, name, type Sql, sql } from '../sql/fragment.js';
import { isBehaviour } from './binding.js';
import type { OpenSource } from './open-source.js';
import { readEvent, readPurchase } from './relations/behaviour.js';
import { cellColumns } from './relations/cell-columns.js';
import type { RelationOptions } from './relations/cell-select.js';
import { type ColumnValue, type KeptRows, keptRows } from './relations/kept-rows.js';
import type { ReadKind } from './relations/kind-sql.js';
import { LEFT_OUT, lostCases } from './relations/lost-cases.js';
import { readPermission } from './relations/permission.js';
import { identifierRows, identifierScans, keptIdentifiers, readLink, readProfile } from './relations/person.js';
import { readContact, readRelation } from './relations/reference.js';
import { readRefusal } from './relations/refusal.js';
import { readRegister } from './relations/register.js';
import { readSignal } from './relations/signal.js';
import { suspectCount, suspectsOf } from './relations/suspects.js';
import { readTombstone } from './relations/tombstone.js';
import { typedNull } from './relations/typed-null.js';
import { toleranceOf } from './unreadable.js';

/** The records of a source as an engine sees them. */
export interface SourceRelation {
  /**
   * `relationColumns` of the kind, of behaviour `MOMENT` too, and `lost`: null for a record, {@link LEFT_OUT} for a row that is left out by rule,
   * else the field for whose sake the row cannot be read. A relation of records takes the rows where it is null.
   */
  readonly rows: Sql;
  /** The same in two steps, for a table that many ask. */
  readonly kept: KeptRows;
  /**
   * `relationColumns` of the records alone, with no more work than they need: what decides whether a row is lost is
   * worked out a second time by DuckDB, so it is left out where a single lost row stops the run anyway.
   *
   * INVARIANT: it is used in a run only if {@link rows} are counted and `settleSource` accepts the counts.
   */
  readonly records: Sql;
  /** `identifierColumns`, from a source of profiles: in one scan, and as whoever asks for some of them reads them. */
  readonly identifiers?: Sql;
  readonly identifierScans?: Sql;
  /**
   * `all_rows` and `suspects`, with little work, where files tell of themselves what they hold: without a suspect
   * every row is a record. With one, {@link rows} have to be counted.
   */
  readonly soundness?: Sql;
}

/** How each kind is read, as `assemblers` of model/read-record.ts has it. */
const readKinds: Readonly<Record<EvaluatedKind, ReadKind>> = {
  profile: readProfile,
  purchase: readPurchase,
  event: readEvent,
  identity_link: readLink,
  permission: readPermission,
  objection: readRefusal(['controller', 'purpose', 'channel'], 'objected'),
  opt_out: readRefusal(['controller', 'channel', 'topic']),
  restriction: readRefusal(['controller'], 'restricted'),
  delivery: readRefusal(['controller', 'channel']),
  contact: readContact,
  relation: readRelation,
  signal: readSignal,
  register: readRegister,
  tombstone: readTombstone,
};

/**
 * The same as `readSource` in SQL, row by row.
 *
 * Sources of one kind and project have the same columns of the same types, so that they can be put together.
 */
export function sourceRelation(source: OpenSource, options: RelationOptions): SourceRelation {
  const { name: sourceName, binding, scope } = source;
  const cells = cellColumns(source, options);
  const kind = readKinds[binding.kind](cells);
  const own: Readonly<Record<string, Sql>> = { source: literal(sourceName), row: name('c', 'row'), ...kind.columns };
  const values: ColumnValue[] = relationColumns(binding.kind, scope.attributes).map(({ name: column, type, field }) => [
    column,
    own[column] ?? (field === undefined ? typedNull[type] : cells.value(field)),
  ]);
  if (isBehaviour(binding)) values.push([MOMENT, cells.moment ?? call('from_micros', cells.value('occurredAt'))]);
  const columns = values.map(([column, value]) => sql`${value} as ${name(column)}`);
  const cases = lostCases(binding, cells, kind);
  const lost = sql`case ${join(
    cases.map(({ when, says }) => sql`when ${when} then ${says}`),
    ' ',
  )} end`;
  const leftOut = cases.filter(({ says }) => says === LEFT_OUT);
  const suspects = source.type === 'parquet' && isBehaviour(binding) ? suspectsOf(source, options) : undefined;
  const excluded = toleranceOf(binding) > 0 ? cases : leftOut;
  const isRecord = allOf(cases.map(({ when }) => sql`not ${when}`));
  const kept = allOf(excluded.map(({ when }) => sql`not ${when}`));
  return {
    rows: sql`select ${join(columns, ', ')}, ${lost} as lost from (${cells.query}) as c`,
    kept: keptRows({
      values,
      lost,
      cells: cells.query,
      isDated: isBehaviour(binding) && cells.moment === undefined,
      ...(binding.kind === 'profile' && { beside: keptIdentifiers(cells) }),
    }),
    records: sql`select ${join(columns, ', ')} from (${cells.query}) as c where ${kept}`,
    ...(suspects === undefined ? {} : { soundness: suspectCount(options.scan, suspects) }),
    ...(binding.kind === 'profile'
      ? { identifiers: identifierRows(cells, isRecord), identifierScans: identifierScans(cells, isRecord) }
      : {}),
  };
}
