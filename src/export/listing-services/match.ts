import type { Basis } from '../../model/reasons.js';
import type { ListingRefusal } from './listing-refusals.js';

/** What a person can be matched by at a listing service; the names of `normalize --service` and of project files. */
export const matchFields = [
  'email',
  'phone',
  'first_name',
  'last_name',
  'postal_code',
  'city',
  'state',
  'country',
  'birth_date',
  'gender',
  'maid',
  'external_id',
] as const;

/** A field by which listing services match persons. */
export type MatchField = (typeof matchFields)[number];

/** What services know a person by: the fields, but a birth date is three. */
export type MatchKey = Exclude<MatchField, 'birth_date'> | 'birth_year' | 'birth_month' | 'birth_day';

/** One field of a person that is not sent, and why. */
export interface FieldRefusal {
  readonly field: MatchField;
  readonly reason: ListingRefusal;
}

/** One listed person for a service, every identifier as it is written: hashed or plain, never a raw value beside its hash. */
export interface MatchRow {
  /** Place on the list, from 1: what refusals are reported by. */
  readonly row: number;
  /** Never written, unless it is the declared external id. */
  readonly personId: string;
  readonly basis?: Basis;
  /** The person’s own, ISO 3166-1 alpha-2; absent where it is not known. */
  readonly country?: string;
  /**
   * E-mails and phones in order of preference. Names have one value for each spelling that is written, first and last
   * name at the same places; every other key has one. A key without any value is absent.
   */
  readonly values: MatchValues;
  readonly refused: readonly FieldRefusal[];
}

export type MatchValues = Readonly<Partial<Record<MatchKey, readonly string[]>>>;
