import { join, NULL, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder, Row } from '../sql/plan.js';
import { type CompiledColumn, type RenderedColumn, TEXT_END } from './rendering.js';

/** What SQL writes of a column by itself, and what it has to look up: of a table that has the raw values. */

/** A column whose texts a table has: `raw` names its column of what is written, `as` that of the certain text. */
export interface WrittenColumn {
  readonly column: RenderedColumn;
  readonly raw: string;
  readonly as: string;
}

const COUNTRY = 'reading_country';

/**
 * A query with {@link COUNTRY} and raw values, and beside them the certain text of each column.
 *
 * A step of a column stands in a query around those before it: whatever asks for it several times has a column to ask,
 * which is worked out once for each row.
 */
export function withCertain(query: Sql, columns: readonly WrittenColumn[]): Sql {
  const depth = Math.max(0, ...columns.map(({ column }) => column.compile.length));
  let stepped = query;
  for (let i = 0; i < depth; i += 1) {
    const steps = columns.flatMap(({ column, raw, as }) => {
      const step = column.compile[i];
      if (step === undefined) return [];
      const before = i === 0 ? raw : stepName(as, i - 1);
      const last = i === column.compile.length - 1;
      return [sql`, ${step(name(before), name(COUNTRY), name(raw))} as ${name(last ? as : stepName(as, i))}`];
    });
    stepped = sql`select *${join(steps, '')} from (${stepped}) as q`;
  }
  return stepped;
}

const stepName = (as: string, step: number): string => `${as}_step_${step}`;

const TEXT = (column: string) => ({ name: column, type: 'text' }) as const;

/** `(raw, country, texts, refused)` of every distinct value that SQL is not certain of; `written` have `raw`, {@link COUNTRY} and `certain`. */
export function residual(plan: PlanBuilder, { name: own, evaluate }: RenderedColumn, written: readonly Sql[]): Sql {
  const asked = written.map(
    (one) => sql`select raw, ${name(COUNTRY)} as country from (${one}) as w where raw is not null and certain is null`,
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

/** How {@link residual} under an alias is found again. */
export const sameWriting = (alias: string, raw: Sql, country: Sql): Sql =>
  sql`${name(alias, 'raw')} = ${raw} and ${name(alias, 'country')} is not distinct from ${country}`;

/** For columns that SQL is never certain of. */
export const neverCertain: CompiledColumn = [() => sql`cast(${NULL} as varchar)`];
