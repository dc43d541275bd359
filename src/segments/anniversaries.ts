import { daysInMonth } from '../model/instant.js';
import type { PlainDate } from '../model/plain-date.js';

/** The day on which somebody born on 29 February has a birthday in a common year. */
export const leapDays = ['feb28', 'mar1'] as const;
export type LeapDay = (typeof leapDays)[number];

export const isLeapYear = (year: number): boolean => daysInMonth(year, 2) === 29;

export const yearOf = (date: PlainDate): number => Number(date.slice(0, 4));

const inYear = (year: number, monthAndDay: string): PlainDate => `${String(year).padStart(4, '0')}-${monthAndDay}`;

/** The anniversary of a date in a year. */
export function anniversaryIn(year: number, date: PlainDate, leapDay: LeapDay): PlainDate {
  const monthAndDay = date.slice(5);
  if (monthAndDay !== '02-29' || isLeapYear(year)) return inYear(year, monthAndDay);
  return inYear(year, leapDay === 'feb28' ? '02-28' : '03-01');
}

/** Years completed on a day; negative for a date to come. */
export function completedYears(date: PlainDate, today: PlainDate, leapDay: LeapDay): number {
  const years = yearOf(today) - yearOf(date);
  return today < anniversaryIn(yearOf(today), date, leapDay) ? years - 1 : years;
}

/**
 * The latest date that has completed so many years on a day, for comparison as text.
 *
 * The twin of {@link completedYears}: on 28 February of a common year, 29 February of a year before counts where its
 * anniversary is that day, whether or not that year had one.
 */
export function latestDate(years: number, today: PlainDate, leapDay: LeapDay): PlainDate {
  const isLeapAnniversary = leapDay === 'feb28' && today.endsWith('-02-28') && !isLeapYear(yearOf(today));
  return inYear(yearOf(today) - years, isLeapAnniversary ? '02-29' : today.slice(5));
}
