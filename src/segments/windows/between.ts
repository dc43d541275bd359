import * as z from 'zod';
import type { Issue } from '../../errors.js';
import { shiftDay, today } from './days.js';
import { describeDuration, isLonger, parseDuration, shift } from './duration.js';
import { durationOf, validateDuration } from './rolling.js';
import type { WindowKind } from './window-kind.js';

/** From so long before as-of to so long before it: `P60D` to `P30D` is the month before the last 30 days. */
export interface BetweenWindow {
  readonly kind: 'between';
  /** The longer of two ISO 8601 durations, each of calendar units or of elapsed units. */
  readonly from: string;
  readonly to: string;
}

/** From one distance before as-of to before another. */
export const between = (from: string, to: string): BetweenWindow => ({ kind: 'between', from, to });

/** A midsummer without anything odd about it: P31D is longer than P1M on some days and as long on others. */
const PROBE = Date.UTC(2023, 6, 1) * 1000;

function validate({ from, to }: BetweenWindow, at: string): readonly Issue[] {
  const issues = [...validateDuration(from, `${at}.from`), ...validateDuration(to, `${at}.to`)];
  const [longer, shorter] = [parseDuration(from), parseDuration(to)];
  if (longer === undefined || shorter === undefined) return issues;
  return isLonger(longer, shorter, PROBE, 'UTC')
    ? issues
    : [{ at, message: `it begins ${from} ago, which is not before ${to} ago` }];
}

export const betweenKind: WindowKind<BetweenWindow> = {
  schema: () => z.strictObject({ kind: z.literal('between'), from: z.string(), to: z.string() }),
  validate,
  resolve: ({ from, to }, { asOf, zone }) => ({
    from: shift(asOf, durationOf(from), -1, zone),
    to: shift(asOf, durationOf(to), -1, zone),
  }),
  days: ({ from, to }, context) => {
    const [longer, shorter] = [durationOf(from), durationOf(to)];
    if ('elapsed' in longer || 'elapsed' in shorter) return undefined;
    const day = today(context);
    return { from: shiftDay(day, longer.calendar, -1) + 1, to: shiftDay(day, shorter.calendar, -1) + 1 };
  },
  isToCome: () => false,
  describe: ({ from, to }) => `between ${describeDuration(from)} and ${describeDuration(to)} ago`,
};
