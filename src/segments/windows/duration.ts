import { TZDate } from '@date-fns/tz/date';
import { add } from 'date-fns/add';
import { HOUR, type Instant, MINUTE, SECOND } from '../../model/instant.js';
import { localToInstant, offsetMinutes } from '../zone.js';

const DURATION =
  /^P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/;

/** Calendar units, all of them whole and none negative. */
export interface CalendarUnits {
  readonly years: number;
  readonly months: number;
  readonly weeks: number;
  readonly days: number;
}

/** Calendar units move on the wall clock, elapsed microseconds on the instant itself. */
export type Duration = { readonly calendar: CalendarUnits } | { readonly elapsed: number };

/** An ISO 8601 duration, or `undefined` where it is empty, malformed or mixes calendar and elapsed units. */
export function parseDuration(text: string): Duration | undefined {
  const match = DURATION.exec(text);
  if (match === null) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const elapsed = hours * HOUR + minutes * MINUTE + seconds * SECOND;
  const calendar = years + months + weeks + days;
  if (elapsed > 0 === calendar > 0) return undefined;
  return elapsed > 0 ? { elapsed } : { calendar: { years, months, weeks, days } };
}

/**
 * An instant so much later (`direction` 1) or earlier (-1).
 *
 * Calendar units move the wall clock of the zone, years and months first; a day that a month does not have is its
 * last one. A time that is skipped then moves forward by the gap, one that comes twice is the first of the two.
 */
export function shift(instant: Instant, duration: Duration, direction: 1 | -1, zone: string): Instant {
  if ('elapsed' in duration) return instant + direction * duration.elapsed;
  return localToInstant(
    zone,
    shiftWallClock(instant + offsetMinutes(zone, instant) * MINUTE, duration.calendar, direction),
  );
}

/** The same for a time on the wall, given as if it were UTC. */
export function shiftWallClock(local: Instant, units: CalendarUnits, direction: 1 | -1): Instant {
  const micros = ((local % 1000) + 1000) % 1000;
  const wallClock = new TZDate((local - micros) / 1000, 'UTC');
  const { years, months, weeks, days } = units;
  const moved = add(wallClock, {
    years: direction * years,
    months: direction * months,
    weeks: direction * weeks,
    days: direction * days,
  });
  return moved.getTime() * 1000 + micros;
}

/** `P1Y6M` as "1 year 6 months". */
export function describeDuration(text: string): string {
  const units: Record<string, string> = text.includes('T')
    ? { H: 'hour', M: 'minute', S: 'second' }
    : { Y: 'year', M: 'month', W: 'week', D: 'day' };
  return [...text.matchAll(/(\d+)([YMWDHS])/g)]
    .filter(([, count]) => Number(count) > 0)
    .map(([, count, unit]) => plural(Number(count), units[unit as string] as string))
    .join(' ');
}

export const plural = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** Whether the first is the longer one, as it was before this instant. */
export const isLonger = (a: Duration, b: Duration, instant: Instant, zone: string): boolean =>
  shift(instant, a, -1, zone) < shift(instant, b, -1, zone);
