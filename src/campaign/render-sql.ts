import type { Basis } from '../model/reasons.js';
import { profileColumn } from '../segments/profile-field.js';
import { call, FALSE, join, literal, NULL, name, type Sql, sql } from '../sql/fragment.js';
import { packedLine, unpackedLine } from '../sql/packed-line.js';
import type { PlanBuilder, Row } from '../sql/plan.js';
import {
  NO_TEXT,
  NOT_CLEARED,
  type RenderedCell,
  type RenderedColumn,
  type RenderedRow,
  type Rendering,
  renderedCell,
  TEXT_END,
} from './rendering.js';

/** What the rendering of one list reads. */
export interface RenderedList {
  /** `(person_id, basis)` of everybody on the list. */
  readonly listed: Sql;
  readonly profile: Sql;
  /** See `identifierColumns`. */
  readonly identifiers: Sql;
  /** `(person_id, kind, rank)` of identifiers in use by which the person was not cleared; none where it is not given. */
  readonly withheld?: Sql;
  /** Stands in for the country of persons who have none. */
  readonly fallbackCountry: string | undefined;
}

/** The table of the lines. */
const RENDERED = 'rendered_line';

const TEXT = (column: string) => ({ name: column, type: 'text' }) as const;

/**
 * The same as `renderedRow` for a whole list, a line for each person, which {@link readRendered} reads: `person_id`,
 * `basis`, `country`, and for each column its texts and its refusals, in UTF-8 byte order of the person.
 */
export function renderedQuery(plan: PlanBuilder, { columns }: Rendering, list: RenderedList): Sql {
  const { listed, profile, identifiers, withheld, fallbackCountry } = list;
  const reading = fallbackCountry === undefined ? sql`p.country` : sql`coalesce(p.country, ${fallbackCountry})`;
  const fields = new Set(columns.flatMap(({ from }) => ('field' in from ? [profileColumn(from.field)] : [])));
  const raw = [...fields].map((column) => sql`, ${name('p', column)} as ${name(rawName(column))}`);
  const written = columns.map((column, i): WrittenColumn | undefined =>
    'field' in column.from ? { column, raw: rawName(profileColumn(column.from.field)), as: `certain_${i}` } : undefined,
  );
  const people = plan.table(
    'people',
    certainly(
      sql`select l.person_id, l.basis, p.country, ${reading} as reading_country${join(raw, '')} from (${listed}) as l join ${profile} as p on p.id = l.person_id`,
      written.filter((one) => one !== undefined),
    ),
  );
  const rendered = columns.map((column, i) => {
    const own = written[i];
    const alias = `c${i}`;
    if (own !== undefined) return ofField(plan, own, { people, withheld, alias });
    const kind = 'identifier' in column.from ? column.from.identifier : '';
    return ofIdentifiers(plan, { column, raw: 'raw', as: 'certain' }, { people, identifiers, withheld, kind, alias });
  });
  const head = ['person_id', 'basis', 'country'];
  const cells = rendered.flatMap(({ texts, refused }, i) => [
    { as: `texts_${i}`, cell: texts },
    { as: `refused_${i}`, cell: refused },
  ]);
  const selected = [...head.map((one) => name('l', one)), ...cells.map(({ as, cell }) => sql`${cell} as ${name(as)}`)];
  const joins = rendered.map((one) => one.join);
  // Worked out once each, since packing names a cell several times.
  const rows = sql`select ${join(selected, ', ')} from ${people} as l${join(joins, '')}`;
  const line = packedLine([...head, ...cells.map(({ as }) => as)].map((one) => name(one)));
  const lines = plan.table(RENDERED, sql`select person_id, ${line} as line from (${rows}) as r`);
  return sql`select line from ${lines} order by person_id`;
}

const rawName = (column: string): string => `raw_${column}`;

/** A column whose certain text stands beside its raw one, under another name. */
interface WrittenColumn {
  readonly column: RenderedColumn;
  readonly raw: string;
  readonly as: string;
}

/** A query with `reading_country`, and with the certain text of some of its columns. */
function certainly(query: Sql, columns: readonly WrittenColumn[]): Sql {
  const country = name('reading_country');
  const read = columns.map(
    ({ column, raw, as }) => sql`, ${column.compile.read(name(raw), country)} as ${name(`read_${as}`)}`,
  );
  const written = columns.map(
    ({ column, raw, as }) => sql`, ${column.compile.write(name(`read_${as}`), country, name(raw))} as ${name(as)}`,
  );
  return sql`select *${join(written, '')} from (select *${join(read, '')} from (${query}) as q) as q`;
}

/** How one column stands in the last query. */
interface ColumnSql {
  readonly join: Sql;
  readonly texts: Sql;
  readonly refused: Sql;
}

interface FieldSource {
  readonly people: Sql;
  readonly withheld: Sql | undefined;
  readonly alias: string;
}

