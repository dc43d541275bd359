import * as z from 'zod';
import type { Issue } from '../../errors.js';
import { shiftDay, today } from './days.js';
import { type Duration, describeDuration, parseDuration, shift } from './duration.js';
import type { WindowKind } from './window-kind.js';

/** The time up to as-of, as long as `last` says. */
export interface RollingWindow {
  readonly kind: 'rolling';
  /** An ISO 8601 duration of calendar units or of elapsed units, never of both. */
  readonly last: string;
}

/** So long before as-of, up to it. */
export const rolling = (last: string): RollingWindow => ({ kind: 'rolling', last });

export const validateDuration = (text: string, at: string): readonly Issue[] =>
  parseDuration(text) === undefined ? [{ at, message: `"${text}" is no duration such as P30D or PT24H` }] : [];

/** INVARIANT: the window is valid. */
export const durationOf = (text: string): Duration => parseDuration(text) as Duration;

export const rollingKind: WindowKind<RollingWindow> = {
  schema: () => z.strictObject({ kind: z.literal('rolling'), last: z.string() }),
  validate: ({ last }, at) => validateDuration(last, `${at}.last`),
  resolve: ({ last }, { asOf, zone }) => ({ from: shift(asOf, durationOf(last), -1, zone), to: asOf }),
  days: ({ last }, context) => {
    const duration = durationOf(last);
    if ('elapsed' in duration) return undefined;
    return { from: shiftDay(today(context), duration.calendar, -1) + 1, to: today(context) + 1 };
  },
  isToCome: () => false,
  endsWithAsOf: () => true,
  describe: ({ last }) => `in the last ${describeDuration(last)}`,
};
