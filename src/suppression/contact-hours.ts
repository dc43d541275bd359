import { DAY, type Instant, MINUTE } from '../model/instant.js';
import { localDayNumber, offsetMinutes } from '../segments/zone.js';
import { type ContactHours, type Weekday, weekdays } from './contact-policy.js';
import type { Policy } from './policy.js';
import { isPublicHoliday, knowsHolidays } from './public-holidays.js';
import type { ValidRequest } from './request.js';

/** A moment as a clock and a calendar on the wall show it. */
interface LocalTime {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly weekday: Weekday;
  /** `HH:mm`. */
  readonly time: string;
}

export function localTime(zone: string, instant: Instant): LocalTime {
  const day = localDayNumber(zone, instant);
  const minutes = Math.floor((instant + offsetMinutes(zone, instant) * MINUTE - day * DAY) / MINUTE);
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    day: new Date(day * (DAY / 1000)).toISOString().slice(0, 10),
    // 1970-01-01 was a Thursday.
    weekday: weekdays[(((day + 3) % 7) + 7) % 7] as Weekday,
    time: `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`,
  };
}

/**
 * The countries in which nobody may be contacted at the instant of sending, and why: by their own hours and by those
 * of the campaign's country, both read by the clock there. A country without a clock is closed where there are hours.
 */
export function contactHoursAt(request: ValidRequest, { countries, contact }: Policy): ReadonlyMap<string, string> {
  const closed = new Map<string, string>();
  for (const country of countries) {
    const rules = contact.contactHours.filter(
      (hours) =>
        hours.channels.includes(request.channel) && (hours.country === country || hours.country === request.country),
    );
    const zone = Object.hasOwn(contact.zones, country) ? contact.zones[country] : undefined;
    const why = rules.flatMap((hours) => closedBecause(hours, zone, request.sendAt) ?? []);
    if (why.length > 0) closed.set(country, why.join('; '));
  }
  return closed;
}

function closedBecause(hours: ContactHours, zone: string | undefined, at: Instant): string | undefined {
  if (zone === undefined) return 'the policy names no time zone there';
  const { day, weekday, time } = localTime(zone, at);
  const there = `there it is ${weekday} ${day} ${time}`;
  if (hours.publicHolidays === 'closed' && knowsHolidays(hours.country) && isPublicHoliday(hours.country, day)) {
    return `${hours.country} keeps public holidays free; ${there}`;
  }
  const open = hours.days.includes(weekday) && time >= hours.from && time < hours.to;
  return open ? undefined : `${hours.country} allows ${hours.days.join(' ')} ${hours.from}–${hours.to}; ${there}`;
}
