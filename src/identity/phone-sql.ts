import { call, join, literal, type Sql, sql, TRUE } from '../sql/fragment.js';

/**
 * Phone numbers in SQL: Swedish, Finnish, Norwegian and Danish forms that are certain, to the byte as the reference
 * has them. Everything else goes through the reference.
 *
 * Certain is a number of a range below, written in digits with single spaces or hyphens between them, after `+46`,
 * `0046`, `+46 (0)`, or in the national form of the row's own country. The ranges are the mobile and the large geographic ones
 * of the numbering plan; test/identity/phone-plans.test.ts proves each against libphonenumber, at its bounds and beyond.
 */
interface CertainForm {
  readonly country: string;
  readonly callingCode: string;
  /** What is dialled before the number at home. */
  readonly trunk: '0' | '';
  /** The number without country and trunk zero, as JavaScript and RE2 read it alike. */
  readonly number: string;
  /** How those begin that are landlines, where the plan tells them from mobile numbers. */
  readonly landline?: string;
}

export const certainForms: readonly CertainForm[] = [
  {
    country: 'SE',
    callingCode: '46',
    trunk: '0',
    number: '7[02369][0-9]{7}|8[0-9]{6,8}|31[0-9]{6,7}|40[0-9]{5,7}',
    landline: '8|31|40',
  },
  { country: 'FI', callingCode: '358', trunk: '0', number: '(?:4[0-8]|50)[0-9]{4,8}|9[1-8][0-9]{3,7}', landline: '9' },
  {
    country: 'NO',
    callingCode: '47',
    trunk: '',
    number:
      '(?:4[016-8]|9[0-9])[0-9]{6}|45(?:[0-24-9][0-9]|3[0-57-9])[0-9]{4}|(?:2[1-4]|3[1-3578]|5[1-35-7]|6[1-46-9]|7[0-8])[0-9]{6}',
    landline: '[23567]',
  },
  {
    country: 'DK',
    callingCode: '45',
    trunk: '',
    number: '(?:2[6-8]|6[78]|96)[0-9]{6}|(?:2[0-59]|3[0-689]|[457][0-9]|6[0-69]|8[126-9]|9[1-47-9])[1-9][0-9]{5}',
  },
];

/** A zero in brackets after the country, which is not dialled from abroad; digits, and what may stand between them. */
const ZERO_IN_BRACKETS = '(0)';
const COUNTRY = `(?:[+]|00)(?:${certainForms.map(({ callingCode }) => callingCode).join('|')})`;
const WRITTEN = `(?:${COUNTRY} ?[(]0[)] ?|[+])?[0-9](?:[ -]?[0-9])*`;
const CERTAIN = `[+](?:${certainForms.map(({ callingCode, number }) => `${callingCode}(?:${number})`).join('|')})`;

/** `canonicalPhone` where SQL can be certain; null for everything else, which is to be looked up. */
export const certainPhoneSql = (raw: Sql, country: Sql): Sql =>
  certainDialledSql(raw, dialledSql(phoneDigitsSql(raw), country));

/** A number without what may stand between its digits. Taking out costs far more than seeing that nothing is to be taken. */
export function phoneDigitsSql(raw: Sql): Sql {
  const closed = (text: Sql): Sql => sql`replace(replace(${text}, ' ', ''), '-', '')`;
  const bare = sql`replace(${raw}, ${ZERO_IN_BRACKETS}, '')`;
  return sql`case when strpos(${raw}, '(') > 0 then ${closed(bare)} when strpos(${raw}, ' ') > 0 then ${closed(raw)} when strpos(${raw}, '-') > 0 then replace(${raw}, '-', '') else ${raw} end`;
}

/** {@link phoneDigitsSql} as dialled from abroad; null where nothing says how. */
export function dialledSql(digits: Sql, country: Sql): Sql {
  const domestic = certainForms.map(({ country: home, callingCode, trunk }) => {
    const dialled = trunk === '' ? TRUE : call('starts_with', digits, literal(trunk));
    return sql` when ${country} = ${home} and ${dialled} then ${`+${callingCode}`} || substr(${digits}, ${trunk.length + 1})`;
  });
  return sql`case when ${call('starts_with', digits, literal('+'))} then ${digits} when ${call('starts_with', digits, literal('00'))} then ${'+'} || substr(${digits}, 3)${join(domestic, '')} end`;
}

/** {@link certainPhoneSql} of a number and its {@link dialledSql}: columns of a row, so that each is worked out once. */
export const certainDialledSql = (raw: Sql, dialled: Sql): Sql =>
  sql`case when ${call('matches', raw, literal(WRITTEN))} and ${call('matches', dialled, literal(CERTAIN))} then ${dialled} end`;

/** {@link certainPhoneSql} in steps, each of what the one before it gives: as a column, each is worked out once. */
export const certainPhoneSteps = [
  (raw: Sql): Sql => phoneDigitsSql(raw),
  (digits: Sql, country: Sql): Sql => dialledSql(digits, country),
  (dialled: Sql, _: Sql, raw: Sql): Sql => certainDialledSql(raw, dialled),
] as const;

const LANDLINE = `[+](?:${certainForms.flatMap(({ callingCode, landline }) => (landline === undefined ? [] : `${callingCode}(?:${landline})`)).join('|')})[0-9]*`;

/** Whether a certain number receives text messages: the same as the reference says of it. */
export const certainTextsSql = (certain: Sql): Sql => sql`not ${call('matches', certain, literal(LANDLINE))}`;
