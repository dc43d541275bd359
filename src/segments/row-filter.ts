import { snakeCase } from '../model/columns.js';
import { anyOf, call, inList, isTrue, literal, name, type Sql, sql } from '../sql/fragment.js';

/**
 * Which rows of a record kind count: a conjunction of simple tests, read alike in memory and in SQL.
 *
 * A test on a missing value is false, except for an end that nobody set.
 */
export type RowTest =
  | { readonly field: string; readonly in: readonly (string | boolean)[] }
  | { readonly field: string; readonly under: readonly string[] }
  | { readonly field: string; readonly present: boolean }
  | { readonly field: string; readonly absentOrAfter: number };

export type RowFilter = readonly RowTest[];

type RowValues = object;

export const matchesRow = (filter: RowFilter, row: RowValues): boolean => filter.every((test) => passes(test, row));

function passes(test: RowTest, row: RowValues): boolean {
  const value = (row as Record<string, unknown>)[test.field];
  if ('present' in test) return (value !== undefined) === test.present;
  if ('absentOrAfter' in test) return value === undefined || (value as number) > test.absentOrAfter;
  if ('in' in test) return test.in.includes(value as string | boolean);
  return typeof value === 'string' && test.under.some((path) => isUnder(value, path));
}

/** A category path is under itself and under every ancestor: `fuel/diesel` under `fuel`, `fuel_card` not. */
export const isUnder = (value: string, path: string): boolean => value === path || value.startsWith(`${path}/`);

export const filterSql = (filter: RowFilter): readonly Sql[] => filter.map(testSql);

function testSql(test: RowTest): Sql {
  const column = columnName(test.field);
  if ('present' in test) return test.present ? sql`${column} is not null` : sql`${column} is null`;
  if ('absentOrAfter' in test) return sql`(${column} is null or ${column} > ${test.absentOrAfter})`;
  if ('in' in test) return isTrue(inList(column, test.in));
  const below = test.under.map((path) => call('starts_with', column, literal(`${path}/`)));
  return isTrue(anyOf([inList(column, test.under), ...below]));
}

/** `occurredAt` → `"occurred_at"`. */
export const columnName = (field: string): Sql => name(snakeCase(field));
