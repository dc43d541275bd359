import type { Sql } from '../../sql/fragment.js';
import type { Encoding } from './encoding.js';
import type { ServiceRefusal } from './listing-refusals.js';
import type { MatchKey } from './match.js';

/**
 * What a service makes of one field: twin faces from our canonical form to the text it compares, then the encoding.
 */
export interface FieldRule {
  readonly encoding: Encoding;
  /** `country` is ISO 3166-1 alpha-2, where it is known. */
  readonly spell: (canonical: string, country: string | undefined) => Spellings;
  /** The same for a canonical form in printable ASCII: its first spelling, null where SQL is not certain. */
  readonly spellSql?: (canonical: Sql, country: Sql) => Sql;
  /**
   * `first`: only the first spelling is written; `all`: each of them. Of several, SQL is not certain, so that `spellSql`
   * of a rule that writes all gives null where there may be more than one.
   */
  readonly writes: 'first' | 'all';
  /** The keys it is sent under, where they are not the field itself: slices of the normalised text. */
  readonly keys?: readonly KeySlice[];
}

/** Units: characters, from 0. */
export interface KeySlice {
  readonly key: MatchKey;
  readonly from: number;
  readonly length: number;
}

/** Best first; more than one where what the service says can be understood in several ways. */
export type Spellings = readonly [string, ...string[]] | { readonly refused: ServiceRefusal };
