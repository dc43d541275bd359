import type { CompiledStep } from '../../campaign/rendering.js';
import { canonicalBirthDate } from '../../identity/birth-date.js';
import type { Canonical } from '../../identity/canonical.js';
import { canonicalCountry } from '../../identity/country.js';
import { canonicalDeviceId } from '../../identity/device-id.js';
import { readEmail } from '../../identity/email.js';
import { certainEmailSql } from '../../identity/email-sql.js';
import { canonicalExternalId } from '../../identity/external-id.js';
import {
  certainBirthDateSql,
  certainCountrySql,
  certainDeviceIdSql,
  certainExternalIdSql,
  certainGenderSql,
  certainPostalCodeSql,
} from '../../identity/field-sql.js';
import { canonicalGender } from '../../identity/gender.js';
import { certainNameSql } from '../../identity/name-sql.js';
import { canonicalName } from '../../identity/person-name.js';
import { phoneOrReason } from '../../identity/phone.js';
import { certainPhoneSteps } from '../../identity/phone-sql.js';
import { canonicalPostalCode } from '../../identity/postal-code.js';
import { canonicalCity } from '../../identity/street-address.js';
import type { MatchField } from './match.js';

/** How a field comes to our canonical form, before any service: twin faces. */
export interface FieldReader {
  readonly read: (raw: string, country: string | undefined) => Canonical;
  /** The canonical form where SQL is certain of it, null elsewhere; absent where it never is. */
  readonly readSql?: readonly CompiledStep[];
}

export const fieldReaders: Readonly<Record<MatchField, FieldReader>> = {
  email: { read: (raw) => readEmail(raw), readSql: [certainEmailSql] },
  phone: { read: phoneOrReason, readSql: certainPhoneSteps },
  first_name: { read: (raw) => canonicalName(raw), readSql: [certainNameSql] },
  last_name: { read: (raw) => canonicalName(raw), readSql: [certainNameSql] },
  postal_code: { read: canonicalPostalCode, readSql: [certainPostalCodeSql] },
  city: { read: (raw) => canonicalCity(raw) },
  state: { read: (raw) => canonicalCity(raw) },
  country: { read: (raw) => canonicalCountry(raw), readSql: [certainCountrySql] },
  birth_date: { read: (raw) => canonicalBirthDate(raw), readSql: [certainBirthDateSql] },
  gender: { read: (raw) => canonicalGender(raw), readSql: [certainGenderSql] },
  maid: { read: (raw) => canonicalDeviceId(raw), readSql: [certainDeviceIdSql] },
  external_id: { read: canonicalExternalId, readSql: [certainExternalIdSql] },
};
