import { type IdentityRefusal, identityRefusals } from '../../identity/refusals.js';

/**
 * Why a field is not sent to a listing service, beside what is no identifier at all ({@link identityRefusals}): a
 * closed set of codes. Codes are public contract: they are never renamed.
 */
export const serviceRefusals = {
  FIELD_NOT_ACCEPTED: 'the service does not take this field',
  NOT_CLEARED: 'the person is cleared by another address, and not by this one',
  ALREADY_HASHED: 'is a hash already: columns of hashes are declared, never guessed, and never hashed again',
  NOT_A_SHA256: 'is in a column of digests and is none: SHA-256 is 64 digits and small letters a to f',
  RAW_IN_HASHED_COLUMN: 'is in a column of digests and is no digest',
  NOTHING_LEFT: 'nothing is left of it by the rules of the service',
  NOT_E164: 'is no number of 7 to 15 digits after a plus',
  NOT_AN_ADVERTISING_ID: 'is no advertising id of a device, which is a UUID',
  BIRTH_YEAR_NOT_ACCEPTED: 'is no year of birth that the service takes',
  ADDRESS_INCOMPLETE: 'an address needs first name, last name, postal code and country',
} as const;

/** A code of a listing service’s own rules. */
export type ServiceRefusal = keyof typeof serviceRefusals;
/** Why a value is not sent to a listing service. */
export type ListingRefusal = IdentityRefusal | ServiceRefusal;

/** What a reason says, in English. */
export const listingRefusalText = (code: ListingRefusal): string =>
  Object.hasOwn(serviceRefusals, code)
    ? serviceRefusals[code as ServiceRefusal]
    : identityRefusals[code as IdentityRefusal].en;
