import type { AllNode } from '../all.js';
import type { Activity } from './activity.js';
import { type LapsedOptions, stopped } from './lapsed.js';

/** As of `LapsedOptions`, and how often it was done before. */
export interface WinbackOptions extends LapsedOptions {
  /** How often it was done before the silence, at least; a whole number. */
  readonly times: number;
}

/**
 * Did it again and again between `activeWithin` and `silentFor` ago, and not since: regulars who are worth a letter.
 *
 * @example winback({ over: 'purchase' }, { times: 3, activeWithin: 'P1Y', silentFor: 'P90D' })
 */
export const winback = (what: Activity, { times, activeWithin, silentFor }: WinbackOptions): AllNode =>
  stopped(what, times, activeWithin, silentFor);
