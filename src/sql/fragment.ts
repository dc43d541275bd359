/**
 * SQL as data: text, quoted names, typed literals and calls that each dialect prints its own way.
 *
 * No value is ever pasted into SQL text: strings reach a statement as literals that the dialect quotes, names as
 * identifiers that it quotes. Instants are whole microseconds (bigint), so no engine does clock or zone arithmetic.
 */
export type Sql = { readonly parts: readonly SqlPart[] };

export type SqlPart =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'literal'; readonly value: SqlValue }
  | { readonly is: 'call'; readonly call: SqlFunction; readonly args: readonly Sql[] }
  /** See `logic.ts`. */
  | { readonly is: 'logic'; readonly op: 'all' | 'any' | 'not'; readonly of: readonly Sql[] };

/** A JavaScript number is a whole number; exact decimals are {@link decimalLiteral}s, bytes {@link bytesLiteral}s. */
export type SqlValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | { readonly decimal: bigint }
  | { readonly bytes: string }
  | FileValue;

/** A file that is read, and what is in it: its hash, where the same file always gives the same rows. */
export interface FileValue {
  /** As the engine is told. */
  readonly file: string;
  /** Of its bytes, lower hex; absent where what is read from it may not outlive the run. */
  readonly sha256?: string;
  /** What outlives the run rests on this file and no other, or on none like it. */
  readonly alone?: true;
}

/** What dialects say differently. The arguments of each are documented in `dialects/dialect.ts`. */
export type SqlFunction =
  | 'matches'
  | 'starts_with'
  | 'ends_with'
  | 'is_ascii'
  | 'one_of'
  | 'apart'
  | 'like'
  | 'glob'
  | 'trim_chars'
  | 'nfc'
  | 'rearrange'
  | 'split_items'
  | 'to_decimal'
  | 'to_micros'
  | 'to_local_micros'
  | 'from_micros'
  | 'to_date_text'
  | 'floor_divide'
  | 'bit_and'
  | 'bit_or'
  | 'quantile'
  | 'first_by'
  | 'last_by'
  | 'join_texts'
  | 'sha256'
  | 'base64'
  | 'utf8'
  | 'unhex'
  | 'concat_bytes';

const text = (value: string): Sql => ({ parts: [{ is: 'text', text: value }] });

/** Tagged template: `sql\`${column} >= ${1000}\``. Interpolated strings, numbers and booleans become literals. */
export function sql(strings: TemplateStringsArray, ...values: readonly (Sql | SqlValue)[]): Sql {
  const parts: SqlPart[] = [];
  strings.forEach((string, i) => {
    if (string !== '') parts.push({ is: 'text', text: string });
    if (i < values.length) parts.push(...toSql(values[i] as Sql | SqlValue).parts);
  });
  return { parts };
}

const isSql = (value: Sql | SqlValue): value is Sql => typeof value === 'object' && value !== null && 'parts' in value;

const toSql = (value: Sql | SqlValue): Sql => (isSql(value) ? value : literal(value));

export const literal = (value: SqlValue): Sql => ({ parts: [{ is: 'literal', value }] });

/** An exact decimal, given in millionths. */
export const decimalLiteral = (value: bigint): Sql => literal({ decimal: value });

/** Bytes, given in hex. */
export const bytesLiteral = (hex: string): Sql => literal({ bytes: hex });

/** A quoted identifier, `name('p', 'profile_id')` for `"p"."profile_id"`. */
export function name(...path: readonly string[]): Sql {
  return {
    parts: path.flatMap((part, i): SqlPart[] => [
      ...(i === 0 ? [] : [{ is: 'text', text: '.' } as const]),
      { is: 'name', name: part },
    ]),
  };
}

export const call = (fn: SqlFunction, ...args: readonly Sql[]): Sql => ({ parts: [{ is: 'call', call: fn, args }] });

