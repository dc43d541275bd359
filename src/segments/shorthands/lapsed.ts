import type { AllNode } from '../all.js';
import { type Activity, did } from './activity.js';

/** How far back something was done, and since when no more. */
export interface LapsedOptions {
  /** How far back it was still done; an ISO 8601 duration such as `P365D`. */
  readonly activeWithin: string;
  /** For how long it has not been done since; shorter than `activeWithin`. */
  readonly silentFor: string;
}

/**
 * Did it between `activeWithin` and `silentFor` ago, and not since.
 *
 * @example lapsed({ over: 'purchase', where: { category: 'fuel' } }, { activeWithin: 'P365D', silentFor: 'P90D' })
 */
export const lapsed = (what: Activity, { activeWithin, silentFor }: LapsedOptions): AllNode =>
  stopped(what, 1, activeWithin, silentFor);

/** Did it so many times at least, and then no more. */
export const stopped = (what: Activity, times: number, activeWithin: string, silentFor: string): AllNode => ({
  kind: 'all',
  of: [
    did(what, { kind: 'between', from: activeWithin, to: silentFor }, 'gte', times),
    did(what, { kind: 'rolling', last: silentFor }, 'eq', 0),
  ],
});
