import { identifierColumns, relationColumns, snakeCase } from '../model/columns.js';
import { ALWAYS, FOREVER } from '../model/instant.js';
import type { Field } from '../model/record-kind.js';
import { recordKinds } from '../model/record-kinds.js';
import { DIGEST_PATTERN } from '../model/tombstone.js';
import { ANY } from '../model/vocabulary.js';
import { allOf, anyOf, call, FALSE, isTrue, join, literal, NULL, name, type Sql, sql } from '../sql/fragment.js';
import { columnSpecs } from './binding.js';
import { type CellSql, cellSql, cleanSql, constantCell, constantSql } from './cell.js';
import type { OpenSource } from './open-source.js';

/**
 * The SQL twin of `model/read-record.ts`: the rows of a source as a relation of its kind.
 *
 * Columns are those of `relationColumns`, then `lost` (for whose sake the row cannot be read; null for a row that
 * can) and `left_out`.
 */
export interface SourceRelation {
  readonly rows: Sql;
  /** `identifierColumns` of a profile source. */
  readonly identifiers?: Sql;
}

/** What the text scan of a source gives: its bound columns as text by name, and `row_number` from 1. */
export interface TextScan {
  readonly scan: Sql;
  /** `(from_local, to_local, minutes)` of the source's zone. */
  readonly localOffsets: Sql | undefined;
}

interface Bound {
  readonly fields: ReadonlyMap<string, CellSql>;
  readonly lists: ReadonlyMap<string, readonly Sql[]>;
  readonly from: Sql;
}

export function sourceRelation(source: OpenSource, text: TextScan): SourceRelation {
  const { binding, scope } = source;
  const bound = bind(source, text);
  const read = readers[binding.kind](bound);
  const columns = relationColumns(binding.kind, scope.attributes).map((column) => {
    const value = valueOf(column.name, column.field, source.name, bound, read.columns);
    return sql`cast(${value} as ${SQL_TYPES[column.type]}) as ${name(column.name)}`;
  });
  const leaveOut = binding.withoutSubject === 'leave_out' ? namesNobody(source, bound) : FALSE;
  const lost = join(
    [
      sql`case`,
      ...missing(source, bound).map(({ condition, label }) => sql`when ${condition} then ${label}`),
      ...read.lost.map(({ condition, label }) => sql`when ${condition} then ${label}`),
      sql`end`,
    ],
    ' ',
  );
  const anyLost = [...missing(source, bound), ...read.lost];
  const rows = sql`select ${join(columns, ', ')}, ${anyLost.length === 0 ? sql`cast(null as varchar)` : lost} as lost, ${leaveOut} as left_out from ${bound.from}`;
  return binding.kind === 'profile' ? { rows, identifiers: identifierRows(bound) } : { rows };
}

const SQL_TYPES = {
  text: sql`varchar`,
  integer: sql`bigint`,
  decimal: sql`decimal(18,6)`,
  boolean: sql`boolean`,
} as const;

function valueOf(
  column: string,
  field: string | undefined,
  source: string,
  bound: Bound,
  added: Readonly<Record<string, Sql>>,
): Sql {
  if (column === 'source') return literal(source);
  if (column === 'row') return name('t', 'row_number');
  return added[column] ?? bound.fields.get(field ?? '')?.value ?? NULL;
}

/** Cells by field, from one subquery that cleans every bound column once and joins the offsets of local times. */
function bind(source: OpenSource, { scan, localOffsets }: TextScan): Bound {
  const { binding, scope, format } = source;
  const fields = new Map<string, CellSql>();
  const lists = new Map<string, readonly Sql[]>();
  const cleaned = new Map<string, Sql>();
  const locals: Sql[] = [];
  const clean = (column: string): Sql => {
    const alias = `c${[...cleaned.keys()].indexOf(column) + 1 || cleaned.size + 1}`;
    cleaned.set(column, sql`${cleanSql(name('s', column))} as ${name(alias)}`);
    return name('t', alias);
  };
  const context = {
    words: scope.words,
    decimal: format.type === 'csv' ? format.decimal : ('.' as const),
    joinLocal:
      localOffsets === undefined
        ? undefined
        : (local: Sql) => {
            const alias = `o${locals.length + 1}`;
            locals.push(
              sql` left join ${localOffsets} as ${name(alias)} on ${local} >= ${name(alias, 'from_local')} and ${local} < ${name(alias, 'to_local')}`,
            );
            return { alias, local };
          },
  };
  const kindFields: Readonly<Record<string, Field>> = recordKinds[binding.kind].fields;
  for (const [field, definition] of Object.entries(kindFields)) {
    const columns = binding.columns[field];
    const constant = binding.constants?.[field];
    const specs = columns === undefined ? [] : columnSpecs(columns);
    const [first] = specs;
    if (definition.list)
      lists.set(
        field,
        specs.map(({ column }) => clean(column)),
      );
    else if (first !== undefined) fields.set(field, cellSql(definition, clean(first.column), first, context));
    else if (constant !== undefined) fields.set(field, constantSql(constantCell(definition, constant, scope.words)));
  }
  for (const [attribute, column] of Object.entries(binding.attributes ?? {})) {
    const [spec] = columnSpecs(column);
    const definition = scope.attributes[attribute];
    if (spec === undefined || definition === undefined) continue;
    fields.set(`attributes.${attribute}`, cellSql(definition, clean(spec.column), spec, context));
  }
  const inner = sql`select ${join([sql`s.row_number`, ...cleaned.values()], ', ')} from (${scan}) as s`;
  return { fields, lists, from: sql`(${inner}) as t${join(locals, '')}` };
}

