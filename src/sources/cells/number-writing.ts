import { call, join, type Sql, sql } from '../../sql/fragment.js';

/** How numbers are written. */
export interface NumberWriting {
  readonly decimal: '.' | ',';
  /** Between groups of three digits, all of them or none; a space also stands for those that do not break a line. */
  readonly thousands?: ' ' | '.' | ',' | "'";
}

/** A space, the two that do not break a line, and the thin one. */
const SPACES = [' ', '\u00a0', '\u202f', '\u2009'] as const;
const MINUS = '\u2212';

const separators = ({ thousands }: NumberWriting): readonly string[] =>
  thousands === undefined ? [] : thousands === ' ' ? SPACES : [thousands];

/**
 * The form of a number, written so that JavaScript and RE2 read it alike; the limits are those of the model's.
 *
 * Where thousands are grouped, the minus sign may be the typographic one.
 */
export function numberPattern(writing: NumberWriting): string {
  const marks = separators(writing).join('');
  const whole = marks === '' ? '[0-9]{1,12}' : `(?:[0-9]{1,12}|[0-9]{1,3}(?:[${marks}][0-9]{3}){1,3})`;
  const sign = marks === '' ? '[+-]' : `[+${MINUS}-]`;
  return `${sign}?${whole}(?:[${writing.decimal}][0-9]{1,6})?`;
}

/** What to replace, in order, to get the model's own writing. */
const replacements = (writing: NumberWriting): readonly (readonly [string, string])[] => [
  ...separators(writing).map((mark) => [mark, ''] as const),
  ...(writing.decimal === ',' ? [[',', '.'] as const] : []),
  ...(writing.thousands === undefined ? [] : [[MINUS, '-'] as const]),
];

/** The model's own writing of a text that fits {@link numberPattern}. */
export const plainNumber = (writing: NumberWriting, text: string): string =>
  replacements(writing).reduce((plain, [from, to]) => plain.replaceAll(from, to), text);

export const plainNumberSql = (writing: NumberWriting, text: Sql): Sql =>
  call(
    'to_decimal',
    replacements(writing).reduce(
      (plain, [from, to]) => sql`replace(${join([plain, sql`${from}`, sql`${to}`], ', ')})`,
      text,
    ),
  );
