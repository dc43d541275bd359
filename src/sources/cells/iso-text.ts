import { call, join, literal, type Sql, sql } from '../../sql/fragment.js';
import type { TimePattern } from '../time-pattern.js';

/** The ISO text of a cell that is written by a pattern; meaningful only where {@link isWritten} holds. */
export function isoSql({ iso }: TimePattern, text: Sql): Sql {
  const pieces = iso.map((piece) =>
    typeof piece === 'string' ? literal(piece) : sql`substr(${text}, ${piece[0] + 1}, ${piece[1]})`,
  );
  return sql`(${join(pieces, ' || ')})`;
}

export const isWritten = (text: Sql, regex: string): Sql => call('matches', text, literal(regex));
