import type { AllNode } from './all.js';
import type { AnyNode } from './any.js';
import type { CompareNode } from './compare.js';
import type { ComparisonName } from './comparisons.js';
import type { Condition } from './condition-kinds.js';
import { type Events, eventsBuilder, type Purchases, purchasesBuilder } from './measured-builder.js';
import type { NotNode } from './not.js';
import type { PresenceNode } from './presence.js';
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
  postalCode: string;
  city: string;
  birthDate: string;
  gender: string;
  party: 'consumer' | 'sole_trader' | 'company';
  deceased: boolean;
  protectedIdentity: boolean;
  controlGroup: boolean;
}

type AttributeType<T> = T extends 'boolean' ? boolean : T extends 'decimal' ? number | string : string;

type FieldsOf<S extends BuilderSchema> = StandardFields & {
  [N in keyof S['attributes']]: AttributeType<S['attributes'][N]>;
};

export interface ComparableField<V> {
  is(value: V): CompareNode;
  isNot(value: V): CompareNode;
  oneOf(...values: readonly V[]): CompareNode;
  noneOf(...values: readonly V[]): CompareNode;
  below(value: V): CompareNode;
  atMost(value: V): CompareNode;
  above(value: V): CompareNode;
  atLeast(value: V): CompareNode;
  isPresent(): PresenceNode;
  isMissing(): PresenceNode;
}

export interface Builder<S extends BuilderSchema> {
  all(...of: readonly Condition[]): AllNode;
  any(...of: readonly Condition[]): AnyNode;
  not(of: Condition): NotNode;
  field<N extends keyof FieldsOf<S> & string>(field: N): ComparableField<FieldsOf<S>[N]>;
  purchases(where?: Where): Purchases;
  events(type: WhereTest, where?: Where): Events;
}

function field(name: string): ComparableField<unknown> {
  const compare =
    (is: ComparisonName) =>
    (value: unknown): CompareNode => ({ kind: 'compare', field: name, is, value });
  return {
    is: compare('eq'),
    isNot: compare('ne'),
    oneOf: (...values) => compare('in')(values),
    noneOf: (...values) => compare('not_in')(values),
    below: compare('lt'),
    atMost: compare('lte'),
    above: compare('gt'),
    atLeast: compare('gte'),
    isPresent: () => ({ kind: 'presence', field: name, is: 'present' }),
    isMissing: () => ({ kind: 'presence', field: name, is: 'missing' }),
  };
}

/**
 * Words for writing conditions in TypeScript; what they make is the same JSON that a project file holds.
 *
 * @example
 * const { all, not, purchases } = builder({ attributes: { tier: 'text' } });
 * all(field('tier').is('gold'), not(purchases({ category: 'fuel' }).receipts().in(rolling('P60D')).atLeast(1)))
 */
export function builder<const S extends BuilderSchema = { attributes: Record<never, never> }>(_schema?: S): Builder<S> {
  return {
    all: (...of) => ({ kind: 'all', of }),
    any: (...of) => ({ kind: 'any', of }),
    not: (of) => ({ kind: 'not', of }),
    field: (name) => field(name) as never,
    purchases: (where = {}) => purchasesBuilder(where),
    events: (type, where = {}) => eventsBuilder({ ...where, type }),
  };
}
