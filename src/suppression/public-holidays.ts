import type { Country } from '../model/vocabulary.js';

/**
 * Public holidays of the Nordic countries, worked out for any year; Sundays are none of these.
 *
 * Source: SE lag (1989:253) om allmänna helgdagar; FI laki juhlapäivistä and kirkkolaki, kirkkojärjestys; NO lov
 * 1947-04-26-1 (1 and 17 May) and lov 1995-02-24-12 om helligdager; DK the days of the national church, without store
 * bededag since 2024 (lov nr. 214 of 2023-03-06). Eves are not public holidays in any of them.
 */
type Holiday =
  /** `MM-DD`. */
  | { readonly on: string }
  /** Days after Easter Sunday. */
  | { readonly easter: number; readonly until?: number }
  /** The Saturday of the week that begins on `MM-DD`. */
  | { readonly saturdayFrom: string };

const CHRISTMAS: readonly Holiday[] = [{ on: '12-25' }, { on: '12-26' }];
const NEW_YEAR: Holiday = { on: '01-01' };
const EPIPHANY: Holiday = { on: '01-06' };
const MAY_DAY: Holiday = { on: '05-01' };
/** Good Friday, Easter Sunday and Monday, Ascension Day, Whit Sunday. */
const EASTER: readonly Holiday[] = [-2, 0, 1, 39, 49].map((easter) => ({ easter }));
const MAUNDY_THURSDAY: Holiday = { easter: -3 };
const WHIT_MONDAY: Holiday = { easter: 50 };
const MIDSUMMER_DAY: Holiday = { saturdayFrom: '06-20' };
const ALL_SAINTS: Holiday = { saturdayFrom: '10-31' };

const holidays: Readonly<Record<Country, readonly Holiday[]>> = {
  SE: [NEW_YEAR, EPIPHANY, ...EASTER, MAY_DAY, { on: '06-06' }, MIDSUMMER_DAY, ALL_SAINTS, ...CHRISTMAS],
  FI: [NEW_YEAR, EPIPHANY, ...EASTER, MAY_DAY, MIDSUMMER_DAY, ALL_SAINTS, { on: '12-06' }, ...CHRISTMAS],
  NO: [NEW_YEAR, MAUNDY_THURSDAY, ...EASTER, MAY_DAY, { on: '05-17' }, WHIT_MONDAY, ...CHRISTMAS],
  DK: [NEW_YEAR, MAUNDY_THURSDAY, ...EASTER, { easter: 26, until: 2023 }, WHIT_MONDAY, ...CHRISTMAS],
};

export const knowsHolidays = (country: string): country is Country => Object.hasOwn(holidays, country);

/** Whether a day, `YYYY-MM-DD`, is a public holiday of a country. */
export function isPublicHoliday(country: Country, day: string): boolean {
  const year = Number(day.slice(0, 4));
  return holidays[country].some((holiday) => {
    if ('on' in holiday) return day.slice(5) === holiday.on;
    if ('easter' in holiday) {
      return year <= (holiday.until ?? year) && day === daysAfter(easterSunday(year), holiday.easter);
    }
    const first = `${day.slice(0, 4)}-${holiday.saturdayFrom}`;
    return isSaturday(day) && day >= first && day <= daysAfter(first, 6);
  });
}

const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const isSaturday = (day: string): boolean => new Date(`${day}T00:00:00Z`).getUTCDay() === 6;

/** Gregorian Easter Sunday. Source: J. Meeus, Astronomical Algorithms, 1991, chapter 8. */
export function easterSunday(year: number): string {
  const a = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const shift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * a + century - Math.floor(century / 4) - shift + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const correction = Math.floor((a + 11 * epact + 22 * weekday) / 451);
  const days = epact + weekday - 7 * correction + 114;
  const month = Math.floor(days / 31);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String((days % 31) + 1).padStart(2, '0')}`;
}
