import * as z from 'zod';
import { cleanText } from '../model/text.js';
import { call, join, literal, name, type Sql, sql } from '../sql/fragment.js';
import { cleanSql } from './cells/text.js';
import { Layers } from './layers.js';

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
  /** Operands are columns, so that mentioning one several times is no more work. */
  readonly sql: (operands: readonly Sql[]) => Sql;
  /** What SQL gives needs no cleaning. */
  readonly isClean?: boolean;
}

const unary = (of: Derived, value: (text: string) => string | undefined, inSql: (text: Sql) => Sql): Face => ({
  operands: [of],
  value: ([text]) => (text === undefined ? undefined : value(text)),
  sql: ([text]) => inSql(text as Sql),
});

function face(derived: Exclude<Derived, string>): Face {
  if ('text' in derived) {
    return { operands: [], value: () => derived.text, sql: () => cleanLiteral(derived.text), isClean: true };
  }
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
      isClean: true,
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
    const mapped = unary(
      map,
      (text) => (Object.hasOwn(words, text) ? words[text] : text),
      (text) => mapSql(text, words),
    );
    return { ...mapped, isClean: true };
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

/** A mark that follows a letter may be one with it in the other case: `J` and a caron are two, `j` and a caron are one. */
const cased = (of: Derived, from: string, to: string): Face => ({
  ...unary(
    of,
    (text) => translate(text, from, to),
    // Letter by letter takes DuckDB twenty times as long, and most text has no other letters.
    (text) =>
      sql`case when ${call('is_ascii', text)} then ${from === UPPER ? sql`lower(${text})` : sql`upper(${text})`} else ${call('nfc', sql`translate(${text}, ${from}, ${to})`)} end`,
  ),
  isClean: true,
});

function trimmed(text: string, characters: string): string {
  let [from, to] = [0, text.length];
  while (from < to && characters.includes(text[from] as string)) from += 1;
  while (to > from && characters.includes(text[to - 1] as string)) to -= 1;
  return text.slice(from, to);
}

const cleanLiteral = (text: string): Sql => sql`cast(${cleanText(text) ?? null} as varchar)`;

// No list of the words, which DuckDB would join with.
function mapSql(text: Sql, words: Readonly<Record<string, string>>): Sql {
  const entries = Object.entries(words);
  if (entries.length === 0) return text;
  const cases = entries.map(([from, to]) => sql`when ${from} then ${cleanLiteral(to)}`);
  return sql`case ${text} ${join(cases, ' ')} else ${text} end`;
}

/** The clean text of an expression, or nothing. @param cell The raw text of a column. */
export function derivedText(derived: Derived, cell: (column: string) => string): string | undefined {
  if (typeof derived === 'string') return cleanText(cell(derived));
  const { operands, value } = face(derived);
  const text = value(operands.map((operand) => derivedText(operand, cell)));
  return text === undefined ? undefined : cleanText(text);
}

/**
 * The same in SQL: rows of text with further columns, each by its name.
 *
 * What several functions read is worked out once. Tests of whoever reads the columns are not carried into the functions:
 * DuckDB would work all of them out anew for each mention.
 *
 * @param taken The names of columns that the rows have.
 */
export function derivedRows(
  rows: Sql,
  derived: readonly (readonly [column: string, how: Derived])[],
  taken: readonly string[],
): Sql {
  const layers = new Layers(taken);
  const columnOf = (how: Derived): Sql => {
    if (typeof how === 'string') return layers.column(cleanSql(name('f', how.normalize('NFC'))), []);
    const { operands, sql: say, isClean = false } = face(how);
    const read = operands.map(columnOf);
    const said = layers.column(say(read), read);
    return isClean ? said : layers.column(cleanSql(said), [said]);
  };
  return layers.over(
    rows,
    derived.map(([column, how]) => sql`${call('apart', columnOf(how))} as ${name(column)}`),
  );
}

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
