import type { CanonicalIdentifier } from '../identity/identifier.js';
import type { Instant } from '../model/instant.js';
import type { Profile } from '../model/profile.js';
import type { Basis, ReasonCode } from '../model/reasons.js';
import type { RecordRef } from '../model/record-kind.js';
import type { RowFilter } from '../segments/row-filter.js';
import type { Sql } from '../sql/fragment.js';

/**
 * What rules ask, in memory and in SQL: blocks (records that refuse) and grants (records that permit).
 *
 * Blocks reach wide and grants stay narrow (architecture of identity): a rule says which records it means, never how
 * they reach somebody.
 */

/** Record kinds that can refuse. */
export type BlockKind =
  | 'objection'
  | 'opt_out'
  | 'restriction'
  | 'permission'
  | 'delivery'
  | 'signal'
  | 'register'
  | 'tombstone';

/** Record kinds that can permit. */
export type GrantKind = 'permission' | 'signal' | 'register';

/** The standing records of a kind that pass a filter. Scope filters are written out: `*` is a value of the list. */
export interface BlockQuery {
  readonly kind: BlockKind;
  readonly filter: RowFilter;
  /**
   * `address`: about the address the record names, whoever holds it, and about nobody's other addresses; where it
   * names none that can be one, about every address of the profile it names. Else as far as a refusal reaches.
   */
  readonly reach?: 'address';
}

/** Reports about the candidate’s address that pass a filter, later than an instant. One told twice is one. */
export interface ReportsQuery {
  readonly filter: RowFilter;
  /** Exclusive. */
  readonly after: Instant;
}

/** Permitting records of a kind that pass a filter and count at as-of. */
export interface GrantQuery {
  /** Permissions where it is not given. */
  readonly kind?: GrantKind;
  readonly filter: RowFilter;
}

/** Sales of the profile itself that pass a filter, in `[from, to)`. */
export interface SaleQuery {
  readonly filter: RowFilter;
  readonly from: Instant;
  readonly to: Instant;
}

/** A person’s own history: what they bought, did, were sent, and are to a controller. */
export type RowKind = 'purchase' | 'event' | 'contact' | 'relation';

/** The rows of a person that pass a filter and began in `[from, to)`. */
export interface RowsQuery {
  readonly kind: RowKind;
  /** `profile`: of the profile that remains alone, as permissions are; `person`: of those merged into it too. */
  readonly of: 'profile' | 'person';
  readonly filter: RowFilter;
  readonly from: Instant;
  readonly to: Instant;
}

/** The contacts of a person, merged profiles included; one told twice counts once. */
export type ContactsQuery = Pick<RowsQuery, 'filter' | 'from' | 'to'>;

/**
 * How a record came to apply: it names the profile (`own`), a profile merged into it (`merge`), an identifier the
 * person holds or has held (`identifier`), or somebody who shares the candidate's address (`shared_identifier`);
 * `group` where it was given to another controller of the group.
 */
export type Path = 'own' | 'merge' | 'identifier' | 'shared_identifier' | 'group';

/** The proof of a reason or a basis: which record, since when, by which path. No personal data. */
export interface Evidence {
  readonly kind: string;
  readonly record?: RecordRef;
  /** ISO 8601 in UTC; absent where the record carries no time. */
  readonly since?: string;
  readonly via: readonly Path[];
  /** What about it matters, in words. */
  readonly note?: string;
}

export interface Hit {
  readonly at: Instant;
  readonly evidence: Evidence;
}

/** A rule looks at many records and shows few of them: what it shows is put into words when it does. */
export class LateHit implements Hit {
  constructor(
    readonly at: Instant,
    private readonly say: () => Evidence,
  ) {}

  get evidence(): Evidence {
    return this.say();
  }
}

/** What rules may look at of a profile; the rest is for finding records. */
export type PersonState = Pick<
  Profile,
  'ref' | 'country' | 'party' | 'birthDate' | 'deceased' | 'protectedIdentity' | 'controlGroup' | 'unreadable'
>;

/** What rules see of a candidate. */
export interface SeenCandidate {
  readonly profile: PersonState;
  /** Profiles merged into the person: their states count, their attributes do not. */
  readonly merged: readonly PersonState[];
  /** Whether the person has an address for the channel: a valid one, only invalid ones, or none. */
  readonly addressable: 'valid' | 'invalid' | 'none' | 'not_needed';
}

