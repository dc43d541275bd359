import * as z from 'zod';
import { startOf } from './calendar.js';
import { today } from './days.js';
import { plural } from './duration.js';
import { type Period, periodAt, periodStart, periods } from './periods.js';
import type { WindowKind } from './window-kind.js';

/**
 * The last so many whole periods of the local calendar, without the current one.
 *
 * Seven complete days end at the midnight before as-of; `rolling` seven days end at as-of itself.
 */
export interface CompleteWindow {
  readonly kind: 'complete';
  readonly last: number;
  readonly period: Period;
}

/** The last calendar periods that are over. */
export const complete = (last: number, period: Period): CompleteWindow => ({ kind: 'complete', last, period });

export const completeKind: WindowKind<CompleteWindow> = {
  schema: () => z.strictObject({ kind: z.literal('complete'), last: z.number(), period: z.enum(periods) }),
  validate: ({ last }, at) =>
    Number.isInteger(last) && last >= 1 && last <= 10_000
      ? []
      : [{ at: `${at}.last`, message: 'a whole number from 1 to 10000 is needed' }],
  resolve: ({ last, period }, context) => ({
    from: startOf(periodAt(today(context), period, -last), context.zone),
    to: startOf(periodStart(today(context), period), context.zone),
  }),
  days: ({ last, period }, context) => ({
    from: periodAt(today(context), period, -last),
    to: periodStart(today(context), period),
  }),
  isToCome: () => false,
  describe: ({ last, period }) =>
    last === 1 ? `in the last complete ${period}` : `in the last ${plural(last, `complete ${period}`)}`,
};
