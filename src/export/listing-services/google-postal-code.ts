import { NORDIC_POSTAL_CODES } from '../../identity/postal-code.js';
import { visibleText } from '../../identity/visible-text.js';
import { type Sql, sql } from '../../sql/fragment.js';
import type { FieldRule, Spellings } from './field-rule.js';

/**
 * Postal codes go to Google as they are, without the country in front of them.
 *
 * In the Nordic countries the digits are the code, and the Swedish gap is a second spelling. British codes have one
 * gap and those of the United States one hyphen, as in Google’s template and documentation; elsewhere the code is as
 * written, in capitals.
 */
export const googlePostalCode: Pick<FieldRule, 'spell' | 'spellSql' | 'oneSpellingSql'> = {
  spell,
  spellSql: (canonical) => canonical,
  oneSpellingSql: (_, country): Sql => sql`(${country} is not null and ${country} <> ${'SE'})`,
};

/** Five digits, or five and four. */
export const US_CODE = /^(\d{5})(\d{4})?$/;

function spell(canonical: string, country: string | undefined, raw: string): Spellings {
  const isFrom = (code: string): boolean => country === code;
  if (isFrom('SE')) return [canonical, canonical.replace(/^(\d{3})(\d{2})$/, '$1 $2')];
  if (country !== undefined && NORDIC_POSTAL_CODES.includes(country)) return [canonical];
  if (isFrom('GB')) return [canonical.replace(/^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/, '$1 $2')];
  if (isFrom('US')) {
    const [, zip, extension] = US_CODE.exec(canonical) ?? [];
    if (zip === undefined) return { refused: 'NOT_A_POSTAL_CODE' };
    return [extension === undefined ? zip : `${zip}-${extension}`];
  }
  const written = visibleText(raw)?.toUpperCase().replace(/\s+/g, ' ') ?? canonical;
  // Where a country’s sign was taken off, what is left is the code.
  return [bare(written) === canonical ? written : canonical];
}

const bare = (code: string): string => code.replace(/[\s-]/g, '');
