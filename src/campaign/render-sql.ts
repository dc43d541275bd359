import partition from 'lodash-es/partition.js';
import sortBy from 'lodash-es/sortBy.js';
import type { Basis } from '../model/reasons.js';
import { profileColumn } from '../segments/profile-field.js';
import { join, name, type Sql, sql } from '../sql/fragment.js';
import { packedLine, unpackedLine } from '../sql/packed-line.js';
import type { PlanBuilder } from '../sql/plan.js';
import { withCertain } from './certain-texts.js';
import { bestIdentifier, ownColumn, placeOf, rawName, repeatedColumns } from './rendered-columns.js';
import { NO_TEXT, type RenderedCell, type RenderedRow, type Rendering, renderedCell, TEXT_END } from './rendering.js';

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

/** What every line begins with: whose it is, a word of ours, and two letters. */
const HEAD = ['person_id', 'basis', 'country'];

/**
 * The same as `renderedRow` for a whole list, a line for each person, which {@link readRendered} reads: `person_id`,
 * `basis`, `country`, the texts of each column and, where there are any, the refusals of each; in UTF-8 byte order of the person.
 */
export function renderedQuery(plan: PlanBuilder, { columns }: Rendering, list: RenderedList): Sql {
  const { listed, profile, identifiers, withheld, fallbackCountry } = list;
  const reading = fallbackCountry === undefined ? sql`p.country` : sql`coalesce(p.country, ${fallbackCountry})`;
  const fields = new Set(columns.flatMap(({ from }) => ('field' in from ? [profileColumn(from.field)] : [])));
  const kinds = new Set(columns.flatMap(({ from }) => ('identifier' in from ? [from.identifier] : [])));
  const best = [...kinds].map((kind) => bestIdentifier(kind, { identifiers, withheld }));
  const raw = [...fields].map((column) => sql`, ${name('p', column)} as ${name(rawName(column))}`);
  const [repeated, own] = partition(columns.map(placeOf), ({ column }) => column.repeats);
  const written = sql`select l.person_id, l.basis, p.country, ${reading} as reading_country${all([...raw, ...best.map((one) => one.columns)])} from (${listed}) as l join ${profile} as p on p.id = l.person_id${all(best.map((one) => one.join))}`;
  const kept = [
    ...HEAD,
    'reading_country',
    ...new Set(repeated.map((one) => one.raw)),
    ...best.flatMap((one) => one.withheld),
  ];
  const people = plan.table('people', withCertain(written, kept, own));
  const rendered = [
    ...repeatedColumns(plan, people, repeated),
    ...own.map((one) => ownColumn(plan, people, one, { identifiers, withheld })),
  ];
  const cells = sortBy(
    rendered.flatMap((one) => one.cells),
    ({ place }) => place,
  );
  const named = cells.map(
    ({ place, texts, refused }) =>
      sql`, ${texts} as ${name(`texts_${place}`)}, ${refused} as ${name(`refused_${place}`)}`,
  );
  // Worked out once each, since packing names a cell several times.
  const rows = sql`select ${join(
    HEAD.map((one) => name('l', one)),
    ', ',
  )}${all(named)} from ${people} as l${all(rendered.map((one) => one.join))}`;
  const line = packedLine(
    [
      ...HEAD.map((one) => ({ cell: name(one), bare: one !== 'person_id' })),
      ...columns.map(({ holds }, place) => ({ cell: name(`texts_${place}`), bare: holds === 'digest' })),
    ],
    columns.map((_, place) => name(`refused_${place}`)),
  );
  const lines = plan.table(RENDERED, sql`select person_id, ${line} as line from (${rows}) as r`);
  return sql`select line from ${lines} order by person_id`;
}

const all = (parts: readonly Sql[]): Sql => join(parts, '');

/** A line of {@link renderedQuery}. */
export function readRendered({ columns }: Rendering, line: string): RenderedRow {
  const [personId = '', basis, country, ...cells] = unpackedLine(line);
  return {
    personId,
    ...(basis === undefined ? {} : { basis: basis as Basis }),
    ...(country === undefined ? {} : { country }),
    cells: columns.map((_, i) => readCell(cells[i], cells[columns.length + i])),
  };
}

function readCell(texts: string | undefined, refused: string | undefined): RenderedCell {
  if (refused === undefined) {
    if (texts === undefined) return NO_TEXT;
    // Nearly every cell of nearly every person.
    if (!texts.includes(TEXT_END)) return { texts: [texts], refused: NO_TEXT.refused };
  }
  const several = (cell: string | undefined): readonly string[] => (cell === undefined ? [] : cell.split(TEXT_END));
  return renderedCell([{ texts: several(texts) }, ...several(refused).map((one) => ({ refused: one }))]);
}
