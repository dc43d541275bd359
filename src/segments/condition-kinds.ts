import { type AbsenceNode, absence } from './absence.js';
import { type AgeNode, age } from './age.js';
import { aggregate } from './aggregate.js';
import type { AggregateNode } from './aggregate-node.js';
import { type AllNode, all } from './all.js';
import { type AnchoredNode, anchored } from './anchored.js';
import { type AnniversaryNode, anniversary } from './anniversary.js';
import { type AnyNode, any } from './any.js';
import { type BucketNode, bucket } from './bucket.js';
import { type CompareNode, compareField } from './compare.js';
import type { ConditionKind } from './condition.js';
import { type AtLeastNode, type AtMostNode, atLeast, atMost, type ExactlyNode, exactly } from './counted.js';
import { type DateNode, dateWindow } from './date-window.js';
import { type ListNode, list } from './list.js';
import { type NotNode, not } from './not.js';
import { type PresenceNode, presence } from './presence.js';
import { type RankNode, rank } from './rank.js';
import { type ReferenceNode, reference } from './reference.js';
import { type SequenceNode, sequence } from './sequence.js';

/** A condition is one of these. To add one: write its file, add its lines. */
export type Condition =
  | AllNode
  | AnyNode
  | NotNode
  | AtLeastNode
  | AtMostNode
  | ExactlyNode
  | ReferenceNode
  | ListNode
  | BucketNode
  | RankNode
  | CompareNode
  | PresenceNode
  | AggregateNode
  | SequenceNode
  | AnchoredNode
  | AbsenceNode
  | AgeNode
  | DateNode
  | AnniversaryNode;

export const conditionKinds: { readonly [N in Condition as N['kind']]: ConditionKind<N> } = {
  all,
  any,
  not,
  at_least: atLeast,
  at_most: atMost,
  exactly,
  segment: reference,
  list,
  bucket,
  rank,
  compare: compareField,
  presence,
  age,
  date: dateWindow,
  anniversary,
  aggregate,
  sequence,
  absence,
  anchored,
};
