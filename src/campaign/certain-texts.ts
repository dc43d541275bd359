import { join, NULL, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder, Row } from '../sql/plan.js';
import { type CompiledColumn, type RenderedColumn, TEXT_END } from './rendering.js';

/** What SQL writes of a column by itself, and what it has to look up: of a table that has the raw values. */

/** A column whose texts a table has: `raw` names its column of what is written, `as` that of what its last step gives. */
export interface WrittenColumn {
  readonly column: RenderedColumn;
  readonly raw: string;
  readonly as: string;
}

const COUNTRY = 'reading_country';

/**
 * Some columns of a query, {@link COUNTRY} among them, and beside them what the last step of each column gives, and the raw
 * value where that is nothing: what SQL is certain of is written as it is, and nobody asks for its raw value any more.
 *
 * A step of a column stands in a query around those before it: whatever asks for it several times has a column to ask,
 * which is worked out once for each row.
 */
export function withCertain(query: Sql, kept: readonly string[], columns: readonly WrittenColumn[]): Sql {
  const depth = Math.max(0, ...columns.map(({ column }) => column.compile.steps.length));
  let stepped = query;
  for (let i = 0; i < depth; i += 1) {
    const steps = columns.flatMap(({ column, raw, as }) => {
      const { steps: own } = column.compile;
      const step = own[i];
      if (step === undefined) return [];
      const before = i === 0 ? raw : stepName(as, i - 1);
      const last = i === own.length - 1;
      return [sql`, ${step(name(before), name(COUNTRY), name(raw))} as ${name(last ? as : stepName(as, i))}`];
    });
    stepped = sql`select *${join(steps, '')} from (${stepped}) as q`;
  }
  const shown = columns.map(
    ({ raw, as }) =>
      sql`, ${name(as)}, case when ${name(as)} is null then ${name(raw)} end as ${name(uncertainName(as))}`,
  );
  return sql`select ${join(
    kept.map((one) => name(one)),
    ', ',
  )}${join(shown, '')} from (${stepped}) as q`;
}

/** Where the raw values stand that SQL is not certain of. */
export const uncertainName = (as: string): string => `${as}_uncertain`;

const stepName = (as: string, step: number): string => `${as}_step_${step}`;

const TEXT = (column: string) => ({ name: column, type: 'text' }) as const;

/** `(raw, country, texts, refused)` of every distinct value that SQL is not certain of; `tables` are of {@link withCertain}. */
export function residual(
  plan: PlanBuilder,
  { column: { name: own, evaluate }, as }: WrittenColumn,
  tables: readonly Sql[],
): Sql {
  const raw = name(uncertainName(as));
  const asked = tables.map(
    (table) => sql`select ${raw} as raw, ${name(COUNTRY)} as country from ${table} where ${raw} is not null`,
  );
  return plan.lookUp(`${own}_rendered`, {
    columns: ['raw', 'country', 'texts', 'refused'].map(TEXT),
    input: sql`select distinct raw, country from (${join(asked, ' union all ')}) as a`,
    per: 'rows',
    compute: (rows) =>
      rows.map(([value = null, country = null]): Row => {
        const text = evaluate(String(value), country === null ? undefined : String(country));
        return 'refused' in text
          ? [value, country, null, text.refused]
          : [value, country, text.texts.length === 0 ? null : text.texts.join(TEXT_END), null];
      }),
  });
}

/** How a row of {@link residual} is found by one of such a table. */
export const isResidueOf = (alias: string, row: string, { as }: WrittenColumn): Sql =>
  sameWriting(alias, name(row, uncertainName(as)), name(row, COUNTRY));

/** How a value with its country is found under an alias. */
export const sameWriting = (alias: string, raw: Sql, country: Sql): Sql =>
  sql`${name(alias, 'raw')} = ${raw} and ${name(alias, 'country')} is not distinct from ${country}`;

/** For columns that SQL is never certain of. */
export const neverCertain: CompiledColumn = {
  steps: [() => sql`cast(${NULL} as varchar)`],
  write: (nothing) => nothing,
};
