import type { Sql, SqlFunction, SqlPart, SqlValue } from '../fragment.js';

/** An engine's way of saying SQL: quoting, literals and the few functions that differ. Data, no inheritance. */
export interface Dialect {
  readonly id: string;
  readonly quoteName: (name: string) => string;
  readonly literal: (value: SqlValue) => string;
  /**
   * matches(text, pattern) the whole text matches the RE2 pattern · starts_with(text, prefix) ·
   * ends_with(text, suffix) · is_ascii(text) no character above U+007F ·
   * one_of(text, a, …) the text is one of these, null where it is ·
   * apart(value) the value itself, worked out before and not within the tests of whoever reads it ·
   * like(text, pattern) `%` any characters, `_` one code point, backslash before either for itself ·
   * glob(text, pattern) `?` one character or one byte, `[0-9]` one of these, of ASCII text ·
   * trim_chars(text, characters) at both ends · nfc(text) Unicode form C ·
   * rearrange(text, pattern, replacement) with `\\1` for the first group, the text itself where it does not match ·
   * split_items(text, separator, characters, end) the pieces between separators, trimmed of the characters, those that are not empty
   * put together again with the end between them; null for none · to_decimal(text) exact, six places ·
   * to_micros(text) microseconds of a timestamp with offset, null where there is no such day ·
   * to_local_micros(text) the same for a time without offset, read as if it were UTC ·
   * from_micros(a) the timestamp with offset that has these microseconds ·
   * to_date_text(text) the day itself, null where there is none · floor_divide(a, b) whole, towards minus infinity ·
   * quantile(a, q) aggregate: the value of rank ⌈q·n⌉ among n, q a decimal literal · first_by(a, key, …) and last_by(a, key, …)
   * aggregates: what the row with the smallest or the greatest keys says, null if it says nothing; keys before the last
   * are never null · join_texts(text, separator, key, …) aggregate: the texts with separators between them in order of the keys,
   * null for none · bit_and(a, b) of whole numbers · bit_or(a) aggregate · sha256(text or bytes) lower hex · base64(bytes) with padding · utf8(text) its bytes · unhex(text) the bytes that hex digits
   * name · concat_bytes(a, b).
   */
  readonly functions: Readonly<Record<SqlFunction, (...args: readonly string[]) => string>>;
}

/** Prints a fragment in a dialect. */
export function print(fragment: Sql, dialect: Dialect): string {
  return fragment.parts.map((part) => printPart(part, dialect)).join('');
}

function printPart(part: SqlPart, dialect: Dialect): string {
  switch (part.is) {
    case 'text':
      return part.text;
    case 'name':
      return dialect.quoteName(part.name);
    case 'literal':
      return dialect.literal(part.value);
    case 'call':
      return dialect.functions[part.call](...part.args.map((arg) => print(arg, dialect)));
    case 'logic':
      return printLogic(
        part.op,
        part.of.map((one) => print(one, dialect)),
      );
  }
}

const JOINED = { all: ' and ', any: ' or ' } as const;

function printLogic(op: 'all' | 'any' | 'not', of: readonly string[]): string {
  if (op === 'not') return `(not ${of.join('')})`;
  return of.length === 1 ? of.join('') : `(${of.join(JOINED[op])})`;
}
