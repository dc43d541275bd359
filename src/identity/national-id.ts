import { validate as danish } from 'stdnum/lib/cjs/dk/cpr.js';
import { validate as finnish } from 'stdnum/lib/cjs/fi/hetu.js';
import { validate as norwegian } from 'stdnum/lib/cjs/no/fodselsnummer.js';
import { validate as swedish } from 'stdnum/lib/cjs/se/personnummer.js';
import { DASHES } from './visible-text.js';

/**
 * National identity numbers, known only so that they can be refused: they must never be uploaded, and no field of
 * ours needs one.
 *
 * Swedish personal and coordination numbers, Finnish identity codes, Norwegian birth, D- and H-numbers, Danish CPR
 * numbers. Check digits are those of the package stdnum; numbers of people not born yet are none.
 */
export type NationalIdCountry = 'DK' | 'FI' | 'NO' | 'SE';

const SWEDISH = /^(18|19|20)?(\d{6})[-+ ]?(\d{4})$/;
const FINNISH = /^\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]$/;
const NORWEGIAN = /^\d{6}[ -]?\d{5}$/;
const DANISH_WRITTEN = /^\d{6}-\d{4}$/;
const TEN_DIGITS = /^\d{10}$/;

/**
 * The country whose identity number a text is, or `undefined`.
 *
 * Danish numbers have had no check digit since 2007. So ten bare digits are taken for one only where the row's
 * country is Denmark; with the hyphen, `DDMMYY-NNNN`, they always are.
 */
export function nationalIdCountry(text: string, country?: string): NationalIdCountry | undefined {
  const written = text.replace(DASHES, '-').trim().toUpperCase();
  if (isSwedish(written)) return 'SE';
  if (FINNISH.test(written) && finnish(written).isValid) return 'FI';
  if (NORWEGIAN.test(written) && norwegian(written).isValid) return 'NO';
  const danishForm = DANISH_WRITTEN.test(written) || (country === 'DK' && TEN_DIGITS.test(written));
  return danishForm && danish(written).isValid ? 'DK' : undefined;
}

/** Both centuries are tried where none is written, so that the answer does not hang on this year. */
function isSwedish(written: string): boolean {
  const [, century, day, number] = SWEDISH.exec(written) ?? [];
  const centuries = century === undefined ? ['19', '20'] : [century];
  return day !== undefined && centuries.some((first) => swedish(`${first}${day}-${number}`).isValid);
}

/** Everything that could be one in lower case, written so that JavaScript and RE2 read it alike. */
export const NATIONAL_ID_SHAPE = '[0-9]{6}(?:[0-9]{2})?[-+a-fu-y]?[0-9]{3,4}[0-9a-y]';
