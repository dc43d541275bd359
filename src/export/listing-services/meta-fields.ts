import { call, literal, type Sql, sql } from '../../sql/fragment.js';
import { domainSpellingSql, domainSpellings } from './email-domain.js';
import type { FieldRule, Spellings } from './field-rule.js';
import { US_CODE } from './google-postal-code.js';
import type { MatchField } from './match.js';
import { metaCity, metaName, metaState } from './meta-names.js';
import { advertisingId, asItIs } from './plain-fields.js';

export interface MetaFieldOptions {
  /** `ascii`: each name in Roman letters as well, as a row of its own. */
  readonly names: 'utf8' | 'ascii';
  readonly variants: boolean;
}

/** Meta’s rules, one key each; a birth date is three. */
export function metaFields({ names, variants }: MetaFieldOptions) {
  const hashed = { encoding: 'sha256-hex', writes: variants ? 'all' : 'first' } as const;
  const plain = { encoding: 'plain', writes: 'first' } as const;
  const name: FieldRule = { ...hashed, ...metaName, writes: names === 'ascii' || variants ? 'all' : 'first' };
  return {
    email: { ...hashed, spell: domainSpellings, spellSql: domainSpellingSql },
    phone: {
      ...hashed,
      spell: (canonical) => [canonical.replace(/^\+/, '')],
      spellSql: (canonical) => sql`substr(${canonical}, 2)`,
    },
    first_name: name,
    last_name: name,
    postal_code: { ...hashed, spell: metaPostalCode, spellSql: lowerSql },
    city: { ...hashed, ...metaCity },
    state: { ...hashed, ...metaState },
    country: { ...hashed, spell: (canonical) => [canonical.toLowerCase()], spellSql: lowerSql },
    birth_date: { ...hashed, ...birthDate },
    gender: { ...hashed, ...asItIs },
    maid: { ...plain, ...advertisingId },
    external_id: { ...plain, ...asItIs },
  } satisfies Partial<Record<MatchField, FieldRule>>;
}

const lowerSql = (canonical: Sql): Sql => sql`lower(${canonical})`;

/** United States: five digits; Great Britain: area, district and sector, so that the last two letters go. */
function metaPostalCode(canonical: string, country: string | undefined): Spellings {
  const code = canonical.toLowerCase();
  if (country === 'GB') return [code.replace(/^([a-z]{1,2}\d[a-z\d]?\d)[a-z]{2}$/, '$1')];
  if (country !== 'US') return [code];
  const [, zip] = US_CODE.exec(code) ?? [];
  return zip === undefined ? { refused: 'NOT_A_POSTAL_CODE' } : [zip];
}

/**
 * The years in which Meta’s birthdays lie. A year after that of these rules is nobody’s who may be advertised to.
 */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2026;

const birthDate: Pick<FieldRule, 'spell' | 'spellSql' | 'keys'> = {
  spell: (canonical) => {
    const year = Number(canonical.slice(0, 4));
    return year >= FIRST_YEAR && year <= LAST_YEAR ? [canonical] : { refused: 'BIRTH_YEAR_NOT_ACCEPTED' };
  },
  spellSql: (canonical) =>
    sql`case when ${call('matches', canonical, literal('(?:19[0-9]{2}|20(?:[01][0-9]|2[0-6]))-.*'))} then ${canonical} end`,
  keys: [
    { key: 'birth_year', from: 0, length: 4 },
    { key: 'birth_month', from: 5, length: 2 },
    { key: 'birth_day', from: 8, length: 2 },
  ],
};