const isNull = (bound: Bound, field: string): Sql => sql`(${bound.fields.get(field)?.value ?? NULL} is null)`;

/** The first need of a kind is whom a row is about. */
const namesNobody = ({ binding }: OpenSource, bound: Bound): Sql =>
  allOf((recordKinds[binding.kind].needs[0] ?? []).map((field) => isNull(bound, field)));

interface Lost {
  readonly condition: Sql;
  readonly label: string;
}

/** The same as `recordKinds[kind].needs`. */
function missing({ binding }: OpenSource, bound: Bound): readonly Lost[] {
  return recordKinds[binding.kind].needs.map((oneOf: readonly string[]) => ({
    condition: allOf(oneOf.map((field) => isNull(bound, field))),
    label: oneOf.join(' or '),
  }));
}

interface Read {
  /** Columns beyond the fields as read, or in place of them. */
  readonly columns: Readonly<Record<string, Sql>>;
  readonly lost: readonly Lost[];
}

const damaged = (bound: Bound): readonly Lost[] =>
  [...bound.fields].flatMap(([field, { bad }]) => (bad === FALSE ? [] : [{ condition: bad, label: field }]));

const value = (bound: Bound, field: string): Sql => bound.fields.get(field)?.value ?? NULL;
const instant = (bound: Bound, field: string): Sql => sql`cast(${value(bound, field)} as bigint)`;

const readers: Record<OpenSource['binding']['kind'], (bound: Bound) => Read> = {
  profile: (bound) => ({ columns: { unreadable: anyOf(damaged(bound).map(({ condition }) => condition)) }, lost: [] }),
  purchase: readPurchase,
  event: (bound) => ({ columns: {}, lost: damaged(bound) }),
  identity_link: readLink,
  permission: readPermission,
  objection: (bound) => readRefusal(bound, ['controller', 'purpose', 'channel'], 'objected'),
  opt_out: (bound) => readRefusal(bound, ['controller', 'channel', 'topic'], undefined),
  restriction: (bound) => readRefusal(bound, ['controller'], 'restricted'),
  tombstone: readTombstone,
};

function readPurchase(bound: Bound): Read {
  const [quantity, price] = [value(bound, 'quantity'), value(bound, 'unitPrice')];
  const product = sql`(${quantity} * ${price})`;
  const priced = bound.fields.has('unitPrice') && bound.fields.has('quantity');
  const amount = priced
    ? sql`coalesce(${value(bound, 'amount')}, cast(${product} as decimal(18,6)))`
    : value(bound, 'amount');
  const inexact = sql`(${value(bound, 'amount')} is null and ${product} is not null and ${product} <> cast(${product} as decimal(18,6)))`;
  const returned = sql`coalesce((${value(bound, 'type')} = ${'return'} or coalesce(${quantity}, ${amount}, 0) < 0), false)`;
  const signed = (measure: Sql): Sql =>
    sql`case when ${returned} and ${measure} > 0 then -(${measure}) else ${measure} end`;
  return {
    columns: {
      type: sql`case when ${returned} then ${'return'} else ${'sale'} end`,
      quantity: signed(sql`coalesce(${quantity}, cast(1 as decimal(18,6)))`),
      amount: signed(amount),
    },
    lost: [...damaged(bound), ...(priced ? [{ condition: inexact, label: 'unitPrice' }] : [])],
  };
}

/** The same as `refusalTiming`. */
const refusalTiming = (bound: Bound): { at: Sql; knownAt: Sql } => {
  const [at, recorded] = [instant(bound, 'occurredAt'), instant(bound, 'recordedAt')];
  return {
    at: sql`coalesce(${at}, ${FOREVER})`,
    knownAt: sql`case when ${at} is null then ${ALWAYS} else least(${at}, coalesce(${recorded}, ${at})) end`,
  };
};

