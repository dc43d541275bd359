import type * as z from 'zod';
import type { Issue } from '../../errors.js';
import type { Instant } from '../../model/instant.js';

/** What every definition is resolved against. Nothing reads the clock. */
export interface TimeContext {
  readonly asOf: Instant;
  /** IANA zone of the run. */
  readonly zone: string;
}

/** Half-open `[from, to)`. */
export interface Interval {
  readonly from: Instant;
  readonly to: Instant;
}

/** Days since 1970-01-01, the calendar's own arithmetic without zone or clock. */
export type DayNumber = number;

/** Half-open `[from, to)`, as days since 1970-01-01. */
export interface DayInterval {
  readonly from: DayNumber;
  readonly to: DayNumber;
}

/** One kind of window: its JSON, its meaning for instants and for dates, its words. To add one: write its file, add its lines. */
export interface WindowKind<W extends { readonly kind: string }> {
  readonly schema: () => z.ZodType<W>;
  readonly validate: (window: W, at: string) => readonly Issue[];
  /** Not cut at as-of; whoever counts behaviour does that. */
  readonly resolve: (window: W, context: TimeContext) => Interval;
  /**
   * The same for dates, which have no time of day: windows of the past end with today, those to come begin with it.
   * `undefined` where the window is cut by the clock and so holds no whole days.
   */
  readonly days: (window: W, context: TimeContext) => DayInterval | undefined;
  /** Whether it begins at as-of or later, so that nothing can have happened in it. */
  readonly isToCome: (window: W) => boolean;
  /** Whether it ends with as-of itself, so that what counts at as-of is in it. Not given: its end is left out. */
  readonly endsWithAsOf?: (window: W) => boolean;
  readonly describe: (window: W) => string;
}
