import type { AbsenceNode } from './absence.js';
import type { AllNode } from './all.js';
import type { AnchoredNode } from './anchored.js';
import type { AnyNode } from './any.js';
import type { BucketNode } from './bucket.js';
import type { Condition } from './condition-kinds.js';
import type { AtLeastNode, AtMostNode, ExactlyNode } from './counted.js';
import { type ComparableField, type DateField, dateBuilder, fieldBuilder, type ListField } from './field-builder.js';
import type { ListNode } from './list.js';
import {
  type CountedOnly,
  countedBuilder,
  type Events,
  eventsBuilder,
  type Purchases,
  purchasesBuilder,
} from './measured-builder.js';
import type { NotNode } from './not.js';
import type { RankNode } from './rank.js';
import type { ReferenceNode } from './reference.js';
import type { SequenceNode } from './sequence.js';
import type { Where, WhereTest } from './where.js';

/** The project's own profile fields by type, as the builder checks them. */
export interface BuilderSchema {
  readonly attributes: Readonly<Record<string, 'text' | 'decimal' | 'date' | 'boolean' | 'list'>>;
}

interface StandardFields {
  id: string;
  country: string;
  language: string;
  firstName: string;
  lastName: string;
  address: string;
  postalCode: string;
  city: string;
  birthDate: string;
  gender: string;
  party: 'consumer' | 'sole_trader' | 'company';
  deceased: boolean;
  protectedIdentity: boolean;
  controlGroup: boolean;
}

type AttributeType<T> = T extends 'boolean'
  ? boolean
  : T extends 'decimal'
    ? number | string
    : T extends 'list'
      ? readonly string[]
      : string;

type FieldsOf<S extends BuilderSchema> = StandardFields & {
  [N in keyof S['attributes']]: AttributeType<S['attributes'][N]>;
};

type FieldOf<V> = [V] extends [readonly string[]] ? ListField : ComparableField<V>;

type DateNames<S extends BuilderSchema> =
  | 'birthDate'
  | { [N in keyof S['attributes'] & string]: S['attributes'][N] extends 'date' ? N : never }[keyof S['attributes'] &
      string];

/** A condition without its kind. */
type Said<N extends { readonly kind: string }> = Omit<N, 'kind'>;

/** What `builder` gives: conditions as functions. */
export interface Builder<S extends BuilderSchema> {
  /** Every one of them holds. */
  all(...of: readonly Condition[]): AllNode;
  /** One of them holds, or more. */
  any(...of: readonly Condition[]): AnyNode;
  /** It does not hold: everybody else, those of whom nothing is known included. */
  not(of: Condition): NotNode;
  /** As many of them hold, or more. */
  atLeast(k: number, ...of: readonly Condition[]): AtLeastNode;
  /** As many of them hold, or fewer. */
  atMost(k: number, ...of: readonly Condition[]): AtMostNode;
  /** Exactly as many of them hold. */
  exactly(k: number, ...of: readonly Condition[]): ExactlyNode;
  /** A field of the profile, standard or an attribute, held against a value. */
  field<N extends keyof FieldsOf<S> & string>(field: N): FieldOf<FieldsOf<S>[N]>;
  /** Ages, windows and anniversaries of a date. */
  date(field: DateNames<S>): DateField;
  /** Purchases whose rows pass these tests; returns are taken off. */
  purchases(where?: Where): Purchases;
  /** Events of a type, or of the types that a test names, whose rows pass. */
  events(type: WhereTest, where?: Where): Events;
  /** Messages that were sent. */
  contacts(where?: Where): CountedOnly;
  /** What became of messages: delivered, bounced, complained of. */
  deliveries(where?: Where): CountedOnly;
  /** What was said when asked for permission; data only, a campaign asks for permission by itself. */
  permissions(where?: Where): CountedOnly;
  /** Among the best, or the worst, by a number of the profile or a measure of behaviour. */
  rank(said: Said<RankNode>): RankNode;
  /** A stable share of everybody, from one per cent to below another. */
  bucket(salt: string, from: number, to: number): BucketNode;
  /** A list of the project. */
  onList(list: string): ListNode;
  /** These profiles, by id. */
  ids(...ids: readonly string[]): ListNode;
  /** Another segment. */
  inSegment(id: string): ReferenceNode;
  /** Steps that follow one another, each within its time. */
  sequence(said: Said<SequenceNode>): SequenceNode;
  /** Something was done, or several things one after the other, and then something was not done for a while. */
  absence(said: Said<AbsenceNode>): AbsenceNode;
  /** A measure over the rows around a moment of the person’s own. */
  anchored(said: Said<AnchoredNode>): AnchoredNode;
}

/**
 * Words for writing conditions in TypeScript; what they make is the same JSON that a project file holds.
 *
 * @example
 * const { all, field, not, purchases } = builder({ attributes: { tier: 'text' } });
 * all(field('tier').is('gold'), not(purchases({ category: 'fuel' }).receipts().in(rolling('P60D')).atLeast(1)))
 */
export function builder<const S extends BuilderSchema = { attributes: Record<never, never> }>(_schema?: S): Builder<S> {
  return {
    all: (...of) => ({ kind: 'all', of }),
    any: (...of) => ({ kind: 'any', of }),
    not: (of) => ({ kind: 'not', of }),
    atLeast: (k, ...of) => ({ kind: 'at_least', k, of }),
    atMost: (k, ...of) => ({ kind: 'at_most', k, of }),
    exactly: (k, ...of) => ({ kind: 'exactly', k, of }),
    field: (name) => fieldBuilder(name) as never,
    date: dateBuilder,
    purchases: (where = {}) => purchasesBuilder(where),
    events: (type, where = {}) => eventsBuilder({ ...where, type }),
    contacts: (where = {}) => countedBuilder('contact', where),
    deliveries: (where = {}) => countedBuilder('delivery', where),
    permissions: (where = {}) => countedBuilder('permission', where),
    rank: (said) => ({ ...said, kind: 'rank' }),
    bucket: (salt, from, to) => ({ kind: 'bucket', salt, from, to }),
    onList: (list) => ({ kind: 'list', list }),
    ids: (...ids) => ({ kind: 'list', ids }),
    inSegment: (id) => ({ kind: 'segment', id }),
    sequence: (said) => ({ ...said, kind: 'sequence' }),
    absence: (said) => ({ ...said, kind: 'absence' }),
    anchored: (said) => ({ ...said, kind: 'anchored' }),
  };
}