/** The same as `permissionTiming`. */
const permissionTiming = (bound: Bound): { at: Sql; knownAt: Sql } => {
  const [at, recorded] = [instant(bound, 'occurredAt'), instant(bound, 'recordedAt')];
  const isVoid = bound.fields.has('recordedAt') ? sql`(${at} is null or ${recorded} is null)` : sql`(${at} is null)`;
  return {
    at: sql`case when ${isVoid} then ${ALWAYS} else ${at} end`,
    knownAt: sql`case when ${isVoid} then ${FOREVER} else greatest(${at}, coalesce(${recorded}, ${at})) end`,
  };
};

function readRefusal(bound: Bound, scope: readonly string[], refusing: string | undefined): Read {
  const widest = Object.fromEntries(
    scope.map((field) => [snakeCase(field), sql`coalesce(${value(bound, field)}, ${ANY})`]),
  );
  const refusal = refusalTiming(bound);
  if (refusing === undefined) return { columns: { ...widest, at: refusal.at, known_at: refusal.knownAt }, lost: [] };
  const lift = permissionTiming(bound);
  const state = sql`coalesce(${value(bound, 'state')}, ${refusing})`;
  const either = (lifted: Sql, refused: Sql): Sql =>
    sql`case when ${state} = ${'lifted'} then ${lifted} else ${refused} end`;
  return {
    columns: { ...widest, state, at: either(lift.at, refusal.at), known_at: either(lift.knownAt, refusal.knownAt) },
    lost: [],
  };
}

function readLink(bound: Bound): Read {
  const without = (link: string, field: string): Lost => ({
    condition: isTrue(sql`(${value(bound, 'link')} = ${link} and ${isNull(bound, field)})`),
    label: field,
  });
  return {
    columns: {},
    lost: [without('merge', 'intoProfileId'), without('login', 'deviceId'), without('login', 'occurredAt')],
  };
}

function readTombstone(bound: Bound): Read {
  const digest = sql`lower(${value(bound, 'digest')})`;
  const read = readRefusal(bound, ['controller'], undefined);
  return {
    columns: { ...read.columns, digest },
    lost: [{ condition: sql`not ${call('matches', digest, literal(DIGEST_PATTERN))}`, label: 'digest' }],
  };
}

const TIMES: readonly string[] = ['occurredAt', 'recordedAt'];

function readPermission(bound: Bound): Read {
  const topic = bound.fields.get('topic');
  const badTopic = topic?.bad ?? FALSE;
  const damage = [...bound.fields]
    .filter(([field, { bad }]) => !TIMES.includes(field) && bad !== FALSE)
    .map(([, { bad }]) => bad);
  const scope = ['controller', 'purpose', 'channel', 'state'].map((field) => isNull(bound, field));
  const permits = sql`coalesce((${value(bound, 'state')} in (${'given'}, ${'pending'})), false)`;
  const [permission, refusal] = [permissionTiming(bound), refusalTiming(bound)];
  return {
    columns: {
      topic: sql`case when ${badTopic} then null else coalesce(${topic?.value ?? NULL}, ${ANY}) end`,
      at: sql`case when ${permits} then ${permission.at} else ${refusal.at} end`,
      known_at: sql`case when ${permits} then ${permission.knownAt} else ${refusal.knownAt} end`,
      unreadable: anyOf([...scope, ...damage]),
    },
    lost: [],
  };
}

function identifierRows(bound: Bound): Sql {
  const profile = value(bound, 'id');
  const rows = (['email', 'phone'] as const).flatMap((kind) =>
    [false, true].flatMap((former) =>
      (bound.lists.get(former ? (kind === 'email' ? 'formerEmail' : 'formerPhone') : kind) ?? []).map((raw, i) => ({
        kind,
        former,
        raw,
        // An empty cell is no address, and leaves no gap in the order.
        rank: sql`1 + ${join([sql`0`, ...(bound.lists.get(former ? (kind === 'email' ? 'formerEmail' : 'formerPhone') : kind) ?? []).slice(0, i).map((earlier) => sql`case when ${earlier} is null then 0 else 1 end`)], ' + ')}`,
      })),
    ),
  );
  const none = sql`select ${join(
    identifierColumns.map(({ name: column, type }) => sql`cast(null as ${SQL_TYPES[type]}) as ${name(column)}`),
    ', ',
  )} where false`;
  const selects = rows.map(
    ({ kind, former, raw, rank }) =>
      sql`select ${profile} as profile_id, ${kind} as kind, ${raw} as raw, cast(${value(bound, 'country')} as varchar) as country, cast(${rank} as bigint) as rank, ${former} as former from ${bound.from} where ${raw} is not null and ${profile} is not null`,
  );
  return join([none, ...selects], ' union all ');
}