export function join(items: readonly Sql[], separator: string): Sql {
  return {
    parts: items.flatMap((item, i) =>
      i === 0 ? item.parts : [{ is: 'text', text: separator } as const, ...item.parts],
    ),
  };
}

export const TRUE = text('true');
export const FALSE = text('false');
export const NULL = text('null');

/** All of these hold; true for none. */
export const allOf = (items: readonly Sql[]): Sql =>
  items.length === 0 ? TRUE : items.length === 1 ? (items[0] as Sql) : sql`(${join(items, ' and ')})`;

/** One of these holds; false for none. */
export const anyOf = (items: readonly Sql[]): Sql =>
  items.length === 0 ? FALSE : items.length === 1 ? (items[0] as Sql) : sql`(${join(items, ' or ')})`;

/** Every quoted name that a fragment has: of tables, columns and aliases. */
export function namesOf(fragment: Sql): ReadonlySet<string> {
  const names = new Set<string>();
  addNames(fragment, names);
  return names;
}

function addNames({ parts }: Sql, names: Set<string>): void {
  for (const part of parts) {
    if (part.is === 'name') names.add(part.name);
    else for (const inside of insideOf(part)) addNames(inside, names);
  }
}

/** Every name and every word of text that a fragment has; literals are no words. */
export function wordsOf(fragment: Sql): ReadonlySet<string> {
  const known = ALL_WORDS.get(fragment);
  if (known !== undefined) return known;
  const words = new Set<string>();
  addWords(fragment, words);
  ALL_WORDS.set(fragment, words);
  return words;
}

/** A planner asks the same statements for every relation that they could read. */
const ALL_WORDS = new WeakMap<Sql, ReadonlySet<string>>();

function addWords({ parts }: Sql, words: Set<string>): void {
  for (const part of parts) {
    if (part.is === 'name') words.add(part.name);
    else if (part.is === 'text') for (const [word] of part.text.matchAll(/[a-z_][a-z0-9_]*/g)) words.add(word);
    else for (const inside of insideOf(part)) addWords(inside, words);
  }
}

/** The fragments that a part is made of. */
export const insideOf = (part: SqlPart): readonly Sql[] =>
  part.is === 'call' ? part.args : part.is === 'logic' ? part.of : [];

/** The fragment with each of its parts that is in question put as something else; others stay as they are. */
export function replaced(fragment: Sql, put: (part: SqlPart) => Sql | undefined): Sql {
  const inside = (of: readonly Sql[]): readonly Sql[] => of.map((one) => replaced(one, put));
  return {
    parts: fragment.parts.flatMap((part): readonly SqlPart[] => {
      const other = put(part);
      if (other !== undefined) return other.parts;
      if (part.is === 'call') return [{ ...part, args: inside(part.args) }];
      return part.is === 'logic' ? [{ ...part, of: inside(part.of) }] : [part];
    }),
  };
}

/** Total: a missing operand is false. */
export const isTrue = (condition: Sql): Sql => sql`coalesce((${condition}), false)`;

export function inList(value: Sql, list: readonly (string | number | boolean)[]): Sql {
  if (list.length === 0) return FALSE;
  return list.length === 1
    ? sql`(${value} = ${list[0] as string})`
    : sql`(${value} in (${join(list.map(literal), ', ')}))`;
}

/**
 * The same for texts, worked out only where it is asked. DuckDB 1.5 makes a join of `in` with a list of some length: for every
 * row, and before any case, so that a case that hardly ever comes to it pays for it in each row.
 */
export const isOneOf = (text: Sql, list: readonly string[]): Sql =>
  list.length < 2 ? inList(text, list) : call('one_of', text, ...list.map(literal));

/** The greatest of those that are not null; null where all are. */
export function greatest(values: readonly Sql[]): Sql {
  if (values.length === 0) return NULL;
  return values.length === 1 ? (values[0] as Sql) : sql`greatest(${join(values, ', ')})`;
}
