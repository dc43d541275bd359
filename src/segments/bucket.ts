import { liesIn, liesInSql, placeOf, placeSql, readPercent, WHOLE } from '../identity/share.js';
import { type Decimal, formatDecimal } from '../model/decimal.js';
import type { ConditionKind, ConditionNode } from './condition.js';

/**
 * A stable share of everybody, by a keyed hash of the profile’s id: `[from, to)` percent.
 *
 * The same salt gives the same persons in every run and on every engine; who comes or goes moves nobody else. Buckets
 * of one salt that do not overlap share nobody; buckets of different salts are independent.
 */
export interface BucketNode extends ConditionNode {
  readonly kind: 'bucket';
  readonly salt: string;
  /** Percent, exact to six decimals; 0 where it is not given. */
  readonly from?: number;
  /** Percent, above `from`, at most 100. */
  readonly to: number;
}

const bounds = ({ from = 0, to }: BucketNode): readonly [Decimal | undefined, Decimal | undefined] => [
  from === 0 ? 0n : readPercent(from),
  readPercent(to),
];

/** INVARIANT: the node is valid. */
const validBounds = (node: BucketNode): readonly [Decimal, Decimal] => bounds(node) as readonly [Decimal, Decimal];

export const bucket: ConditionKind<BucketNode> = {
  kind: 'bucket',
  parts: () => [],
  validate: (node, _, at) => {
    const [from, to] = bounds(node);
    if (from === undefined || to === undefined) {
      const message = 'is no percentage from 0 to 100 with at most six decimals';
      return [{ at: `${at}.${from === undefined ? 'from' : 'to'}`, message }];
    }
    return from < to && to <= WHOLE ? [] : [{ at: `${at}.to`, message: 'the share ends where it begins, or before' }];
  },
  reads: () => [],
  constant: ({ from = 0, to }) => (from === 0 && to === 100 ? true : undefined),
  targets: () => false,
  prepare: (node) => {
    const bounds = validBounds(node);
    return ({ profile }) => liesIn(placeOf(node.salt, profile.id), ...bounds);
  },
  evaluate: (node, { profile }) => liesIn(placeOf(node.salt, profile.id), ...validBounds(node)),
  saw: ({ salt }, { profile }) => `place ${placeOf(salt, profile.id)}`,
  compile: (node, ask) => liesInSql(placeSql(node.salt, ask.profile('id')), ...validBounds(node)),
  describe: (node) => {
    const [from, to] = validBounds(node);
    return `from ${formatDecimal(from)} % to below ${formatDecimal(to)} % of everybody by the salt ${node.salt}`;
  },
};
