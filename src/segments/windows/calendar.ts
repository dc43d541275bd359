import * as z from 'zod';
import type { Issue } from '../../errors.js';
import { DAY } from '../../model/instant.js';
import { localToInstant } from '../zone.js';
import { shiftDay, today } from './days.js';
import { plural, shift } from './duration.js';
import { type Period, periodAt, periods, unitsOf } from './periods.js';
import type { DayNumber, WindowKind } from './window-kind.js';

/**
 * A period of the local calendar: today, last week, this quarter, next month.
 *
 * The current period counts as far as it has come wherever behaviour is counted; `toDate` cuts an earlier one at the
 * same point, so that this year so far can be held against last year as far as it had come.
 */
export interface CalendarWindow {
  readonly kind: 'calendar';
  readonly period: Period;
  /** 0 is the current period, -1 the one before, 1 the next. */
  readonly offset: number;
  readonly toDate?: boolean;
}

/** One period of the local calendar: 0 is the current one, -1 the one before. */
export const calendar = (period: Period, offset: number, options: { readonly toDate?: true } = {}): CalendarWindow => ({
  kind: 'calendar',
  period,
  offset,
  ...options,
});

/** Local midnight at which a day begins. */
export const startOf = (day: DayNumber, zone: string): number => localToInstant(zone, day * DAY);

function validate({ offset, toDate }: CalendarWindow, at: string): readonly Issue[] {
  if (!Number.isInteger(offset) || Math.abs(offset) > 1000) {
    return [{ at: `${at}.offset`, message: 'a whole number from -1000 to 1000 is needed' }];
  }
  return toDate === true && offset > 0
    ? [{ at: `${at}.toDate`, message: 'a period to come has no part that is past' }]
    : [];
}

const NEAR_DAYS: Readonly<Record<number, string>> = { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' };
const NEAR: Readonly<Record<number, string>> = { [-1]: 'last', 0: 'this', 1: 'next' };

function describe({ period, offset, toDate }: CalendarWindow): string {
  const near = period === 'day' ? NEAR_DAYS[offset] : NEAR[offset] && `${NEAR[offset]} ${period}`;
  const far = `in the ${period} ${plural(Math.abs(offset), period)} ${offset < 0 ? 'ago' : 'from now'}`;
  return `${near ?? far}${toDate === true ? ' to date' : ''}`;
}

export const calendarKind: WindowKind<CalendarWindow> = {
  schema: () =>
    z.strictObject({
      kind: z.literal('calendar'),
      period: z.enum(periods),
      offset: z.number(),
      toDate: z.boolean().optional(),
    }) as unknown as z.ZodType<CalendarWindow>,
  validate,
  resolve: ({ period, offset, toDate }, context) => {
    const { asOf, zone } = context;
    const day = today(context);
    const from = startOf(periodAt(day, period, offset), zone);
    const end = startOf(periodAt(day, period, offset + 1), zone);
    if (toDate !== true) return { from, to: end };
    return { from, to: Math.min(shift(asOf, { calendar: unitsOf(period, -offset) }, -1, zone), end) };
  },
  days: ({ period, offset, toDate }, context) => {
    const day = today(context);
    const [from, end] = [periodAt(day, period, offset), periodAt(day, period, offset + 1)];
    return { from, to: toDate === true ? Math.min(shiftDay(day, unitsOf(period, -offset), -1) + 1, end) : end };
  },
  isToCome: ({ offset }) => offset > 0,
  endsWithAsOf: ({ offset, toDate }) => offset === 0 && toDate === true,
  describe,
};
