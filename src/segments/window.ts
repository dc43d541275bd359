import once from 'lodash-es/once.js';
import * as z from 'zod';
import type { Issue } from '../errors.js';
import type { Instant } from '../model/instant.js';
import { type AbsoluteWindow, absoluteKind } from './windows/absolute.js';
import { type BetweenWindow, betweenKind } from './windows/between.js';
import { type CalendarWindow, calendarKind } from './windows/calendar.js';
import { type CompleteWindow, completeKind } from './windows/complete.js';
import { readableDay } from './windows/days.js';
import { type EverWindow, everKind } from './windows/ever.js';
import { type RollingWindow, rollingKind } from './windows/rolling.js';
import { type UpcomingWindow, upcomingKind } from './windows/upcoming.js';
import type { DayInterval, Interval, TimeContext, WindowKind } from './windows/window-kind.js';

export { absolute } from './windows/absolute.js';
export { between } from './windows/between.js';
export { calendar } from './windows/calendar.js';
export { complete } from './windows/complete.js';
export { parseDuration } from './windows/duration.js';
export { ever } from './windows/ever.js';
export { rolling } from './windows/rolling.js';
export { next } from './windows/upcoming.js';
export type { DayInterval, Interval, TimeContext } from './windows/window-kind.js';

/**
 * Windows of time, as data.
 *
 * Shape: every window resolves to a half-open interval `[from, to)`, of instants or, for date fields, of days.
 * Calendar durations (`P30D`, `P1M`) move on the wall clock of the run's zone, elapsed ones (`PT24H`) on the instant
 * itself. Everything is resolved here; engines are given instants and days.
 */
export type Window =
  | RollingWindow
  | BetweenWindow
  | CalendarWindow
  | CompleteWindow
  | AbsoluteWindow
  | UpcomingWindow
  | EverWindow;

/** Every kind of window. To add one: write its file, add its lines. */
export const windowKinds: { readonly [W in Window as W['kind']]: WindowKind<W> } = {
  rolling: rollingKind,
  between: betweenKind,
  calendar: calendarKind,
  complete: completeKind,
  absolute: absoluteKind,
  upcoming: upcomingKind,
  ever: everKind,
};

const kindOf = (window: Window): WindowKind<Window> => windowKinds[window.kind] as unknown as WindowKind<Window>;

export const windowSchema = once(
  (): z.ZodType<Window> =>
    z.discriminatedUnion('kind', [
      rollingKind.schema(),
      betweenKind.schema(),
      calendarKind.schema(),
      completeKind.schema(),
      absoluteKind.schema(),
      upcomingKind.schema(),
      everKind.schema(),
    ] as never),
);

/** What stands in a window: what happened, a time that may be still to come, or a date. */
export type Dated = 'behaviour' | 'instant' | 'date';

const PROBE: TimeContext = { asOf: 0, zone: 'UTC' };

export function validateWindow(window: Window, at: string, dated: Dated = 'behaviour'): readonly Issue[] {
  const kind = kindOf(window);
  const issues = kind.validate(window, at);
  if (issues.length > 0) return issues;
  if (dated === 'behaviour' && kind.isToCome(window)) {
    return [{ at, message: 'nothing has happened yet in a window to come; it is for dates and ends' }];
  }
  return dated === 'date' && kind.days(window, PROBE) === undefined
    ? [{ at, message: 'a date has no time of day: use whole days, weeks, months or years' }]
    : [];
}

/**
 * The instants of what counts: before as-of only, whatever the window says. INVARIANT: the window is valid.
 *
 * @param until Where a window ends that goes on to as-of, for rows that count at as-of too; one that was over by then,
 *   such as the last complete day at midnight, leaves its end out for them as well.
 */
export function resolveWindow(window: Window, context: TimeContext, until: Instant = context.asOf): Interval {
  const { from, to } = windowInterval(window, context);
  const reaches = to > context.asOf || (to === context.asOf && kindOf(window).endsWithAsOf?.(window) === true);
  return { from, to: reaches ? until : to };
}

/** The last interval that each window was resolved to: one run asks for the same one about every person. */
const intervals = new WeakMap<Window, TimeContext & { readonly interval: Interval }>();

/** The window as it is written, which may lie in the time to come. INVARIANT: the window is valid. */
export function windowInterval(window: Window, { asOf, zone }: TimeContext): Interval {
  const known = intervals.get(window);
  if (known?.asOf === asOf && known.zone === zone) return known.interval;
  const interval = kindOf(window).resolve(window, { asOf, zone });
  intervals.set(window, { asOf, zone, interval });
  return interval;
}

/**
 * The days of a window, for date fields. INVARIANT: the window is valid for dates.
 *
 * A date has no time of day. The last 30 days are 30 dates of which today is the last; the next 14 days are 14 dates
 * of which today is the first.
 */
export function windowDays(window: Window, context: TimeContext): DayInterval {
  const days = kindOf(window).days(window, context);
  if (days === undefined) throw new Error('bug: a window of the clock is asked for days');
  return { from: readableDay(days.from), to: readableDay(days.to) };
}

export const describeWindow = (window: Window): string => kindOf(window).describe(window);
