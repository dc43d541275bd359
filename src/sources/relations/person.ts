import { identifierColumns } from '../../model/columns.js';
import { anyOf, join, literal, name, type Sql, sql } from '../../sql/fragment.js';
import type { CellColumns } from './cell-columns.js';
import type { KeptBeside } from './kept-rows.js';
import type { ReadKind } from './kind-sql.js';
import { typedNull } from './typed-null.js';

/** A profile with a cell that cannot be read is kept, and says so. */
export const readProfile: ReadKind = (cells) => ({
  columns: { unreadable: anyOf(cells.fields.map(cells.bad)) },
  lost: [],
});

/** A merge needs the profile that remains, a login the device and the time. */
export const readLink: ReadKind = (cells) => {
  const without = (link: string, field: string) => ({
    when: sql`(coalesce(${cells.value('link')} = ${link}, false) and ${cells.value(field)} is null)`,
    field,
  });
  return {
    columns: {},
    lost: [without('merge', 'intoProfileId'), without('login', 'deviceId'), without('login', 'occurredAt')],
  };
};

const LISTS = [
  { field: 'email', kind: 'email', former: false },
  { field: 'phone', kind: 'phone', former: false },
  { field: 'formerEmail', kind: 'email', former: true },
  { field: 'formerPhone', kind: 'phone', former: true },
] as const;

/**
 * The identifiers of profiles, in one scan however many columns hold them.
 *
 * A cell that says nothing takes no place in the order of preference.
 *
 * @param kept Whether a row of the cells is a record.
 */
export function identifierRows(cells: CellColumns, kept: Sql): Sql {
  const slots = slotsOf(cells);
  if (slots.length === 0) return noIdentifiers;
  const values = slots.map(({ kind, former }, i) => sql`(${i}, ${kind}, ${former})`);
  const pick = (of: (slot: (typeof slots)[number]) => Sql): Sql =>
    sql`case i.slot ${join(
      slots.map((slot, i) => sql`when ${i} then ${of(slot)}`),
      ' ',
    )} end`;
  const all = sql`select ${cells.value('id')} as profile_id, i.kind, ${pick(({ raw }) => raw)} as raw, ${cells.value('country')} as country, ${pick(({ rank }) => rank)} as ${name('rank')}, i.former from (${cells.query}) as c cross join (values ${join(values, ', ')}) as i(slot, kind, former) where ${kept}`;
  return sql`select ${identifierNames} from (${all}) as p where p.profile_id is not null and p.raw is not null`;
}

/** The same in a scan for each column that holds any: whoever asks for some of them leaves the other scans out. */
export function identifierScans(cells: CellColumns, kept: Sql): Sql {
  const scans = slotsOf(cells).map(
    ({ kind, former, raw, rank }) =>
      sql`select ${cells.value('id')} as profile_id, ${kind} as kind, ${raw} as raw, ${cells.value('country')} as country, ${rank} as ${name('rank')}, ${former} as former from (${cells.query}) as c where ${kept} and ${cells.value('id')} is not null and ${raw} is not null`,
  );
  return scans.length === 0 ? noIdentifiers : sql`select ${identifierNames} from (${join(scans, ' union all ')}) as p`;
}

/** The same from a table that keeps them beside the columns of the relation. */
export function keptIdentifiers(cells: CellColumns): KeptBeside {
  const slots = slotsOf({ items: (field) => cells.items(field).map((_, i) => name('t', keptName(field, i))) });
  const scans = (rows: Sql): readonly Sql[] =>
    slots.map(
      ({ kind, former, raw, rank }) =>
        sql`select t.id as profile_id, ${kind} as kind, ${raw} as raw, t.country, ${rank} as ${name('rank')}, ${former} as former from (${rows}) as t where t.lost is null and ${raw} is not null`,
    );
  return {
    values: LISTS.flatMap(({ field }) => cells.items(field).map((raw, i) => [keptName(field, i), raw] as const)),
    read: (rows) =>
      slots.length === 0
        ? noIdentifiers
        : sql`select ${identifierNames} from (${join(scans(rows), ' union all ')}) as p`,
  };
}

/** No column of a relation is called so: names of fields and of attributes have no brackets. */
const keptName = (field: string, i: number): string => `(${field} ${i + 1})`;

/** A place for an identifier in the rows of a source. */
const slotsOf = ({ items }: Pick<CellColumns, 'items'>) =>
  LISTS.flatMap(({ field, kind, former }) =>
    items(field).map((raw, i, all) => ({ kind, former, raw, rank: rankSql(all.slice(0, i)) })),
  );

const identifierNames: Sql = join(
  identifierColumns.map((column) => name('p', column.name)),
  ', ',
);

const noIdentifiers: Sql = sql`select ${join(
  identifierColumns.map((column) => sql`${typedNull[column.type]} as ${name(column.name)}`),
  ', ',
)} where false`;

/** One more than the cells before it that say something. */
const rankSql = (before: readonly Sql[]): Sql =>
  sql`cast(${join([literal(1), ...before.map((item) => sql`case when ${item} is null then 0 else 1 end`)], ' + ')} as bigint)`;
