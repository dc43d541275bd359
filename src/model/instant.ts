import { ClearlistError } from '../errors.js';

/**
 * Instants: whole microseconds since 1970-01-01T00:00:00Z, as a safe integer.
 *
 * Units: microseconds, so that warehouse timestamps keep their order and ties stay ties. Text is compared as the
 * instant it names, never as text. A timestamp without an offset names no instant and is unreadable.
 */
export type Instant = number;

/** Later than every instant: the time of a refusal that carries none, which therefore never ends. */
export const FOREVER: Instant = Number.MAX_SAFE_INTEGER;

/** Earlier than every instant. */
export const ALWAYS: Instant = Number.MIN_SAFE_INTEGER;

export const SECOND = 1_000_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Readable years, both inclusive: outside them a timestamp is a typing mistake or an export's filler. */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2199;

/** The first readable instant. */
export const EARLIEST: Instant = Date.UTC(FIRST_YEAR, 0, 1) * 1000;

/**
 * The one grammar of timestamps, written so that JavaScript and RE2 read it alike.
 * Fractions of 1–9 digits; digits after the sixth are cut off, never rounded.
 */
export const INSTANT_PATTERN =
  '(?:19|2[01])[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,9})?(?:Z|[+-](?:0[0-9]|1[0-5]):?[0-5][0-9])';

/** The same without an offset: a local time, readable only where a source names its zone. */
export const LOCAL_TIME_PATTERN =
  '(?:19|2[01])[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,9})?)?)?';

const INSTANT = new RegExp(`^${INSTANT_PATTERN}$`);
const LOCAL_TIME = new RegExp(`^${LOCAL_TIME_PATTERN}$`);

/** The instant that a timestamp with an offset names, or `undefined` where it names none. */
export function parseInstant(text: string): Instant | undefined {
  if (!INSTANT.test(text)) return undefined;
  const utc = text.endsWith('Z');
  const sign = utc ? text.length - 1 : Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
  const local = wallClock(text.slice(0, sign));
  if (local === undefined) return undefined;
  if (utc) return local;
  const offset = text.slice(sign + 1).replace(':', '');
  const minutes = Number(offset.slice(0, 2)) * 60 + Number(offset.slice(2, 4));
  return local - (text[sign] === '-' ? -minutes : minutes) * MINUTE;
}

/** Microseconds of a local date and time as if it were UTC, or `undefined` where there is no such day. */
export function parseLocalTime(text: string): Instant | undefined {
  return LOCAL_TIME.test(text) ? wallClock(text) : undefined;
}

function wallClock(text: string): Instant | undefined {
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  if (year > LAST_YEAR || day > daysInMonth(year, month)) return undefined;
  const seconds = text.length > 17 ? Number(text.slice(17, 19)) : 0;
  const micros = text.length > 20 ? Number(text.slice(20, 26).padEnd(6, '0')) : 0;
  const hours = text.length > 11 ? Number(text.slice(11, 13)) : 0;
  const minutes = text.length > 11 ? Number(text.slice(14, 16)) : 0;
  return Date.UTC(year, month - 1, day, hours, minutes, seconds) * 1000 + micros;
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** ISO 8601 in UTC; fractions only where there are any. */
export function formatInstant(instant: Instant): string {
  if (instant >= FOREVER) return 'forever';
  const micros = ((instant % 1000) + 1000) % 1000;
  const iso = new Date((instant - micros) / 1000).toISOString();
  if (micros === 0) return iso.endsWith('.000Z') ? `${iso.slice(0, 19)}Z` : iso;
  return `${iso.slice(0, 23)}${String(micros).padStart(3, '0')}Z`;
}

/**
 * The instant a run or decision is made for.
 *
 * @throws {ClearlistError} `as-of-invalid` where the text is no timestamp with an offset, or finer than a millisecond.
 */
export function parseAsOf(text: string, at = 'asOf'): Instant {
  const instant = parseInstant(text);
  if (instant === undefined || instant % 1000 !== 0) {
    throw new ClearlistError('as-of-invalid', 'the as-of time is not an ISO 8601 timestamp with an offset', {
      at,
      hint: 'Write it like 2026-11-22T06:00:00Z or 2026-11-22T07:00:00+01:00.',
    });
  }
  return instant;
}
