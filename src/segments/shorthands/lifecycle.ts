import { ClearlistError } from '../../errors.js';
import type { AggregateNode } from '../aggregate-node.js';
import type { AllNode } from '../all.js';
import { ever } from '../window.js';
import { type Activity, did } from './activity.js';

/** The stages, from never to no more. */
export const lifecycleStages = ['prospect', 'new', 'active', 'lapsing', 'lapsed'] as const;
/** A stage of a customer, from never to no more. */
export type LifecycleStage = (typeof lifecycleStages)[number];

/** Whole local days: `newFor` is at most `lapsingAfter`, which is below `lapsedAfter`. */
export interface LifecycleThresholds {
  /** The first time is fewer days ago. */
  readonly newFor: number;
  /** The last time is as many days ago, or more. */
  readonly lapsingAfter: number;
  readonly lapsedAfter: number;
}

/**
 * One of five stages, of which everybody is in exactly one: never did it; did it first a short while ago; did it
 * lately; has not for a while; has not for long.
 *
 * @example lifecycle('lapsing', { over: 'purchase' }, { newFor: 30, lapsingAfter: 90, lapsedAfter: 365 })
 * @throws {ClearlistError} `definition-invalid` for thresholds that are not in order.
 */
export function lifecycle(
  stage: LifecycleStage,
  what: Activity,
  { newFor, lapsingAfter, lapsedAfter }: LifecycleThresholds,
): AllNode {
  const days = [newFor, lapsingAfter, lapsedAfter];
  if (
    !days.every((one) => Number.isSafeInteger(one) && one >= 1) ||
    newFor > lapsingAfter ||
    lapsingAfter >= lapsedAfter
  ) {
    throw new ClearlistError('definition-invalid', 'the thresholds of a lifecycle are not in order', {
      hint: 'Give whole days of 1 or more: newFor at most lapsingAfter, lapsingAfter below lapsedAfter.',
    });
  }
  const since = (end: 'first' | 'last', is: 'lt' | 'gte', value: number): AggregateNode => ({
    kind: 'aggregate',
    over: what.over,
    where: what.where ?? {},
    measure: { daysSince: end },
    in: ever,
    is,
    value,
  });
  const known = since('first', 'gte', newFor);
  const conditions: Record<LifecycleStage, readonly AggregateNode[]> = {
    prospect: [did(what, ever, 'eq', 0)],
    new: [since('first', 'lt', newFor)],
    active: [known, since('last', 'lt', lapsingAfter)],
    lapsing: [known, since('last', 'gte', lapsingAfter), since('last', 'lt', lapsedAfter)],
    lapsed: [known, since('last', 'gte', lapsedAfter)],
  };
  return { kind: 'all', of: conditions[stage] };
}