/** A candidate: one person with one address, or with none. */
export interface Candidate extends SeenCandidate {
  readonly personId: string;
  readonly profile: Profile;
  readonly merged: readonly Profile[];
  /** The address, where the channel is addressed by an identifier and the person has a valid one. */
  readonly identifier?: CanonicalIdentifier;
  /** Refusal keys by which a refusal of somebody else who has them reaches this candidate. */
  readonly reachedBy: readonly string[];
}

/** What is known about one candidate, as rules ask for it. The same question gives the same answer. */
export interface CandidateView {
  readonly candidate: SeenCandidate;
  /** Of a view that shows one candidate after the other, how many it showed; what was asked before may be answered anew. */
  readonly turn?: number;
  blocks(query: BlockQuery): readonly Hit[];
  grants(query: GrantQuery): readonly Hit[];
  sales(query: SaleQuery): readonly Hit[];
  rows(query: RowsQuery): readonly Hit[];
  contacts(query: ContactsQuery): readonly Hit[];
  reports(query: ReportsQuery): readonly Hit[];
  /** The version of the latest whole list of a register that is in the data, as of as-of. */
  registerVersion(register: string): Instant | undefined;
}

/**
 * Where a rule's SQL asks. Every answer is a fact about a candidate: a condition that is never null, over columns of the
 * candidate's situation. Whatever a rule makes of facts is worked out once for all candidates in one situation, so that
 * instants, counts and texts stay below: rules say what they want to know of them.
 */
export interface RuleAsk {
  /** A block reaches the candidate. */
  blocked(query: BlockQuery): Sql;
  /** A block reaches the candidate, and is as late as the latest of the others, if any of these does. */
  blockedLast(query: BlockQuery, others: BlockQuery): Sql;
  /** A block reaches the candidate that is at or after an instant that is the same for everybody; any, where that is null. */
  blockedSince(query: BlockQuery, since: Sql): Sql;
  /** A block reaches the candidate, and no grant is strictly later than all of these blocks. */
  stands(query: BlockQuery, ending: GrantQuery): Sql;
  /** A grant names the candidate, strictly later than every one of these blocks that reaches the candidate. */
  granted(query: GrantQuery, after?: readonly BlockQuery[]): Sql;
  sold(query: SaleQuery): Sql;
  /** {@link CandidateView.rows} is not empty. */
  has(query: RowsQuery): Sql;
  /** At least so many of {@link CandidateView.contacts}. */
  contacted(query: ContactsQuery, times: number): Sql;
  /** At least so many of {@link CandidateView.reports}. */
  reported(query: ReportsQuery, times: number): Sql;
  /** {@link CandidateView.registerVersion}, which is the same for everybody; null where there is none. */
  registerVersion(register: string): Sql;
  /** A test of columns of the profile, true only where the test is. Best one that few profiles pass. */
  profile(test: (column: (named: string) => Sql) => Sql): Sql;
  /** The same of the states of all profiles merged into the person (see `mergedStates`); false where none was merged. */
  merged(column: string, test: (value: Sql) => Sql): Sql;
  /** Whether {@link Candidate.addressable} is this. */
  addressable(state: 'invalid' | 'none'): Sql;
  /** The same value, worked out once for a situation however often it is asked for. */
  once(value: Sql): Sql;
}

/** A reason that applies, with everything that makes it apply. */
export interface Finding {
  readonly reason: ReasonCode;
  readonly evidence: readonly Evidence[];
}

export interface ReasonSql {
  readonly reason: ReasonCode;
  /** Boolean, never null. */
  readonly applies: Sql;
}

/** The latest of some hits, or `undefined` for none. */
export const latest = (hits: readonly Pick<Hit, 'at'>[]): Instant | undefined =>
  hits.length === 0 ? undefined : latestOf(hits);

function latestOf(hits: readonly Pick<Hit, 'at'>[]): Instant {
  let last = Number.NEGATIVE_INFINITY;
  for (const { at } of hits) if (at > last) last = at;
  return last;
}

/** A ground for contacting, in both faces: whether it holds, and what is missing where it does not. */
export interface Ground {
  readonly basis: Basis;
  evaluate(view: CandidateView): {
    readonly holds: boolean;
    readonly evidence: readonly Evidence[];
    readonly missing: readonly Finding[];
  };
  compile(ask: RuleAsk): { readonly holds: Sql; readonly missing: readonly ReasonSql[] };
}
