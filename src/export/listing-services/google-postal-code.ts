import { NORDIC_POSTAL_CODES } from '../../identity/postal-code.js';
import { DASHES, visibleText } from '../../identity/visible-text.js';
import { call, literal, sql } from '../../sql/fragment.js';
import type { FieldRule, Spellings } from './field-rule.js';

/**
 * Postal codes go to Google as they are written, in capitals and without the country in front of them: nothing is said
 * of the gap in them. The same code with its gap or without is a second spelling.
 * Source: `formatPostalCode` of the utilities, which trims (read 2026-11-22).
 */
export const googlePostalCode: Pick<FieldRule, 'spell' | 'spellSql' | 'oneSpellingSql'> = {
  spell: (canonical, country, raw) => {
    if (country === 'US' && !US_CODE.test(canonical)) return { refused: 'NOT_A_POSTAL_CODE' };
    return bothSpellings(asWritten(canonical, country, raw), country);
  },
  // Certain codes end in their digits, and where there are five, a gap may stand before the last two.
  spellSql: (canonical, _, raw) =>
    sql`case when length(${canonical}) = 5 and ${call('starts_with', sql`right(${raw}, 3)`, literal(' '))} then right(${raw}, 6) else ${canonical} end`,
  oneSpellingSql: (canonical, country) => sql`(${country} <> ${'SE'} and length(${canonical}) < 5)`,
};

/** Five digits, or five and four. */
export const US_CODE = /^(\d{5})(\d{4})?$/;

function asWritten(canonical: string, country: string | undefined, raw: string): string {
  const isNordic = country !== undefined && NORDIC_POSTAL_CODES.includes(country);
  const written = (visibleText(raw) ?? canonical)
    .toUpperCase()
    .replace(DASHES, isNordic ? ' ' : '-')
    .replace(/\s+/g, ' ');
  // The longest end that is the code: what stands before it is the country.
  for (let start = 0; start < written.length; start += 1) {
    const end = written.slice(start);
    if (bare(end) === canonical) return end.replace(/^[\s-]+|[\s-]+$/g, '');
  }
  return canonical;
}

/** Where the codes of a country have their gap. */
const GAPS: Readonly<Record<string, RegExp>> = { SE: /^(\d{3})(\d{2})$/, GB: /^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/ };

function bothSpellings(written: string, country: string | undefined): Spellings {
  const joined = written.replaceAll(' ', '');
  const gap = country === undefined ? undefined : GAPS[country];
  const other = written === joined && gap !== undefined ? joined.replace(gap, '$1 $2') : joined;
  return other === written ? [written] : [written, other];
}

const bare = (code: string): string => code.replace(/[\s-]/g, '');
