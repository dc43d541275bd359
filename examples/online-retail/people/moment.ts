import { draw, oneOf } from './draw.js';

/** Times as people and systems write them. Units: milliseconds since 1970-01-01T00:00:00Z. */
export type Moment = number;

const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The time the lists are made for. */
export const AS_OF: Moment = Date.UTC(2011, 11, 10);

/** Some minute from December 2010 to September 2011, so that there is time for what comes later. */
export const someTime = (customer: string, about: string): Moment =>
  Date.UTC(2010, 11, 1, 8) + draw(customer, `when ${about}`, 300 * 24 * 60) * 60_000;

/** ISO 8601 with an offset, in one of the writings that exports use. */
export function withOffset(moment: Moment, customer: string): string {
  const iso = (hours: number): string => new Date(moment + hours * HOUR).toISOString().slice(0, 19);
  return oneOf(customer, `writing ${moment}`, [
    `${iso(0)}Z`,
    `${iso(1)}+01:00`,
    `${iso(2)}+02:00`,
    `${iso(0)}.000Z`,
    `${iso(-5).replace('T', ' ')}-05:00`,
  ]);
}

const stockholm = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Stockholm',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** The clock on the wall in Stockholm, `2011-06-01 14:00:00`, without an offset. */
export const inStockholm = (moment: Moment): string => stockholm.format(moment);
