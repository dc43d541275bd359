import { isPlaceholder, PLACEHOLDER_NAMES } from '../../identity/placeholder.js';
import { call, literal, type Sql, sql } from '../../sql/fragment.js';
import type { Spellings } from './field-rule.js';

/**
 * Spellings of a name, each once, without those that say nothing. Signs taken out can make a placeholder of a name
 * (`te-st`), or leave none; where that becomes of the best spelling, the name is not written at all.
 */
export function sayingSomething(all: readonly (string | undefined)[]): Spellings {
  const [best = ''] = all;
  if (!/\p{L}/u.test(best)) return { refused: 'NOTHING_LEFT' };
  if (isPlaceholder(best)) return { refused: 'PLACEHOLDER' };
  const others = all.filter((one): one is string => one !== undefined && /\p{L}/u.test(one) && !isPlaceholder(one));
  return [best, ...[...new Set(others)].filter((one) => one !== best)];
}

/** The same for the best spelling of a name in the letters A to Z. `canonical` is none: SQL is not certain of those. */
export const notPlaceholderSql = (spelled: Sql, canonical: Sql): Sql =>
  sql`case when ${spelled} = ${canonical} or not ${call('matches', spelled, literal(PLACEHOLDER_NAMES))} then ${spelled} end`;
