import { call, join, literal, type Sql, sql } from '../../sql/fragment.js';
import type { TimePattern } from '../time-pattern.js';

/** The ISO text of a cell that is written by a pattern; meaningful only where {@link isWritten} holds. */
export function isoSql({ regex, iso }: TimePattern, text: Sql): Sql {
  const pieces = iso.map((piece) => {
    if (typeof piece === 'string') return literal(piece);
    if (piece.start !== undefined) return sql`substr(${text}, ${piece.start + 1}, ${piece.width})`;
    const found = call('rearrange', text, literal(`^${regex}$`), literal(`\\${piece.group}`));
    return sql`lpad(${found}, ${piece.width}, '0')`;
  });
  return sql`(${join(pieces, ' || ')})`;
}

export const isWritten = (text: Sql, regex: string): Sql => call('matches', text, literal(regex));

/** Of the patterns that a cell may be written by, the value by the first that fits. */
export function firstWritten(
  patterns: readonly TimePattern[],
  text: Sql,
  value: (iso: Sql) => Sql,
): { readonly fits: Sql; readonly value: Sql } {
  const cases = patterns.map((pattern) => ({
    fits: isWritten(text, pattern.regex),
    value: value(isoSql(pattern, text)),
  }));
  const [only] = cases;
  if (only !== undefined && cases.length === 1) return only;
  const fits = isWritten(text, `(?:${patterns.map(({ regex }) => regex).join('|')})`);
  const values = cases.map((one) => sql`when ${one.fits} then ${one.value}`);
  return { fits, value: sql`case ${join(values, ' ')} end` };
}
