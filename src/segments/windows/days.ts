import { DAY } from '../../model/instant.js';
import type { PlainDate } from '../../model/plain-date.js';
import { localDayNumber } from '../zone.js';
import { type CalendarUnits, shiftWallClock } from './duration.js';
import type { DayNumber, TimeContext } from './window-kind.js';

export const dayNumberOf = (date: PlainDate): DayNumber => Date.parse(`${date}T00:00:00Z`) / (DAY / 1000);

export const dateOf = (day: DayNumber): PlainDate => new Date(day * (DAY / 1000)).toISOString().slice(0, 10);

/** The local day of as-of, which is not over yet. */
export const today = ({ asOf, zone }: TimeContext): DayNumber => localDayNumber(zone, asOf);

export const shiftDay = (day: DayNumber, units: CalendarUnits, direction: 1 | -1): DayNumber =>
  shiftWallClock(day * DAY, units, direction) / DAY;

/** The first and the last readable date; see `PLAIN_DATE_PATTERN`. */
export const FIRST_DATE: PlainDate = '1900-01-01';
export const LAST_DATE: PlainDate = '2199-12-31';

/** Cut to the days that a date can be. */
export const readableDay = (day: DayNumber): DayNumber =>
  Math.min(Math.max(day, dayNumberOf(FIRST_DATE)), dayNumberOf(LAST_DATE) + 1);
