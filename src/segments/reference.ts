import { didYouMean } from '../model/closest-names.js';
import type { ConditionKind, ConditionNode } from './condition.js';

/** Membership in another segment, evaluated in the same context: same as-of, same zone, same universe. */
export interface ReferenceNode extends ConditionNode {
  readonly kind: 'segment';
  readonly id: string;
}

export const reference: ConditionKind<ReferenceNode> = {
  kind: 'segment',
  heading: ({ id }) => `in the segment ${id}`,
  parts: () => [],
  refersTo: ({ id }) => id,
  validate: ({ id }, { uses }, at) => {
    const known = Object.keys(uses?.segments ?? {});
    if (known.includes(id)) return [];
    return [{ at: `${at}.id`, message: `no segment is named ${JSON.stringify(id)}${didYouMean(id, known)}` }];
  },
  reads: () => [],
  targets: () => false,
  evaluate: ({ id }, person, _, nested) => nested.isIn(id, person),
  prepare: ({ id }, { testOf }) => testOf(id),
  compile: ({ id }, ask, nested) => nested.shared(id, ask),
  describe: ({ id }) => `in the segment ${id}`,
};
