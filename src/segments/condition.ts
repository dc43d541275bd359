import type { Issue } from '../errors.js';
import type { Contact } from '../model/contact.js';
import type { Delivery } from '../model/delivery.js';
import type { Event } from '../model/event.js';
import type { Permission } from '../model/permission.js';
import type { Profile } from '../model/profile.js';
import type { Purchase } from '../model/purchase.js';
import type { AttributeSchema } from '../model/records.js';
import type { AggregateUnit } from '../sql/aggregates.js';
import type { Sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import type { Presence } from '../sql/presence.js';
import type { RowNeed } from '../sql/rows-part.js';
import type { Sum } from '../sql/sum.js';
import type { Boundary } from './boundary.js';
import type { IdList } from './id-list.js';
import type { RateTable } from './rates.js';
import type { RowExtra } from './row-extras.js';
import type { RowKind } from './row-kinds.js';
import type { TimeContext } from './window.js';

/**
 * The contract of a condition: total, two-valued, and the same in memory and in SQL.
 *
 * A condition is plain JSON with a `kind`. Missing is false for positive and negative comparisons alike; `not` is
 * the complement in the universe of all unmerged profiles, so the silent ones are in it.
 */
export interface ConditionNode {
  readonly kind: string;
}

/** One person, as the reference evaluates a condition: behaviour includes that of profiles merged into this one. */
export interface PersonView {
  readonly profile: Profile;
  /** Ids of the profiles merged into this one. */
  readonly mergedIds?: readonly string[];
  readonly purchases: readonly Purchase[];
  readonly events: readonly Event[];
  readonly contacts: readonly Contact[];
  readonly deliveries: readonly Delivery[];
  /** What was expressed, as data; what it permits is for decisions. */
  readonly permissions: readonly Permission[];
}

/** What a condition names and does not hold itself. */
export interface SegmentUses {
  /** Conditions of other segments, by id. */
  readonly segments?: Readonly<Record<string, ConditionNode>>;
  /** Lists of profile ids, by name. */
  readonly lists?: Readonly<Record<string, IdList>>;
}

/** What a definition may name. */
export interface DefinitionScope {
  readonly attributes: AttributeSchema;
  readonly uses?: SegmentUses;
  /** What amounts are converted by, where the project has such a table. */
  readonly rates?: RateTable;
}

/** Everything an evaluation is given; nothing else is read. */
export interface EvaluationContext extends TimeContext, DefinitionScope {
  /** Where ranks divide the population, by their keys; the population was looked at before. */
  readonly boundaries?: ReadonlyMap<string, Boundary>;
}

/** Where a condition's SQL asks for what it needs; the planner decides how it is read. */
export interface SegmentAsk extends EvaluationContext {
  readonly plan: Pick<PlanBuilder, 'fill' | 'view' | 'table' | 'lookUp'>;
  /** Every profile; its columns are those of the profile relation. */
  readonly profiles: Sql;
  /** The rows of a kind as far as they are needed, or `undefined` where no source declares the kind. */
  relation(kind: 'purchase' | 'event', need: RowNeed): Sql | undefined;
  /**
   * The rows that can count, as far as they are needed, with `person_id`, `counted_at`, for purchases `receipt_key`,
   * and the columns of these extras: seen by as-of, voids left out. The need bounds `counted_at`. `undefined` where
   * no source declares the kind.
   */
  rows(kind: RowKind, need: RowNeed, extras: readonly RowExtra[]): Sql | undefined;
  /** Whether every row of {@link rows} passes a test already. */
  passes(kind: RowKind, rows: Sql, test: Sql): boolean;
  /** Something that must not be there: a row of the query stops the run. */
  refuse(check: { readonly query: Sql; readonly error: (at: string, found: Found) => Error }): void;
  /** Whether an id is one of the universe's. */
  isPerson(id: Sql): Sql;
  /** An aggregate over a person's rows; null where the person has none. */
  aggregate(ask: {
    readonly relation: Sql;
    readonly aggregate: Sql | Sum | Presence;
    readonly unit?: AggregateUnit;
  }): Sql;
  /** A column of the person's profile. */
  profile(column: string): Sql;
  /** The same by `foldCase`; for columns of text. */
  folded(column: string): Sql;
  /** Whether the person is on a list of ids; the name is for reports. */
  listed(name: string, list: IdList): Sql;
  /** A condition that several may ask for, worked out once under its key: a column of the universe. */
  shared(key: string, compile: () => Sql): Sql;
  /**
   * Columns of one row that a query gives of everybody, worked out once under its key before anybody is held against
   * them; the query may name every column asked for before.
   */
  fitted(key: string, columns: readonly string[], query: (everybody: Sql) => Sql): (column: string) => Sql;
}

/** A row of a query, by column. */
export type Found = Readonly<Record<string, unknown>>;

/** What a person's data gave for one condition, for `explain`. */
export interface Trace {
  readonly says: string;
  readonly holds: boolean;
  /** The value the condition saw; absent for conditions made of others. */
  readonly saw?: string;
  readonly parts?: readonly Trace[];
}

/** Evaluation of nested conditions, handed to the kinds that have them. */
export interface Nested {
  evaluate(node: ConditionNode, person: PersonView): boolean;
  trace(node: ConditionNode, person: PersonView): Trace;
  compile(node: ConditionNode, ask: SegmentAsk): Sql;
  describe(node: ConditionNode): string;
  /** Whether a person is in the segment of this id; worked out once for each person. */
  isIn(segment: string, person: PersonView): boolean;
  /** The same in SQL. */
  shared(segment: string, ask: SegmentAsk): Sql;
  /** The identity of a condition with everything it rests on. */
  keyOf(node: ConditionNode): string;
  /** Where a rank divides the population. */
  boundaryOf(node: ConditionNode): Boundary;
}

/** Whether a condition holds of a person, with everything that does not depend on the person worked out before. */
export type PersonTest = (person: PersonView) => boolean;

/** Conditions made ready for many persons, handed to the kinds that have others inside. */
export interface Preparing {
  readonly context: EvaluationContext;
  test(node: ConditionNode): PersonTest;
  /** The same of a segment that is named. */
  testOf(segment: string): PersonTest;
}

/** One kind of condition: schema, meaning, SQL and sentence in one file. */
export interface ConditionKind<N extends ConditionNode> {
  readonly kind: N['kind'];
  /** Conditions inside this one, with their paths. */
  readonly parts: (node: N) => readonly { readonly at: string; readonly node: ConditionNode }[];
  /** The id of a segment that it stands for. */
  readonly refersTo?: (node: N) => string;
  /** The list of ids that it reads: by name, or written in it. */
  readonly list?: (node: N) => {
    readonly name: string | undefined;
    readonly says: string;
    readonly ids: readonly string[];
  };
  readonly validate: (node: N, scope: DefinitionScope, at: string) => readonly Issue[];
  /** What it says of everybody alike, given what its parts say; `undefined` where data decides. Not given: data decides. */
  readonly constant?: (node: N, parts: readonly (boolean | undefined)[]) => boolean | undefined;
  /** Record kinds it reads beyond the profile; reading behaviour makes a campaign targeted. */
  readonly reads: (node: N) => readonly RowKind[];
  /** Whether it reads more than relation, controller, country or language of the profile. */
  readonly targets: (node: N) => boolean;
  readonly evaluate: (node: N, person: PersonView, context: EvaluationContext, nested: Nested) => boolean;
  /** `evaluate` made ready for many persons; it says the same. Not given: `evaluate` is asked of each. */
  readonly prepare?: (node: N, preparing: Preparing) => PersonTest;
  /** The value seen, for leaves. */
  readonly saw?: (node: N, person: PersonView, context: EvaluationContext, nested: Nested) => string;
  /** It needs a look at the whole population before anybody can be held against it. */
  readonly fit?: (node: N, persons: readonly PersonView[], context: EvaluationContext, nested: Nested) => Boundary;
  /** A boolean that is never null. */
  readonly compile: (node: N, ask: SegmentAsk, nested: Nested) => Sql;
  readonly describe: (node: N, nested: Nested) => string;
  /** What stands above the parts of a condition made of others, when each part is shown on its own. */
  readonly heading?: (node: N) => string;
}
