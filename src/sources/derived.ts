import * as z from 'zod';
import { cleanText } from '../model/text.js';
import { call, join, literal, type Sql, sql, THE_VALUE } from '../sql/fragment.js';
import { trimmedSql } from './cells/text.js';

/**
 * Columns that a source does not have, worked out from those it has.
 *
 * A small closed set of functions over text, each total and with twin faces. A value is clean text (trimmed, Unicode
 * form C, never empty) or missing; what comes out of a function is cleaned again.
 */
export type Derived =
  | string
  | { readonly text: string }
  | {
      readonly concat: readonly Derived[];
      readonly separator?: string | undefined;
      readonly whole?: boolean | undefined;
    }
  | { readonly coalesce: readonly Derived[] }
  | { readonly split: Derived; readonly by: string; readonly part: number }
  | { readonly trim: Derived; readonly characters: string }
  | { readonly lower: Derived }
  | { readonly upper: Derived }
  | { readonly map: Derived; readonly words: Readonly<Record<string, string>> }
  | { readonly withoutPrefix: Derived; readonly prefix: string }
  | { readonly withoutSuffix: Derived; readonly suffix: string }
  | { readonly pad: Derived; readonly to: number; readonly with: string };

const operand: z.ZodType<Derived> = z.lazy(() => derivedSchema);
const operands = z.array(operand).min(1);

export const derivedSchema: z.ZodType<Derived> = z.union([
  /** A column of the file. */
  z.string().min(1),
  /** The same in every row. */
  z.strictObject({ text: z.string().min(1) }),
  /** What is not missing, one after the other; missing where all are, or with `whole` where one is. */
  z.strictObject({ concat: operands, separator: z.string().optional(), whole: z.boolean().optional() }),
  /** The first that is not missing. */
  z.strictObject({ coalesce: operands }),
  /** The part with this number, from 1; missing where there are fewer. */
  z.strictObject({ split: operand, by: z.string().min(1), part: z.int().min(1).max(99) }),
  /** Without these characters at both ends. */
  z.strictObject({ trim: operand, characters: z.string().regex(/^[!-~]+$/, 'printable ASCII without the space') }),
  z.strictObject({ lower: operand }),
  z.strictObject({ upper: operand }),
  /** What a text stands for; one that is not listed stays as it is. */
  z.strictObject({ map: operand, words: z.record(z.string(), z.string().min(1)) }),
  z.strictObject({ withoutPrefix: operand, prefix: z.string().min(1) }),
  z.strictObject({ withoutSuffix: operand, suffix: z.string().min(1) }),
  /** Filled from the left to a number of characters; a longer text stays as it is. */
  z.strictObject({ pad: operand, to: z.int().min(1).max(99), with: z.string().regex(/^[!-~]$/, 'one character') }),
]);

/** The letters whose case two engines cannot see differently: those of English and of the Nordic languages. */
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖÆØÉÜŠŽ';
const LOWER = 'abcdefghijklmnopqrstuvwxyzåäöæøéüšž';

const translate = (text: string, from: string, to: string): string =>
  text.replace(/./gsu, (mark) => {
    const at = from.indexOf(mark);
    return at === -1 ? mark : (to[at] ?? mark);
  });

/** One kind of expression: its meaning, and the same in SQL. Operands are clean, or missing (`undefined`, null). */
interface Face {
  readonly operands: readonly Derived[];
  readonly value: (operands: readonly (string | undefined)[]) => string | undefined;
  readonly sql: (operands: readonly Sql[]) => Sql;
}

const unary = (of: Derived, value: (text: string) => string | undefined, inSql: (text: Sql) => Sql): Face => ({
  operands: [of],
  value: ([text]) => (text === undefined ? undefined : value(text)),
  sql: ([text]) => once(text as Sql, inSql),
});

