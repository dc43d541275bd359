import type { Encoding } from './encoding.js';
import type { FieldRule, Spellings } from './field-rule.js';
import { googleEmail } from './google-email.js';
import { type GoogleNameOptions, googleFamilyName, googleGivenName } from './google-names.js';
import { googlePostalCode } from './google-postal-code.js';
import type { MatchField } from './match.js';
import { advertisingId, asItIs } from './plain-fields.js';

export interface GoogleFieldOptions {
  readonly encoding: Encoding;
  readonly names: GoogleNameOptions;
  readonly writes: FieldRule['writes'];
}

/** Google’s rules for what a person is matched by, the same in Ads, the Data Manager API, and Display & Video 360. */
export function googleFields({ encoding, names, writes }: GoogleFieldOptions) {
  const hashed = { encoding, writes } as const;
  const plain = { encoding: 'plain', writes: 'first' } as const;
  return {
    email: { ...hashed, ...googleEmail },
    phone: { ...hashed, spell: googlePhone, spellSql: (canonical) => canonical },
    first_name: { ...hashed, ...googleGivenName(names) },
    last_name: { ...hashed, ...googleFamilyName(names) },
    postal_code: { ...plain, ...googlePostalCode },
    country: { ...plain, ...asItIs },
    maid: { ...plain, ...advertisingId },
    external_id: { ...plain, ...asItIs },
  } satisfies Partial<Record<MatchField, FieldRule>>;
}

/** Source: googleads/google-ads-java #900 (E.164 with its plus). */
const googlePhone = (canonical: string): Spellings =>
  /^\+[1-9]\d{6,14}$/.test(canonical) ? [canonical] : { refused: 'NOT_E164' };
