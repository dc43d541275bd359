import { type CellValue, UNREADABLE } from '../../model/read-cell.js';
import { isOneOf, join, literal, type Sql, type SqlValue, sql } from '../../sql/fragment.js';
import type { TextSql } from './cell-form.js';

/** What a written word stands for; nothing else is readable. */
export function meaningOf(meanings: Readonly<Record<string, string>>, text: string): string | typeof UNREADABLE {
  const meaning = Object.hasOwn(meanings, text) ? meanings[text] : undefined;
  return meaning ?? UNREADABLE;
}

/** The same in SQL, each meaning read by `read`. */
export function meaningSql(
  meanings: Readonly<Record<string, string>>,
  text: Sql,
  read: (meaning: string) => CellValue,
): TextSql {
  const cases = Object.entries(meanings).map(
    ([written, meaning]) => sql`when ${written} then ${literal(read(meaning) as SqlValue)}`,
  );
  return { fits: isOneOf(text, Object.keys(meanings)), value: sql`case ${text} ${join(cases, ' ')} end` };
}