function face(derived: Exclude<Derived, string>): Face {
  if ('text' in derived) return { operands: [], value: () => derived.text, sql: () => literal(derived.text) };
  if ('concat' in derived) {
    const { separator = '', whole = false } = derived;
    return {
      operands: derived.concat,
      value: (parts) =>
        whole && parts.includes(undefined) ? undefined : parts.filter((part) => part !== undefined).join(separator),
      sql: (parts) =>
        whole
          ? sql`(${join(
              parts.flatMap((part, i) => (i === 0 ? [part] : [literal(separator), part])),
              ' || ',
            )})`
          : sql`concat_ws(${separator}, ${join(parts, ', ')})`,
    };
  }
  if ('coalesce' in derived) {
    return {
      operands: derived.coalesce,
      value: (parts) => parts.find((part) => part !== undefined),
      sql: (parts) => sql`coalesce(${join(parts, ', ')})`,
    };
  }
  if ('split' in derived) {
    const { split, by, part } = derived;
    return unary(
      split,
      (text) => text.split(by)[part - 1],
      (text) => sql`split_part(${text}, ${by}, ${part})`,
    );
  }
  if ('trim' in derived) {
    const { trim, characters } = derived;
    return unary(
      trim,
      (text) => trimmed(text, characters),
      (text) => call('trim_chars', text, literal(characters)),
    );
  }
  if ('lower' in derived) return cased(derived.lower, UPPER, LOWER);
  if ('upper' in derived) return cased(derived.upper, LOWER, UPPER);
  if ('map' in derived) {
    const { map, words } = derived;
    return unary(
      map,
      (text) => (Object.hasOwn(words, text) ? words[text] : text),
      (text) => mapSql(text, words),
    );
  }
  if ('withoutPrefix' in derived) {
    const { withoutPrefix, prefix } = derived;
    const rest = [...prefix].length + 1;
    return unary(
      withoutPrefix,
      (text) => (text.startsWith(prefix) ? text.slice(prefix.length) : text),
      (text) =>
        sql`case when ${call('starts_with', text, literal(prefix))} then substr(${text}, ${rest}) else ${text} end`,
    );
  }
  if ('withoutSuffix' in derived) {
    const { withoutSuffix, suffix } = derived;
    const kept = (text: Sql): Sql => sql`substr(${text}, 1, length(${text}) - ${[...suffix].length})`;
    return unary(
      withoutSuffix,
      (text) => (text.endsWith(suffix) ? text.slice(0, -suffix.length) : text),
      (text) => sql`case when ends_with(${text}, ${suffix}) then ${kept(text)} else ${text} end`,
    );
  }
  const { pad, to, with: mark } = derived;
  return unary(
    pad,
    (text) => mark.repeat(Math.max(0, to - [...text].length)) + text,
    (text) => sql`repeat(${mark}, greatest(0, ${to} - length(${text}))) || ${text}`,
  );
}

const cased = (of: Derived, from: string, to: string): Face =>
  unary(
    of,
    (text) => translate(text, from, to),
    // Letter by letter takes DuckDB twenty times as long, and most text has no other letters.
    (text) =>
      sql`case when ${call('is_ascii', text)} then ${from === UPPER ? sql`lower(${text})` : sql`upper(${text})`} else translate(${text}, ${from}, ${to}) end`,
  );

function trimmed(text: string, characters: string): string {
  let [from, to] = [0, text.length];
  while (from < to && characters.includes(text[from] as string)) from += 1;
  while (to > from && characters.includes(text[to - 1] as string)) to -= 1;
  return text.slice(from, to);
}

// No list of the words, which DuckDB would join with.
function mapSql(text: Sql, words: Readonly<Record<string, string>>): Sql {
  const entries = Object.entries(words);
  if (entries.length === 0) return text;
  const cases = entries.map(([from, to]) => sql`when ${from} then ${to}`);
  return sql`case ${text} ${join(cases, ' ')} else ${text} end`;
}

/** The clean text of an expression, or nothing. @param cell The raw text of a column. */
export function derivedText(derived: Derived, cell: (column: string) => string): string | undefined {
  if (typeof derived === 'string') return cleanText(cell(derived));
  const { operands, value } = face(derived);
  const text = value(operands.map((operand) => derivedText(operand, cell)));
  return text === undefined ? undefined : cleanText(text);
}

/** The same in SQL. @param raw A raw column of a scan, as text. */
export function derivedSql(derived: Derived, raw: (column: string) => Sql): Sql {
  if (typeof derived === 'string') return cleaned(raw(derived));
  const { operands, sql: say } = face(derived);
  return cleaned(say(operands.map((operand) => derivedSql(operand, raw))));
}

/** Clean text or null. */
const cleaned = (text: Sql): Sql => once(trimmedSql(text), (clean) => sql`nullif(${clean}, ${''})`);

/** A function of a value that is worked out once, however often the function mentions it. */
const once = (value: Sql, of: (value: Sql) => Sql): Sql => call('once', value, of(THE_VALUE));

/** How deep functions may stand in one another. */
export const DEEPEST = 4;

export function derivedDepth(derived: Derived): number {
  return typeof derived === 'string' ? 0 : 1 + Math.max(0, ...face(derived).operands.map(derivedDepth));
}

/** The columns of the file that an expression reads, each once. */
export function derivedInputs(derived: Derived): readonly string[] {
  if (typeof derived === 'string') return [derived];
  return [...new Set(face(derived).operands.flatMap(derivedInputs))];
}
