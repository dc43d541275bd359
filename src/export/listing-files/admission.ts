import omit from 'lodash-es/omit.js';
import type { ListingRefusal } from '../listing-services/listing-refusals.js';
import type { ListingService } from '../listing-services/listing-service.js';
import type { FieldRefusal, MatchField, MatchKey, MatchRow } from '../listing-services/match.js';
import type { ListingRow } from './listing-row.js';
import { type ValueForm, valueForms } from './value-forms.js';

/** Why somebody on a cleared list is not sent. Codes are public contract: they are never renamed. */
export const rowRefusals = {
  NOTHING_TO_MATCH_BY: 'nothing is left that the service could match the person by',
  CONSENT_SIGNALS_MISSING:
    'the service needs a consent that is neither the ground of this person nor declared for the list',
} as const;
export type RowRefusal = keyof typeof rowRefusals;

/** Somebody who is sent, with fields that may have been taken out; or why not. */
export type Admission =
  | { readonly row: MatchRow & ListingRow }
  | { readonly refused: RowRefusal; readonly fields?: readonly FieldRefusal[] };

/**
 * That the persons of a list have consented to Google's use of their data, where it is not the ground on which they were
 * cleared: said by the project, with a reference to what proves it.
 */
export interface DeclaredConsent {
  readonly because: string;
}

/**
 * Whether somebody on a cleared list is sent to a service, and whether with consent.
 *
 * Google wants `ad_user_data` and `ad_personalization` granted for everybody in the EEA; its policy says the same of the
 * United Kingdom and Switzerland. A person cleared on consent has granted both: what was consented to is to be shown
 * personal advertising on such a list. On any other ground they are granted only where the project declares so; nobody
 * else there is sent, also not whose country is unknown, and nobody is ever sent as denied or unspecified from there.
 * Elsewhere nothing is stated.
 *
 * Source: https://support.google.com/google-ads/answer/14310715 and EU user consent policy (read 2026-11-22).
 */
export function admit(
  service: Pick<ListingService, 'consent' | 'together'>,
  given: MatchRow,
  declared?: DeclaredConsent,
): Admission {
  const row = withoutRaw(given, service.together ?? []);
  if (Object.keys(row.values).length === 0) return { refused: 'NOTHING_TO_MATCH_BY', fields: row.refused };
  if (service.consent === undefined) return { row };
  if (isConsent(row.basis) || declared !== undefined) return { row: { ...row, consent: 'granted' } };
  return needsConsent(row.country) ? { refused: 'CONSENT_SIGNALS_MISSING', fields: row.refused } : { row };
}

/** Plain keys, what may stand there, and what is said of anything else. */
const PLAIN = [
  ['postal_code', 'postalCode', 'NOT_A_POSTAL_CODE'],
  ['external_id', 'externalId', 'NOT_AN_EXTERNAL_ID'],
] as const satisfies readonly (readonly [MatchField & MatchKey, ValueForm, ListingRefusal])[];

/**
 * Without postal codes and external ids that could be somebody's address or number: the scan of the file would stop the
 * release of everybody for the one of them.
 */
function withoutRaw(row: MatchRow, together: readonly MatchKey[]): MatchRow {
  // Of nearly everybody: there is nothing to be made for them.
  if (!PLAIN.some((one) => isBad(row, one))) return row;
  const bad = PLAIN.filter((one) => isBad(row, one));
  const keys: readonly MatchKey[] = bad.map(([key]) => key);
  const gone = keys.some((key) => together.includes(key)) ? [...keys, ...together] : keys;
  return {
    ...row,
    values: omit(row.values, gone),
    refused: [...row.refused, ...bad.map(([field, , reason]) => ({ field, reason }))],
  };
}

/** Of a long text it is quickly known that it is a digest. */
const isBad = ({ values }: MatchRow, [key, form]: (typeof PLAIN)[number]): boolean =>
  values[key]?.some((text) => !valueForms.digest(text) && !valueForms[form](text)) === true;

const isConsent = (basis: MatchRow['basis']): boolean => basis === 'consent' || basis === 'legacy_consent';

/** ISO 3166-1 alpha-2: the EEA with the territories that are part of the EU or Finland, the United Kingdom, Switzerland. */
const EEA: ReadonlySet<string> = new Set(
  (
    'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO ' +
    'AX GF GP MQ RE YT MF SJ GB GG IM JE GI CH'
  ).split(' '),
);

export const needsConsent = (country: string | undefined): boolean => country === undefined || EEA.has(country);

/** One line of the report of refusals: a place on the list and a reason, never a value. */
export interface RefusedRow {
  /** Place on the list, from 1. */
  readonly row: number;
  /** Absent where the whole person is refused. */
  readonly field?: MatchField;
  readonly reason: ListingRefusal | RowRefusal;
}

const NOTHING: readonly never[] = [];

/** Everything of one person that is not sent. */
export function refusedOf({ row, refused }: MatchRow, admission: Admission): readonly RefusedRow[] {
  const fields = 'row' in admission ? admission.row.refused : (admission.fields ?? refused);
  if (fields.length === 0 && 'row' in admission) return NOTHING;
  return [
    ...fields.map(({ field, reason }) => ({ row, field, reason })),
    ...('row' in admission ? [] : [{ row, reason: admission.refused }]),
  ];
}
