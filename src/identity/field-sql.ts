import { TRIMMED } from '../model/text.js';
import { call, inList, join, literal, type Sql, sql } from '../sql/fragment.js';
import { NO_BIRTH_DATES } from './birth-date.js';
import { GENDER_WORDS } from './gender.js';
import { POSTAL_CODE_DIGITS, POSTAL_CODE_PREFIXES } from './postal-code.js';

/**
 * Fields of a person in SQL where it is certain of them, to the byte as the reference has them; null for everything
 * else, which is to be looked up.
 */

const trimmed = (raw: Sql): Sql => call('trim_chars', raw, literal(TRIMMED));
const matches = (text: Sql, pattern: string): Sql => call('matches', text, literal(pattern));

/**
 * Codes of the Nordic countries, of their length, with the gap after the third of five digits or without, and with their
 * country before them or without.
 */
export function certainPostalCodeSql(raw: Sql, country: Sql): Sql {
  const cases = Object.entries(POSTAL_CODE_DIGITS).map(([home, digits]) => {
    const written = digits === 5 ? '[0-9]{3} ?[0-9]{2}' : `[0-9]{${digits}}`;
    const before = `(?:(?:${POSTAL_CODE_PREFIXES[home]?.join('|')})[ -]?)?`;
    const code = sql`right(replace(${raw}, ' ', ''), ${digits})`;
    return sql`when ${country} = ${home} and ${matches(raw, `${before}${written}`)} and ${code} <> ${'0'.repeat(digits)} then ${code}`;
  });
  return sql`case ${join(cases, ' ')} end`;
}

/** Codes of the Nordic countries themselves: every other writing of a country is a word. */
export const certainCountrySql = (raw: Sql): Sql =>
  sql`case when ${inList(raw, Object.keys(POSTAL_CODE_DIGITS))} then ${raw} end`;

/** Days that every month has. */
export const certainBirthDateSql = (raw: Sql): Sql =>
  sql`case when ${matches(raw, '(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])')} and not ${inList(raw, [...NO_BIRTH_DATES])} then ${raw} end`;

export function certainGenderSql(raw: Sql): Sql {
  const word = sql`lower(${trimmed(raw)})`;
  const isOf = (gender: 'f' | 'm'): Sql => inList(word, GENDER_WORDS[gender]);
  return sql`case when not ${matches(raw, '[ -~]*')} then null when ${isOf('f')} then ${'f'} when ${isOf('m')} then ${'m'} end`;
}

const SAME_DIGIT = [...'0123456789abcdef'].map((digit) => `${digit}[${digit}-]*`).join('|');

/** UUIDs with hyphens, in which not every digit is the same. */
export function certainDeviceIdSql(raw: Sql): Sql {
  const uuid = sql`lower(${raw})`;
  return sql`case when ${matches(raw, '[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}')} and not ${matches(uuid, SAME_DIGIT)} then ${uuid} end`;
}

/** Up to nine digits, which are too few for an identity number, or letters first and some digit: no word has one. */
export const certainExternalIdSql = (raw: Sql): Sql =>
  sql`case when ${matches(raw, '[1-9][0-9]{0,8}|[A-Za-z][A-Za-z_-]{0,20}[0-9][A-Za-z0-9_-]{0,60}')} then ${raw} end`;
