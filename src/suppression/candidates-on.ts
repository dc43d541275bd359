import type { HeldKind } from '../identity/identifier.js';
import type { Sql } from '../sql/fragment.js';

/** The candidates of one channel in SQL. */
export interface CandidatesOn {
  /** `(cid, person_id, kind, key, refusal_key, …)`. */
  readonly table: Sql;
  /** The kinds of identifier the channel is addressed by; none where it addresses the person. */
  readonly kinds: readonly HeldKind[];
  /** A refusal reaching any e-mail or phone of the person reaches every candidate of theirs. */
  readonly listing: boolean;
}