function ofField(plan: PlanBuilder, written: WrittenColumn, { people, withheld, alias }: FieldSource): ColumnSql {
  const { from } = written.column;
  const digestOf = 'field' in from ? from.digestOf : undefined;
  const isWithheld =
    withheld === undefined || digestOf === undefined
      ? FALSE
      : sql`(${name('l', written.raw)} is not null and exists (select 1 from ${withheld} as w where w.person_id = l.person_id and w.kind = ${digestOf}))`;
  const residue = residual(plan, written, people);
  const own = name('l', written.raw);
  return {
    join: sql` left join ${residue} as ${name(alias)} on ${name(alias, 'raw')} = ${own} and ${name(alias, 'country')} is not distinct from l.reading_country`,
    texts: sql`case when not ${isWithheld} then coalesce(${name('l', written.as)}, ${name(alias, 'texts')}) end`,
    refused: sql`case when ${isWithheld} then ${NOT_CLEARED} else ${name(alias, 'refused')} end`,
  };
}

interface IdentifierSource {
  readonly people: Sql;
  readonly identifiers: Sql;
  readonly withheld: Sql | undefined;
  readonly kind: string;
  readonly alias: string;
}

/** Several a person: put together in order of preference, for which DuckDB sorts each person's own. Most have one. */
function ofIdentifiers(plan: PlanBuilder, written: WrittenColumn, source: IdentifierSource): ColumnSql {
  const { people, identifiers, withheld, kind, alias } = source;
  const isWithheld =
    withheld === undefined
      ? FALSE
      : sql`exists (select 1 from ${withheld} as w where w.person_id = i.profile_id and w.kind = i.kind and w.rank = i.rank)`;
  const held = plan.table(
    kind,
    certainly(
      sql`select i.profile_id as person_id, i.rank, i.raw, l.reading_country, ${isWithheld} as withheld, count(*) over (partition by i.profile_id) = 1 as alone from ${identifiers} as i join ${people} as l on l.person_id = i.profile_id where i.kind = ${kind} and not i.former`,
      [written],
    ),
  );
  const residue = residual(plan, written, held);
  const read = sql`select h.person_id, h.rank, h.raw, h.alone, case when not h.withheld then coalesce(h.certain, r.texts) end as texts, case when h.withheld then ${NOT_CLEARED} else r.refused end as refused from ${held} as h left join ${residue} as r on r.raw = h.raw and r.country is not distinct from h.reading_country`;
  const put = (cell: Sql): Sql => call('join_texts', cell, literal(TEXT_END), name('rank'), name('raw'));
  const several = sql`select person_id, ${put(name('texts'))} as texts, ${put(name('refused'))} as refused from (${read}) as t where not alone group by person_id`;
  const all = sql`select person_id, texts, refused from (${read}) as t where alone union all ${several}`;
  return {
    join: sql` left join (${all}) as ${name(alias)} on ${name(alias, 'person_id')} = l.person_id`,
    texts: name(alias, 'texts'),
    refused: name(alias, 'refused'),
  };
}

/** `(raw, country, texts, refused)` of every distinct value of a table that SQL is not certain of. */
function residual(plan: PlanBuilder, { column, raw, as }: WrittenColumn, table: Sql): Sql {
  return plan.lookUp(`${column.name}_rendered`, {
    columns: ['raw', 'country', 'texts', 'refused'].map(TEXT),
    input: sql`select distinct ${name(raw)} as raw, reading_country as country from ${table} where ${name(raw)} is not null and ${name(as)} is null`,
    per: 'rows',
    compute: (rows) =>
      rows.map(([value = null, country = null]): Row => {
        const text = column.evaluate(String(value), country === null ? undefined : String(country));
        return 'refused' in text
          ? [value, country, null, text.refused]
          : [value, country, text.texts.length === 0 ? null : text.texts.join(TEXT_END), null];
      }),
  });
}

/** A line of {@link renderedQuery}. */
export function readRendered({ columns }: Rendering, line: string): RenderedRow {
  const [personId = '', basis, country, ...cells] = unpackedLine(line);
  return {
    personId,
    ...(basis === undefined ? {} : { basis: basis as Basis }),
    ...(country === undefined ? {} : { country }),
    cells: columns.map((_, i) => readCell(cells[2 * i], cells[2 * i + 1])),
  };
}

function readCell(texts: string | undefined, refused: string | undefined): RenderedCell {
  if (texts === undefined && refused === undefined) return NO_TEXT;
  const several = (cell: string | undefined): readonly string[] => (cell === undefined ? [] : cell.split(TEXT_END));
  return renderedCell([{ texts: several(texts) }, ...several(refused).map((one) => ({ refused: one }))]);
}

/** For columns that SQL is never certain of. */
export const neverCertain = (): Sql => sql`cast(${NULL} as varchar)`;
