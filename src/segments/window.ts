import { TZDate } from '@date-fns/tz/date';
import { sub } from 'date-fns/sub';
import * as z from 'zod';
import type { Issue } from '../errors.js';
import { ALWAYS, formatInstant, HOUR, type Instant, MINUTE, parseInstant, SECOND } from '../model/instant.js';
import { localToInstant, offsetMinutes } from './zone.js';

/**
 * Windows of time, as data.
 *
 * Shape: every window resolves to a half-open interval `[from, to)` of instants. Calendar durations (`P30D`, `P1M`)
 * are subtracted on the wall clock of the run's zone, elapsed ones (`PT24H`) from the instant itself.
 */
export type Window = RollingWindow | AbsoluteWindow | EverWindow;

/** The time up to as-of, as long as `last` says. */
export interface RollingWindow {
  readonly kind: 'rolling';
  /** An ISO 8601 duration of calendar units or of elapsed units, never of both. */
  readonly last: string;
}

/** From one timestamp with offset to another. */
export interface AbsoluteWindow {
  readonly kind: 'absolute';
  readonly from: string;
  readonly to: string;
}

/** All the past. */
export interface EverWindow {
  readonly kind: 'ever';
}

export interface Interval {
  readonly from: Instant;
  readonly to: Instant;
}

/** What every definition is resolved against. Nothing reads the clock. */
export interface TimeContext {
  readonly asOf: Instant;
  /** IANA zone of the run. */
  readonly zone: string;
}

export const rolling = (last: string): RollingWindow => ({ kind: 'rolling', last });
export const absolute = (from: string, to: string): AbsoluteWindow => ({ kind: 'absolute', from, to });
export const ever: EverWindow = { kind: 'ever' };

export const windowSchema: z.ZodType<Window> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rolling'), last: z.string() }),
  z.strictObject({ kind: z.literal('absolute'), from: z.string(), to: z.string() }),
  z.strictObject({ kind: z.literal('ever') }),
]);

const DURATION = /^P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/;

type Duration =
  | { readonly calendar: { years: number; months: number; weeks: number; days: number } }
  | { readonly elapsed: number };

/** An ISO 8601 duration, or `undefined` where it is empty, malformed or mixes calendar and elapsed units. */
export function parseDuration(text: string): Duration | undefined {
  const match = DURATION.exec(text);
  if (match === null) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const elapsed = hours * HOUR + minutes * MINUTE + seconds * SECOND;
  const calendar = years + months + weeks + days;
  if ((elapsed > 0) === (calendar > 0)) return undefined;
  return elapsed > 0 ? { elapsed } : { calendar: { years, months, weeks, days } };
}

export function validateWindow(window: Window, at: string): readonly Issue[] {
  if (window.kind === 'rolling' && parseDuration(window.last) === undefined) {
    return [{ at: `${at}.last`, message: `"${window.last}" is no duration such as P30D or PT24H` }];
  }
  if (window.kind !== 'absolute') return [];
  const [from, to] = [parseInstant(window.from), parseInstant(window.to)];
  if (from === undefined) return [{ at: `${at}.from`, message: `"${window.from}" is no timestamp with an offset` }];
  if (to === undefined) return [{ at: `${at}.to`, message: `"${window.to}" is no timestamp with an offset` }];
  return from < to ? [] : [{ at, message: 'the window ends before it begins' }];
}

/** INVARIANT: the window is valid. Behaviour counts before as-of only, whatever the window says. */
export function resolveWindow(window: Window, { asOf, zone }: TimeContext): Interval {
  switch (window.kind) {
    case 'ever':
      return { from: ALWAYS, to: asOf };
    case 'absolute':
      return { from: parseInstant(window.from) as Instant, to: Math.min(parseInstant(window.to) as Instant, asOf) };
    case 'rolling':
      return { from: subtract(asOf, parseDuration(window.last) as Duration, zone), to: asOf };
  }
}

function subtract(asOf: Instant, duration: Duration, zone: string): Instant {
  if ('elapsed' in duration) return asOf - duration.elapsed;
  const wallClock = new TZDate((asOf + offsetMinutes(zone, asOf) * MINUTE) / 1000, 'UTC');
  return localToInstant(zone, sub(wallClock, duration.calendar).getTime() * 1000);
}

export function describeWindow(window: Window): string {
  switch (window.kind) {
    case 'ever':
      return 'ever';
    case 'absolute':
      return `from ${formatInstant(parseInstant(window.from) ?? 0)} to before ${formatInstant(parseInstant(window.to) ?? 0)}`;
    case 'rolling':
      return `in the last ${describeDuration(window.last)}`;
  }
}

function describeDuration(text: string): string {
  const units: Record<string, string> = text.includes('T')
    ? { H: 'hours', M: 'minutes', S: 'seconds' }
    : { Y: 'years', M: 'months', W: 'weeks', D: 'days' };
  return [...text.matchAll(/(\d+)([YMWDHS])/g)].map(([, count, unit]) => `${count} ${units[unit as string]}`).join(' ');
}
