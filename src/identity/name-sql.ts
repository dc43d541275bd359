import { call, literal, type Sql, sql } from '../sql/fragment.js';
import { PLACEHOLDER_NAMES } from './placeholder.js';

/**
 * Names in SQL: words of the letters A to Z with single spaces or hyphens between them, to the byte as the reference
 * has them. Every other name, and what could be no name at all, goes through the reference.
 */
const WORDS = '[A-Za-z]+(?:[ -][A-Za-z]+)*';

/** Units: characters. No longer text of letters is certain, so that no digest written in hex can be taken for a name. */
const LONGEST = 30;

/** `canonicalName` where SQL can be certain; null for everything else, which is to be looked up. */
export function certainNameSql(raw: Sql): Sql {
  const text = sql`lower(${raw})`;
  return sql`case when length(${raw}) <= ${LONGEST} and ${call('matches', raw, literal(WORDS))} and not ${call('matches', text, literal(PLACEHOLDER_NAMES))} then ${text} end`;
}
