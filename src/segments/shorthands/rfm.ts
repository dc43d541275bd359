import type { AllNode } from '../all.js';
import type { Measure } from '../measures.js';
import type { RankNode } from '../rank.js';
import type { Where } from '../where.js';
import type { Window } from '../window.js';
import { did } from './activity.js';

/** The window, and which scores of recency, frequency and money count. */
export interface RfmOptions {
  readonly in: Window;
  readonly where?: Where;
  /** ISO 4217, of the money that is summed. */
  readonly currency: string;
  /** Scores that are taken, 1 (worst) to 5 (best); any where it is not given. */
  readonly recency?: readonly number[];
  readonly frequency?: readonly number[];
  readonly money?: readonly number[];
}

/**
 * Recency (local days since the last purchase), frequency (receipts) and money (amount, returns taken off), each
 * scored by fifths of those who bought in the window. Who did not buy has no score and is no member.
 *
 * @example rfm({ in: rolling('P365D'), currency: 'SEK', recency: [4, 5], frequency: [4, 5] })
 */
export function rfm({ in: window, where = {}, currency, recency, frequency, money }: RfmOptions): AllNode {
  const among = did({ over: 'purchase', where }, window, 'gte', 1);
  const scored = (measure: Measure, order: RankNode['order'], scores: readonly number[] | undefined): RankNode[] =>
    scores === undefined
      ? []
      : [
          {
            kind: 'rank',
            by: { over: 'purchase', where, measure, in: window },
            among,
            order,
            score: { of: 5, in: scores },
          },
        ];
  return {
    kind: 'all',
    of: [
      among,
      ...scored({ daysSince: 'last' }, 'lowest', recency),
      ...scored({ count: 'receipt' }, 'highest', frequency),
      ...scored({ sum: 'amount', currency }, 'highest', money),
    ],
  };
}
