import type { Sql } from '../../sql/fragment.js';
import type { Encoding } from './encoding.js';
import type { ListingRefusal } from './listing-refusals.js';
import type { MatchKey } from './match.js';

/**
 * What a service makes of one field: twin faces from our canonical form to the text it compares, then the encoding.
 */
export interface FieldRule {
  readonly encoding: Encoding;
  /**
   * What the service reads and we do not, brought to what we read. Not done to e-mail and phone in a run: a person is
   * cleared under the identifiers that refusals can reach, and under no other.
   */
  readonly prepare?: (raw: string) => string;
  /** `country` is ISO 3166-1 alpha-2, where it is known. */
  readonly spell: (canonical: string, country: string | undefined, raw: string) => Spellings;
  /** The first spelling of a canonical form in printable ASCII; null where SQL is not certain. */
  readonly spellSql?: (canonical: Sql, country: Sql, raw: Sql) => Sql;
  /** Whether there is but one spelling of what `spellSql` gives; where it is absent there always is. */
  readonly oneSpellingSql?: (canonical: Sql, country: Sql) => Sql;
  /** `first`: only the first spelling is written; `all`: each of them. */
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
export type Spellings = readonly [string, ...string[]] | { readonly refused: ListingRefusal };
