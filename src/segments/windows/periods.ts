import { DAY } from '../../model/instant.js';
import { shiftDay } from './days.js';
import type { CalendarUnits } from './duration.js';
import type { DayNumber } from './window-kind.js';

/** Periods of the calendar. Weeks are those of ISO 8601: they begin on Monday, whatever year that is in. */
export const periods = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Period = (typeof periods)[number];

const NONE: CalendarUnits = { years: 0, months: 0, weeks: 0, days: 0 };

export function unitsOf(period: Period, count: number): CalendarUnits {
  switch (period) {
    case 'day':
      return { ...NONE, days: count };
    case 'week':
      return { ...NONE, weeks: count };
    case 'month':
      return { ...NONE, months: count };
    case 'quarter':
      return { ...NONE, months: 3 * count };
    case 'year':
      return { ...NONE, years: count };
  }
}

/** Thursday, 1 January 1970, is day 0; Monday is the first day of a week. */
const dayOfWeek = (day: DayNumber): number => (((day + 3) % 7) + 7) % 7;

/** The first day of the period that a day lies in. */
export function periodStart(day: DayNumber, period: Period): DayNumber {
  if (period === 'day') return day;
  if (period === 'week') return day - dayOfWeek(day);
  const date = new Date(day * (DAY / 1000));
  const month = date.getUTCMonth();
  const first = { month, quarter: month - (month % 3), year: 0 }[period];
  return Date.UTC(date.getUTCFullYear(), first, 1) / (DAY / 1000);
}

/** The first day of the period so many periods later, or earlier where the count is negative. */
export const periodAt = (day: DayNumber, period: Period, offset: number): DayNumber =>
  shiftDay(periodStart(day, period), unitsOf(period, Math.abs(offset)), offset < 0 ? -1 : 1);
