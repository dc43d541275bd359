import { call, literal, type Sql, sql } from '../sql/fragment.js';
import { EMAIL_PATTERN, LONGEST_EMAIL, LONGEST_LOCAL } from './email.js';
import { NATIONAL_ID_SHAPE } from './national-id.js';
import { PLACEHOLDER_EMAIL_WORDS } from './placeholder.js';

/**
 * E-mail addresses in SQL: those that are certain, to the byte as the reference has them.
 *
 * Certain is a printable ASCII address that is written bare and could be neither a placeholder nor an identity
 * number. Everything else, garbage included, goes through the reference.
 */

/** Addresses that the reference may refuse although they have the form of one. */
const DOUBTFUL_PATTERN = `(?:${NATIONAL_ID_SHAPE}(?:[+].*)?|${PLACEHOLDER_EMAIL_WORDS})@.*`;

/** {@link EMAIL_PATTERN} in letters of either case; every character that it has is printable ASCII. */
const WRITTEN_PATTERN = EMAIL_PATTERN.replaceAll('a-z', 'A-Za-z');

/** `canonicalEmail` where SQL can be certain; null for everything else, which is to be looked up. */
export function certainEmailSql(raw: Sql): Sql {
  // Bytes, which are characters in what has the pattern; few addresses are so long that their sign has to be looked for.
  const [length, sign] = [sql`strlen(${raw})`, LONGEST_LOCAL + 1];
  const short = sql`${length} <= ${LONGEST_EMAIL} and (${length} <= ${sign} or strpos(${raw}, '@') <= ${sign})`;
  return sql`case when ${call('matches', raw, literal(WRITTEN_PATTERN))} and ${short} and not ${call('matches', raw, literal(`(?i)${DOUBTFUL_PATTERN}`))} then lower(${raw}) end`;
}

/** `baseEmail` in SQL. */
export const baseEmailSql = (canonical: Sql): Sql =>
  sql`case when strpos(${canonical}, '+') between 1 and strpos(${canonical}, '@') then substr(${canonical}, 1, strpos(${canonical}, '+') - 1) || substr(${canonical}, strpos(${canonical}, '@')) else ${canonical} end`;
