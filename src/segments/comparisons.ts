import { ITEM_END } from '../model/items.js';
import type { Field } from '../model/record-kind.js';
import { compareUtf8 } from '../model/text.js';
import { allOf, anyOf, call, join, literal, type Sql, sql } from '../sql/fragment.js';
import { likePattern, likeText, matchesGlob } from './glob.js';
import type { FieldValue } from './profile-field.js';

/** What a field holds, as far as comparisons care. */
export type FieldShape = 'text' | 'word' | 'number' | 'date' | 'instant' | 'flag' | 'list';

/** What two sides of a comparison are: a field's value, or an instant. */
export type Value = FieldValue | number;

export const fieldShape = (field: Field): FieldShape => {
  if (field.list || field.type === 'list') return 'list';
  if (field.type === 'decimal') return 'number';
  if (field.type === 'boolean') return 'flag';
  return field.type === 'word' || field.type === 'date' || field.type === 'instant' ? field.type : 'text';
};

/**
 * One way to hold a field's value against values of a definition, in memory and in SQL.
 *
 * Both are asked only about a value that is there: what a missing one means is said once, by `compare`.
 */
export interface Comparison {
  readonly of: readonly FieldShape[];
  readonly takes: 'one' | 'several' | 'two';
  /** The value is a piece or pattern of text, taken as it is written, blanks included. */
  readonly pattern?: boolean;
  /** Can be asked of text whatever its case. */
  readonly folds?: boolean;
  readonly words: string;
  readonly holds: (seen: Value, values: readonly Value[]) => boolean;
  /** May be null where the column is. */
  readonly compile: (column: Sql, values: readonly Value[], literals: readonly Sql[]) => Sql;
}

const SINGLE: readonly FieldShape[] = ['text', 'word', 'number', 'date', 'instant', 'flag'];
const ORDERED: readonly FieldShape[] = ['text', 'number', 'date', 'instant'];

export function order(a: Value, b: Value): number {
  if (typeof a === 'string') return compareUtf8(a, b as string);
  return a < b ? -1 : a > b ? 1 : 0;
}

const equality = (words: string, wanted: boolean): Comparison => ({
  of: SINGLE,
  takes: 'one',
  folds: true,
  words,
  holds: (seen, [value]) => (order(seen, value as Value) === 0) === wanted,
  compile: (column, _, [value]) => (wanted ? sql`${column} = ${value as Sql}` : sql`${column} <> ${value as Sql}`),
});

const membership = (words: string, wanted: boolean): Comparison => ({
  of: SINGLE,
  takes: 'several',
  folds: true,
  words,
  holds: (seen, values) => values.some((value) => order(seen, value) === 0) === wanted,
  compile: (column, _, values) => {
    if (values.length === 0) return wanted ? sql`(${column} is null and false)` : sql`${column} is not null`;
    const list = join(values, ', ');
    return wanted ? sql`${column} in (${list})` : sql`${column} not in (${list})`;
  },
});

const ordering = (
  words: string,
  holds: (sign: number) => boolean,
  compile: (column: Sql, value: Sql) => Sql,
): Comparison => ({
  of: ORDERED,
  takes: 'one',
  words,
  holds: (seen, [value]) => holds(order(seen, value as Value)),
  compile: (column, _, [value]) => compile(column, value as Sql),
});

/** A piece or pattern of text; `like` is the SQL pattern for it. */
const piece = (
  words: string,
  wanted: boolean,
  holds: (seen: string, value: string) => boolean,
  like: (value: string) => string,
): Comparison => ({
  of: ['text'],
  takes: 'one',
  pattern: true,
  folds: true,
  words,
  holds: (seen, [value]) => holds(seen as string, value as string) === wanted,
  compile: (column, [value]) => {
    const found = call('like', column, literal(like(value as string)));
    return wanted ? found : sql`(not ${found})`;
  },
});

/** Items of a list, each as a whole. With a mark at both ends, an item is a piece of the text that a list is. */
const items = (
  words: string,
  holds: (found: readonly boolean[]) => boolean,
  compile: (found: readonly Sql[]) => Sql,
  ofNone: (column: Sql) => Sql,
): Comparison => ({
  of: ['list'],
  takes: 'several',
  folds: true,
  words,
  holds: (seen, values) => {
    const marked = `${ITEM_END}${seen}${ITEM_END}`;
    return holds(values.map((value) => marked.includes(`${ITEM_END}${value}${ITEM_END}`)));
  },
  compile: (column, values) => {
    if (values.length === 0) return ofNone(column);
    const marked = sql`(${ITEM_END} || ${column} || ${ITEM_END})`;
    return compile(
      values.map((value) => call('like', marked, literal(`%${ITEM_END}${likeText(value as string)}${ITEM_END}%`))),
    );
  },
});
const isSaid = (column: Sql): Sql => sql`${column} is not null`;

const starts = (seen: string, value: string): boolean => seen.startsWith(value);
const ends = (seen: string, value: string): boolean => seen.endsWith(value);
const contains = (seen: string, value: string): boolean => seen.includes(value);
const startsLike = (value: string): string => `${likeText(value)}%`;
const endsLike = (value: string): string => `%${likeText(value)}`;
const containsLike = (value: string): string => `%${likeText(value)}%`;

export const comparisons = {
  eq: equality('is', true),
  ne: equality('is other than', false),
  lt: ordering(
    'is below',
    (sign) => sign < 0,
    (column, value) => sql`${column} < ${value}`,
  ),
  lte: ordering(
    'is at most',
    (sign) => sign <= 0,
    (column, value) => sql`${column} <= ${value}`,
  ),
  gt: ordering(
    'is above',
    (sign) => sign > 0,
    (column, value) => sql`${column} > ${value}`,
  ),
  gte: ordering(
    'is at least',
    (sign) => sign >= 0,
    (column, value) => sql`${column} >= ${value}`,
  ),
  between: {
    of: ORDERED,
    takes: 'two',
    words: 'is between',
    holds: (seen, [from, to]) => order(seen, from as Value) >= 0 && order(seen, to as Value) <= 0,
    compile: (column, _, [from, to]) => allOf([sql`${column} >= ${from as Sql}`, sql`${column} <= ${to as Sql}`]),
  },
  in: membership('is one of', true),
  not_in: membership('is none of', false),
  contains_any: items(
    'has any of',
    (found) => found.includes(true),
    anyOf,
    (column) => sql`(${column} is null and false)`,
  ),
  contains_all: items('has all of', (found) => !found.includes(false), allOf, isSaid),
  contains_none: items(
    'has none of',
    (found) => !found.includes(true),
    (found) => sql`(not ${anyOf(found)})`,
    isSaid,
  ),
  starts: piece('starts with', true, starts, startsLike),
  not_starts: piece('does not start with', false, starts, startsLike),
  ends: piece('ends with', true, ends, endsLike),
  not_ends: piece('does not end with', false, ends, endsLike),
  contains: piece('contains', true, contains, containsLike),
  not_contains: piece('does not contain', false, contains, containsLike),
  glob: piece('looks like', true, matchesGlob, likePattern),
  not_glob: piece('does not look like', false, matchesGlob, likePattern),
} as const satisfies Record<string, Comparison>;

export type ComparisonName = keyof typeof comparisons;
export const comparisonNames = Object.keys(comparisons) as readonly ComparisonName[] as readonly [
  ComparisonName,
  ...ComparisonName[],
];
