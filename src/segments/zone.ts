import { tzOffset } from '@date-fns/tz/tzOffset';
import { ClearlistError } from '../errors.js';
import { ALWAYS, DAY, FOREVER, type Instant, MINUTE, SECOND } from '../model/instant.js';
import type { PlainDate } from '../model/plain-date.js';

/**
 * Zones: the only place where a clock on the wall and an instant meet.
 *
 * Engines do no zone arithmetic; they join the relations made here. A local time that comes twice takes its first
 * occurrence, one that is skipped moves forward by the gap.
 */

/** A stretch of time with one offset, half-open `[from, to)`. */
export interface ZoneOffset {
  readonly from: Instant;
  readonly to: Instant;
  /** Minutes east of UTC. */
  readonly minutes: number;
}

/** @throws {ClearlistError} `definition-invalid` where the runtime knows no such IANA zone. */
export function checkZone(zone: string, at: string): void {
  if (Number.isNaN(tzOffset(zone, new Date(0)))) {
    throw new ClearlistError('definition-invalid', `no time zone named "${zone}"`, {
      at,
      hint: 'Use an IANA name such as Europe/Stockholm.',
    });
  }
}

/** Whole minutes: local mean times of a hundred years ago are rounded, so that instants stay whole. */
export const offsetMinutes = (zone: string, instant: Instant): number =>
  Math.round(tzOffset(zone, new Date(Math.floor(instant / 1000))));

/** Days since 1970-01-01 on the local calendar. */
export const localDayNumber = (zone: string, instant: Instant): number =>
  Math.floor((instant + offsetMinutes(zone, instant) * MINUTE) / DAY);

export function localDate(zone: string, instant: Instant): PlainDate {
  return new Date(localDayNumber(zone, instant) * (DAY / 1000)).toISOString().slice(0, 10);
}

/** The instant at which the wall clock of a zone shows a time, given as if that time were UTC. */
export function localToInstant(zone: string, local: Instant): Instant {
  const before = offsetMinutes(zone, local - DAY) * MINUTE;
  const after = offsetMinutes(zone, local + DAY) * MINUTE;
  const fits = [before, after]
    .map((offset) => local - offset)
    .filter((instant) => instant + offsetMinutes(zone, instant) * MINUTE === local);
  return fits.length > 0 ? Math.min(...fits) : local - before;
}

const known = new Map<string, readonly ZoneOffset[]>();

/** Every stretch of one offset between two instants, cut at the ends. Found once: a century takes a tenth of a second. */
export function zoneOffsets(zone: string, from: Instant, to: Instant): readonly ZoneOffset[] {
  const key = `${zone} ${from} ${to}`;
  const offsets = known.get(key) ?? scanOffsets(zone, from, to);
  known.set(key, offsets);
  return offsets;
}

/**
 * No clock is changed twice within so short a time: the shortest stretches are seven days less an hour (foreseen for Gaza
 * in the 2050s), eight (Tunis in 1943) and some within a month. Source: every zone of tz 2025c from 1900 to 2101.
 */
const APART = 6 * DAY;

function scanOffsets(zone: string, from: Instant, to: Instant): readonly ZoneOffset[] {
  const offsets: ZoneOffset[] = [];
  let [start, minutes] = [from, offsetMinutes(zone, from)];
  const last = wholeSecond(to);
  for (let seen = wholeSecond(from); seen < last; seen += APART) {
    const end = Math.min(seen + APART, last);
    const then = offsetMinutes(zone, end);
    if (then === minutes) continue;
    const at = firstInstantWith(zone, then, seen, end);
    if (at >= to) break;
    offsets.push({ from: start, to: at, minutes });
    [start, minutes] = [at, then];
  }
  return start < to ? [...offsets, { from: start, to, minutes }] : offsets;
}

const wholeSecond = (instant: Instant): Instant => Math.floor(instant / SECOND) * SECOND;

/** The first second after one and up to another at which the zone has the offset of the latter; all of them whole. */
function firstInstantWith(zone: string, minutes: number, since: Instant, until: Instant): Instant {
  let [before, at] = [since, until];
  while (at - before > SECOND) {
    const middle = wholeSecond((before + at) / 2);
    if (offsetMinutes(zone, middle) === minutes) at = middle;
    else before = middle;
  }
  return at;
}

/**
 * The same by the clock on the wall: which offset to take for a local time, half-open `[from, to)` in local time.
 *
 * A stretch ends where the next one's wall clock begins; the hour that comes twice belongs to the earlier stretch,
 * the hour that is skipped too, which moves it forward.
 */
export function localOffsets(zone: string, from: Instant, to: Instant): readonly ZoneOffset[] {
  const stretches = zoneOffsets(zone, from - DAY, to + DAY);
  return stretches.map((stretch, i) => {
    const before = stretches[i - 1];
    const start = before === undefined ? ALWAYS : before.to + Math.max(before.minutes, stretch.minutes) * MINUTE;
    const next = stretches[i + 1];
    const end = next === undefined ? FOREVER : stretch.to + Math.max(stretch.minutes, next.minutes) * MINUTE;
    return { from: start, to: end, minutes: stretch.minutes };
  });
}
