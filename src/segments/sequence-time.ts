import { DAY, EARLIEST, type Instant, LAST_YEAR, MINUTE } from '../model/instant.js';
import { call, literal, name, type Sql, sql } from '../sql/fragment.js';
import type { Column, PlanBuilder, Row } from '../sql/plan.js';
import type { TimeContext } from './window.js';
import { type Duration, shift } from './windows/duration.js';
import { localOffsets, type ZoneOffset, zoneOffsets } from './zone.js';

/**
 * Instants so much later or earlier than those of rows, in memory and in SQL.
 *
 * Engines join tables of offsets and of months that are made here, and know neither zones nor calendars.
 */
export interface Shift {
  readonly duration: Duration;
  readonly direction: 1 | -1;
}

export const shifted = (instant: Instant, { duration, direction }: Shift, zone: string): Instant =>
  shift(instant, duration, direction, zone);

/** What a shift in SQL is made with. */
export interface ShiftContext extends TimeContext {
  readonly plan: Pick<PlanBuilder, 'fill'>;
}

/** Readable times as the wall clock shows them; a shifted time outside is cut, and is outside every window all the same. */
const FIRST = EARLIEST - 3 * DAY;
const LAST = Date.UTC(LAST_YEAR + 1, 0, 1) * 1000 + DAY;

/** The rows of a relation with one more column `as`: an instant of theirs, shifted. Instants are of before as-of. */
export function shiftedSql(relation: Sql, column: string, shift: Shift, as: string, context: ShiftContext): Sql {
  const at = name('r', column);
  const { duration, direction } = shift;
  if ('elapsed' in duration) {
    return sql`select r.*, ${at} + ${direction * duration.elapsed} as ${name(as)} from (${relation}) as r`;
  }
  const { years, months, weeks, days } = duration.calendar;
  const [byMonths, byDays] = [direction * (12 * years + months), direction * (7 * weeks + days) * DAY];
  const local = sql`(${at} + z.minutes * ${MINUTE})`;
  const zoned = sql`(${relation}) as r join ${offsetTable(context)} as z on ${at} >= z.from_at and ${at} < z.to_at`;
  const day = call('floor_divide', local, literal(DAY));
  // A day that the later month does not have is its last one; the time of day stays.
  const laterDay = sql`(m.later_first + least(${day} - m.first_day, m.later_days - 1))`;
  const moved =
    byMonths === 0 ? sql`(${local} + ${byDays})` : sql`(${local} + (${laterDay} - ${day}) * ${DAY} + ${byDays})`;
  const monthly =
    byMonths === 0
      ? sql``
      : sql` join ${monthTable(byMonths, context)} as m on ${day} >= m.first_day and ${day} < m.next_first`;
  const cut = sql`least(greatest(${moved}, ${FIRST}), ${LAST - 1})`;
  return sql`select r.*, ${cut} - w.minutes * ${MINUTE} as ${name(as)} from ${zoned}${monthly} join ${wallClockTable(context)} as w on ${cut} >= w.from_at and ${cut} < w.to_at`;
}

const integers = (...names: readonly string[]): readonly Column[] =>
  names.map((column) => ({ name: column, type: 'integer' }));

const stretches = (offsets: readonly ZoneOffset[]): readonly Row[] =>
  offsets.map(({ from, to, minutes }) => [from, to, minutes]);

/** Which offset an instant of before as-of has. */
export const offsetTable = ({ plan, zone, asOf }: ShiftContext): Sql =>
  plan.fill(
    'zone_offsets',
    integers('from_at', 'to_at', 'minutes'),
    stretches(zoneOffsets(zone, EARLIEST - DAY, asOf + DAY)),
  );

/** Which offset a time on the wall has. */
const wallClockTable = ({ plan, zone }: ShiftContext): Sql =>
  plan.fill('wall_clock_offsets', integers('from_at', 'to_at', 'minutes'), stretches(localOffsets(zone, FIRST, LAST)));

/** Every month up to as-of with the one so many months later: days since 1970-01-01, and how many days it has. */
function monthTable(months: number, { plan, asOf }: ShiftContext): Sql {
  const [first, last] = [monthOf(FIRST), monthOf(asOf + DAY)];
  const rows = Array.from({ length: last - first + 1 }, (_, i): Row => {
    const [month, later] = [first + i, first + i + months];
    return [firstDay(month), firstDay(month + 1), firstDay(later), firstDay(later + 1) - firstDay(later)];
  });
  return plan.fill('months', integers('first_day', 'next_first', 'later_first', 'later_days'), rows);
}

/** Months since January of year 0. */
function monthOf(instant: Instant): number {
  const date = new Date(Math.floor(instant / 1000));
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

const firstDay = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1) / (DAY / 1000);
