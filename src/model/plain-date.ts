import { daysInMonth } from './instant.js';

/** A day of the calendar without zone, `YYYY-MM-DD`; compared as text, which is the order of days. */
export type PlainDate = string;

export const PLAIN_DATE_PATTERN = '(?:19|2[01])[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])';

const PLAIN_DATE = new RegExp(`^${PLAIN_DATE_PATTERN}$`);

export function parsePlainDate(text: string): PlainDate | undefined {
  if (!PLAIN_DATE.test(text)) return undefined;
  return Number(text.slice(8)) <= daysInMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7))) ? text : undefined;
}

/**
 * The latest birth date of a person who is `age` years old on `today`.
 *
 * Somebody born on 29 February comes of age on 1 March of a common year: the later, stricter reading.
 */
export function latestBirthDate(today: PlainDate, age: number): PlainDate {
  return `${String(Number(today.slice(0, 4)) - age).padStart(4, '0')}${today.slice(4)}`;
}
