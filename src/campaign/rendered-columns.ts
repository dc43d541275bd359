import groupBy from 'lodash-es/groupBy.js';
import { profileColumn } from '../segments/profile-field.js';
import { call, FALSE, join, literal, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import { isResidueOf, residual, sameWriting, uncertainName, type WrittenColumn, withCertain } from './certain-texts.js';
import { NOT_CLEARED, type RenderedColumn, TEXT_END } from './rendering.js';

/** A column and where its raw values stand among people: beside them, in their order of preference if there are several. */
export interface Place extends WrittenColumn {
  readonly place: number;
}

export const placeOf = (column: RenderedColumn, place: number): Place => ({
  column,
  place,
  raw: rawName('field' in column.from ? profileColumn(column.from.field) : column.from.identifier),
  as: `certain_${place}`,
});

export const rawName = (column: string): string => `raw_${column}`;

/** Texts and refusals of some columns by their places, and what has to be joined to people, `l`, for them. */
export interface ColumnsSql {
  readonly join: Sql;
  readonly cells: readonly { readonly place: number; readonly texts: Sql; readonly refused: Sql }[];
}

/** `(person_id, kind, rank)` of identifiers that nobody may be written to by, and where those in use stand. */
export interface Identifiers {
  readonly identifiers: Sql;
  readonly withheld: Sql | undefined;
}

/** Identifiers of a kind that are in use, as `i`; ranks go up from 1 without a gap. */
const inUse = (identifiers: Sql, kind: string): Sql =>
  sql`(select i.profile_id, i.rank, i.raw from ${identifiers} as i where i.kind = ${kind} and not i.former)`;

const isWithheld = (withheld: Sql | undefined, kind: string, rank?: Sql): Sql =>
  withheld === undefined
    ? FALSE
    : sql`exists (select 1 from ${withheld} as w where w.person_id = l.person_id and w.kind = ${kind}${rank === undefined ? sql`` : sql` and w.rank = ${rank}`})`;

const withheldName = (kind: string): string => `withheld_${kind}`;

/** What people, `l`, have of the identifiers of a kind: the raw value of the best one, and whether it is withheld. */
export const bestIdentifier = (kind: string, { identifiers, withheld }: Identifiers) => ({
  withheld: withheld === undefined ? [] : [withheldName(kind)],
  columns: sql`, ${name(kind, 'raw')} as ${name(rawName(kind))}${withheld === undefined ? sql`` : sql`, ${isWithheld(withheld, kind, literal(1))} as ${name(withheldName(kind))}`}`,
  join: sql` left join ${inUse(identifiers, kind)} as ${name(kind)} on ${name(kind, 'profile_id')} = l.person_id and ${name(kind, 'rank')} = 1`,
});

/** Columns in which many have the same: a row for each value, joined to whoever has it. */
export function repeatedColumns(plan: PlanBuilder, people: Sql, places: readonly Place[]): readonly ColumnsSql[] {
  return Object.entries(groupBy(places, ({ raw }) => raw)).map(([raw, same]) => {
    const own = name(raw);
    const distinct = sql`select distinct ${own}, reading_country from ${people} where ${own} is not null`;
    const values = plan.table(`${raw}_value`, withCertain(distinct, [raw, 'reading_country'], same));
    const looked = same.map((one) => {
      const { column, as, place } = one;
      const alias = `r${place}`;
      return {
        join: sql` left join ${residual(plan, one, [values])} as ${name(alias)} on ${isResidueOf(alias, 'v', one)}`,
        cells: sql`, coalesce(${column.compile.write(name('v', as))}, ${name(alias, 'texts')}) as ${name(`texts_${place}`)}, ${name(alias, 'refused')} as ${name(`refused_${place}`)}`,
      };
    });
    const joined = join(
      looked.map((one) => one.join),
      '',
    );
    const cells = join(
      looked.map((one) => one.cells),
      '',
    );
    const alias = `of_${raw}`;
    return {
      join: sql` left join (select ${name('v', raw)} as raw, v.reading_country as country${cells} from ${values} as v${joined}) as ${name(alias)} on ${sameWriting(alias, name('l', raw), sql`l.reading_country`)}`,
      cells: same.map(({ place }) => ({
        place,
        texts: name(alias, `texts_${place}`),
        refused: name(alias, `refused_${place}`),
      })),
    };
  });
}

/** A column in which everybody has a value of their own. */
export function ownColumn(plan: PlanBuilder, people: Sql, of: Place, identifiers: Identifiers): ColumnsSql {
  const { from } = of.column;
  return 'identifier' in from
    ? identifierColumn(plan, people, of, { ...identifiers, kind: from.identifier })
    : fieldColumn(plan, people, of, identifiers, from.digestOf);
}

function fieldColumn(
  plan: PlanBuilder,
  people: Sql,
  of: Place,
  { withheld }: Identifiers,
  digestOf: string | undefined,
): ColumnsSql {
  const alias = `r${of.place}`;
  const says = sql`coalesce(${name('l', of.as)}, ${name('l', uncertainName(of.as))}) is not null`;
  const isRefused = digestOf === undefined ? FALSE : sql`(${says} and ${isWithheld(withheld, digestOf)})`;
  return {
    join: sql` left join ${residual(plan, of, [people])} as ${name(alias)} on ${isResidueOf(alias, 'l', of)}`,
    cells: [{ place: of.place, ...cellOf(isRefused, of.column.compile.write(name('l', of.as)), alias) }],
  };
}

const cellOf = (withheld: Sql, certain: Sql, residue: string): { readonly texts: Sql; readonly refused: Sql } => ({
  texts: sql`case when not ${withheld} then coalesce(${certain}, ${name(residue, 'texts')}) end`,
  refused: sql`case when ${withheld} then ${NOT_CLEARED} else ${name(residue, 'refused')} end`,
});

/**
 * Most persons have one identifier of a kind. What they have more of is put together in order of preference, for which
 * DuckDB sorts each person's own, and stands after the best one.
 */
function identifierColumn(
  plan: PlanBuilder,
  people: Sql,
  of: Place,
  { identifiers, withheld, kind }: Identifiers & { readonly kind: string },
): ColumnsSql {
  const { column, place, as } = of;
  const others = sql`select i.profile_id as person_id, i.rank, i.raw, l.reading_country, ${isWithheld(withheld, kind, sql`i.rank`)} as withheld from ${inUse(identifiers, kind)} as i join ${people} as l on l.person_id = i.profile_id where i.rank > 1`;
  const more = plan.table(
    `more_${kind}`,
    withCertain(others, ['person_id', 'rank', 'raw', 'reading_country', 'withheld'], [{ column, raw: 'raw', as }]),
  );
  const residue = residual(plan, of, [people, more]);
  const [best, rest] = [`r${place}`, `more_${place}`];
  const other = cellOf(name('h', 'withheld'), column.compile.write(name('h', as)), 'r');
  const read = sql`select h.person_id, h.rank, h.raw, ${other.texts} as texts, ${other.refused} as refused from ${more} as h left join ${residue} as r on ${isResidueOf('r', 'h', of)}`;
  const put = (cell: string): Sql =>
    sql`${call('join_texts', name(cell), literal(TEXT_END), name('rank'), name('raw'))} as ${name(cell)}`;
  const first = cellOf(
    withheld === undefined ? FALSE : name('l', withheldName(kind)),
    column.compile.write(name('l', as)),
    best,
  );
  return {
    join: sql` left join ${residue} as ${name(best)} on ${isResidueOf(best, 'l', of)} left join (select person_id, ${put('texts')}, ${put('refused')} from (${read}) as t group by person_id) as ${name(rest)} on ${name(rest, 'person_id')} = l.person_id`,
    cells: [
      {
        place,
        texts: followedBy(first.texts, name(rest, 'texts')),
        refused: followedBy(first.refused, name(rest, 'refused')),
      },
    ],
  };
}

const followedBy = (first: Sql, rest: Sql): Sql =>
  sql`case when ${rest} is null then ${first} else coalesce(${first} || ${TEXT_END}, '') || ${rest} end`;
