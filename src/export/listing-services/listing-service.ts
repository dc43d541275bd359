import type * as z from 'zod';
import type { FieldRule } from './field-rule.js';
import type { MatchField, MatchKey, MatchRow } from './match.js';

/** Where a rule was read. */
export interface ListingSource {
  readonly url: string;
  /** ISO 8601 date. */
  readonly read: string;
}

/** A point on which a service contradicts itself, and what is done about it. */
export interface Contradiction {
  readonly about: MatchField;
  readonly between: string;
  readonly chosen: string;
  readonly because: string;
}

/** Limits of one request and one audience; absent where the service has none that is known. Units: as named. */
export interface ListingLimits {
  readonly rowsPerRequest?: number;
  readonly identifiersPerRow?: number;
  /** Fewer matched persons are not targeted. */
  readonly minimumAudience?: number;
  /** Longest that a person stays without being sent again. */
  readonly membershipDays?: number;
}

/**
 * A listing service as data: what it takes of a person, how it wants it written, and what it leaves unclear.
 *
 * A profile is versioned and dated, since services change their rules: what was sent under one version is taken back
 * under the same. To add a service: write its file, add its line to `registry.ts`.
 */
export interface ListingService {
  readonly id: string;
  readonly name: string;
  /** `<id>@<year>-<month>` of the rules; changes whenever a written byte could. */
  readonly version: string;
  /** When the rules were last held against the sources, ISO 8601 date. */
  readonly date: string;
  /** high: read in the service’s own documents, tests or code; medium: in part, or by way of a mirror; low: neither. */
  readonly confidence: 'high' | 'medium' | 'low';
  readonly sources: readonly ListingSource[];
  readonly options: z.ZodObject;
  /** The rules under checked options; a field that is absent is not accepted. */
  readonly fields: (options: Readonly<Record<string, unknown>>) => Readonly<Partial<Record<MatchField, FieldRule>>>;
  /** Fields sent where a listing names none. */
  readonly defaultFields: readonly MatchField[];
  /** Kinds of list: the fields of one list are all of one kind. */
  readonly lists: readonly (readonly MatchField[])[];
  /** Keys that are sent together or not at all. */
  readonly together?: readonly MatchKey[];
  readonly keyNames: Readonly<Partial<Record<MatchKey, string>>>;
  readonly limits: ListingLimits;
  /** Whose consent signals each person needs. */
  readonly consent?: 'google';
  readonly contradictions: readonly Contradiction[];
  /**
   * What a transfer remembers of a row, so that it can be taken back: `email:<as written>`, `phone:…`, `maid:…`,
   * `external_id:…`, `address:<first name>|<last name>|<country>|<postal code>`. Made as they are asked for: of most rows it
   * is only asked whether there is any.
   */
  readonly entries: (row: Pick<MatchRow, 'values'>) => Iterable<string>;
}
