import * as z from 'zod';
import type { Issue } from '../../errors.js';
import { formatInstant, type Instant, parseInstant } from '../../model/instant.js';
import { parsePlainDate } from '../../model/plain-date.js';
import { startOf } from './calendar.js';
import { dayNumberOf } from './days.js';
import type { WindowKind } from './window-kind.js';

/** From one timestamp with offset to another, or from one local day to before another. */
export interface AbsoluteWindow {
  readonly kind: 'absolute';
  readonly from: string;
  readonly to: string;
}

/** From one instant to before another. */
export const absolute = (from: string, to: string): AbsoluteWindow => ({ kind: 'absolute', from, to });

const isDays = ({ from, to }: AbsoluteWindow): boolean =>
  parsePlainDate(from) !== undefined && parsePlainDate(to) !== undefined;

function validate(window: AbsoluteWindow, at: string): readonly Issue[] {
  if (isDays(window)) {
    return window.from < window.to ? [] : [{ at, message: 'the window ends before it begins' }];
  }
  const [from, to] = [parseInstant(window.from), parseInstant(window.to)];
  const expected = 'is no timestamp with an offset (both ends may be days instead)';
  if (from === undefined) return [{ at: `${at}.from`, message: `"${window.from}" ${expected}` }];
  if (to === undefined) return [{ at: `${at}.to`, message: `"${window.to}" ${expected}` }];
  return from < to ? [] : [{ at, message: 'the window ends before it begins' }];
}

const instantOf = (text: string): Instant => parseInstant(text) ?? 0;

export const absoluteKind: WindowKind<AbsoluteWindow> = {
  schema: () => z.strictObject({ kind: z.literal('absolute'), from: z.string(), to: z.string() }),
  validate,
  resolve: (window, { zone }) =>
    isDays(window)
      ? { from: startOf(dayNumberOf(window.from), zone), to: startOf(dayNumberOf(window.to), zone) }
      : { from: instantOf(window.from), to: instantOf(window.to) },
  days: (window) => (isDays(window) ? { from: dayNumberOf(window.from), to: dayNumberOf(window.to) } : undefined),
  isToCome: () => false,
  describe: (window) =>
    isDays(window)
      ? `from ${window.from} to before ${window.to}`
      : `from ${formatInstant(instantOf(window.from))} to before ${formatInstant(instantOf(window.to))}`,
};
