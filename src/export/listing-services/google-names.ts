import type { Canonical } from '../../identity/canonical.js';
import { canonicalName } from '../../identity/person-name.js';
import { call, literal, type Sql, sql } from '../../sql/fragment.js';
import type { FieldRule, Spellings } from './field-rule.js';
import { notPlaceholderSql, sayingSomething } from './saying-something.js';

/**
 * Names as Google compares them: lower case with every letter kept, without title and suffix.
 *
 * Google says both that punctuation stays and that it goes, and on Display & Video 360 that white space goes too; each
 * reading is a spelling. A Nordic surname of one letter after another, `Berg V`, loses it: the rule is Google’s.
 * Source: googleads/data-manager-node, formatter and its tests; support.google.com/google-ads/answer/7659867; the
 * page “Prepare user data” of Display & Video 360 (read 2026-11-22).
 */
export interface GoogleNameOptions {
  readonly punctuation: 'keep' | 'strip';
  readonly spaces: 'keep' | 'strip';
}

const TITLE = /^(?:mr|mrs|ms|dr)[.](?:\s|$)\s*/;
const SUFFIXES = 'jr|sr|2nd|3rd|ii|iii|iv|v|vi|cpa|dc|dds|vm|jd|md|phd';
const SUFFIX = new RegExp(`(?:\\s*,\\s*|\\s+)(?:${SUFFIXES})[.]?\\s*$`);
const HAS_SUFFIX_SQL = `.* (?:${SUFFIXES})`;

type NameRule = Pick<FieldRule, 'spell' | 'spellSql' | 'oneSpellingSql' | 'prepare'>;

/** Of a name without gaps and signs. */
const oneSpellingSql = (canonical: Sql): Sql => call('matches', canonical, literal('[a-z]+'));

export const googleGivenName = (options: GoogleNameOptions): NameRule => ({
  spell: (canonical) => spellings(bareName(TITLE, canonical), options),
  spellSql: (canonical) => spelledSql(canonical, options),
  oneSpellingSql,
});

export const googleFamilyName = (options: GoogleNameOptions): NameRule => ({
  // Two of the suffixes have digits, and no name has.
  prepare: (raw) => raw.replace(/(?:\s*,\s*|\s+)(?:2nd|3rd)\s*$/i, ''),
  spell: (canonical) => spellings(bareName(SUFFIX, canonical), options),
  spellSql: (canonical) =>
    sql`case when not ${call('matches', canonical, literal(HAS_SUFFIX_SQL))} then ${spelledSql(canonical, options)} end`,
  oneSpellingSql,
});

/**
 * Until nothing is taken off any more, so that normalising twice changes nothing. What is left is read as a name again:
 * it can be a placeholder, or begin with a sign that stood behind a title.
 */
function bareName(pattern: RegExp, canonical: string): Canonical {
  const rest = canonical.replace(pattern, '').replace(/^[^\p{L}]+/u, '');
  if (rest === canonical) return { value: canonical };
  const again = canonicalName(rest);
  return 'value' in again ? bareName(pattern, again.value) : again;
}

function spellings(bare: Canonical, { punctuation, spaces }: GoogleNameOptions): Spellings {
  if ('refused' in bare) return bare.refused === 'EMPTY' ? { refused: 'NOTHING_LEFT' } : bare;
  const kept = bare.value;
  const stripped = kept
    .replace(/[^\p{L}\p{M}\p{N}\s]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  const byPunctuation = punctuation === 'keep' ? [kept, stripped] : [stripped, kept];
  const joined = byPunctuation.map((one) => one.replace(/\s/g, ''));
  return sayingSomething(spaces === 'keep' ? [...byPunctuation, ...joined] : [...joined, ...byPunctuation]);
}

/** Of a name whose only signs are single spaces and hyphens between letters. */
function spelledSql(canonical: Sql, { punctuation, spaces }: GoogleNameOptions): Sql {
  const kept = punctuation === 'keep' ? canonical : sql`replace(${canonical}, ${'-'}, ${''})`;
  return notPlaceholderSql(spaces === 'keep' ? kept : sql`replace(${kept}, ${' '}, ${''})`, canonical);
}
