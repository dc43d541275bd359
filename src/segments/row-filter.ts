import { snakeCase } from '../model/columns.js';
import { anyOf, call, inList, isTrue, literal, name, type Sql, sql } from '../sql/fragment.js';
import type { ComparisonName, Value } from './comparisons.js';
import { comparisonOf, compileOperator, holds } from './row-comparisons.js';

/**
 * Which rows of a record kind count: a conjunction of simple tests, read alike in memory and in SQL.
 *
 * A test on a missing value is false, except for an end that nobody set and where `missing` says that it matches.
 */
export type RowTest = SimpleTest | OrMissing;

export type SimpleTest =
  | { readonly field: string; readonly in: readonly (string | boolean)[] }
  | { readonly field: string; readonly under: readonly string[] }
  | { readonly field: string; readonly notUnder: readonly string[] }
  | { readonly field: string; readonly present: boolean }
  | { readonly field: string; readonly absentOrAfter: number }
  | { readonly field: string; readonly from: number; readonly to: number }
  | (Compared & { readonly values: readonly Value[] })
  /** Against a field of the person's own profile, of the same type. */
  | (Compared & { readonly profile: string });

interface Compared {
  readonly field: string;
  readonly is: ComparisonName;
  /** A figure of a purchase: a return's is read without its minus sign, as it was when it was sold. */
  readonly asSold?: true;
}

/** The test, or the field says nothing. */
export interface OrMissing {
  readonly field: string;
  readonly orMissing: SimpleTest;
}

export type RowFilter = readonly RowTest[];

/** A value of the profile of whoever the row belongs to; needed where a test names one. */
export type OwnValue = (profileField: string) => Value | undefined;
export type OwnValueSql = (profileField: string) => Sql;

type RowValues = object;

export const matchesRow = (filter: RowFilter, row: RowValues, own: OwnValue = nobodys): boolean =>
  filter.every((test) => passes(test, row, own));

function nobodys(): never {
  throw new Error('bug: a filter names a profile where there is none');
}

function passes(test: RowTest, row: RowValues, own: OwnValue): boolean {
  const value = (row as Record<string, unknown>)[test.field] as Value | undefined;
  if ('orMissing' in test) return value === undefined || passes(test.orMissing, row, own);
  if ('present' in test) return (value !== undefined) === test.present;
  if ('absentOrAfter' in test) return value === undefined || (value as number) > test.absentOrAfter;
  if (value === undefined) return false;
  if ('in' in test) return test.in.includes(value as string | boolean);
  if ('under' in test) return isUnderAny(String(value), test.under);
  if ('notUnder' in test) return !isUnderAny(String(value), test.notUnder);
  if ('from' in test) return (value as number) >= test.from && (value as number) < test.to;
  const seen = test.asSold === true ? asSold(value, row) : value;
  if ('values' in test) return holds(test.is, seen, test.values);
  const other = own(test.profile);
  return other !== undefined && holds(test.is, seen, [other]);
}

const asSold = (value: Value, row: RowValues): Value =>
  (row as { readonly type?: string }).type === 'return' ? -(value as bigint) : value;

/** A category path is under itself and under every ancestor: `fuel/diesel` under `fuel`, `fuel_card` not. */
export const isUnder = (value: string, path: string): boolean => value === path || value.startsWith(`${path}/`);

const isUnderAny = (value: string, paths: readonly string[]): boolean => paths.some((path) => isUnder(value, path));

export const filterSql = (filter: RowFilter, own: OwnValueSql = nobodys): readonly Sql[] =>
  filter.map((test) => testSql(test, own));

/** The same for a `where`, null where it is not true: an engine finds rows by such tests without reading the others. */
export const findSql = (filter: RowFilter): readonly Sql[] =>
  filter.map((test) => testSql(test, nobodys, (found) => sql`(${found})`));

/** Never null, where whoever asks makes that sure. */
function testSql(test: RowTest, own: OwnValueSql, sure: (condition: Sql) => Sql = isTrue): Sql {
  const column = columnName(test.field);
  if ('orMissing' in test) return sql`(${column} is null or ${testSql(test.orMissing, own, sure)})`;
  if ('present' in test) return test.present ? sql`${column} is not null` : sql`${column} is null`;
  if ('absentOrAfter' in test) return sql`(${column} is null or ${column} > ${test.absentOrAfter})`;
  if ('in' in test) return sure(inList(column, test.in));
  if ('under' in test) return sure(underSql(column, test.under));
  if ('notUnder' in test) return sure(sql`not ${underSql(column, test.notUnder)}`);
  if ('from' in test) return sure(sql`${column} >= ${test.from} and ${column} < ${test.to}`);
  const seen = test.asSold === true ? sql`(case when type = ${'return'} then -${column} else ${column} end)` : column;
  if ('values' in test) return sure(compileOperator(test.is, seen, test.values));
  return sure(comparisonOf(test.is).compile(seen, [], [own(test.profile)]));
}

function underSql(column: Sql, paths: readonly string[]): Sql {
  return anyOf([inList(column, paths), ...paths.map((path) => call('starts_with', column, literal(`${path}/`)))]);
}

/** `occurredAt` → `"occurred_at"`. */
export const columnName = (field: string): Sql => name(snakeCase(field));

/** The fields of profiles that a filter names. */
export const profileFieldsOf = (filter: RowFilter): readonly string[] => [
  ...new Set(
    filter.flatMap((test) => {
      const simple = 'orMissing' in test ? test.orMissing : test;
      return 'profile' in simple ? [simple.profile] : [];
    }),
  ),
];
