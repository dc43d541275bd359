import * as z from 'zod';
import { shiftDay, today } from './days.js';
import { describeDuration, shift } from './duration.js';
import { durationOf, validateDuration } from './rolling.js';
import type { WindowKind } from './window-kind.js';

/** The time from as-of on: for dates and for facts that name a time to come, never for behaviour. */
export interface UpcomingWindow {
  readonly kind: 'upcoming';
  /** An ISO 8601 duration of calendar units or of elapsed units, never of both. */
  readonly next: string;
}

/** From as-of to before a distance after it. */
export const next = (duration: string): UpcomingWindow => ({ kind: 'upcoming', next: duration });

export const upcomingKind: WindowKind<UpcomingWindow> = {
  schema: () => z.strictObject({ kind: z.literal('upcoming'), next: z.string() }),
  validate: (window, at) => validateDuration(window.next, `${at}.next`),
  resolve: (window, { asOf, zone }) => ({ from: asOf, to: shift(asOf, durationOf(window.next), 1, zone) }),
  days: (window, context) => {
    const duration = durationOf(window.next);
    if ('elapsed' in duration) return undefined;
    return { from: today(context), to: shiftDay(today(context), duration.calendar, 1) };
  },
  isToCome: () => true,
  describe: (window) => `in the next ${describeDuration(window.next)}`,
};
