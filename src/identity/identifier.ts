import { baseEmail, canonicalEmail } from './email.js';
import { readPhone } from './phone.js';
import { type PostalParts, postalKey } from './postal-key.js';

/** Kinds of identifier that decisions match on. */
export const matchedKinds = ['email', 'phone'] as const;
export type MatchedKind = (typeof matchedKinds)[number];

/** Kinds of identifier that a profile holds. A postal address is one for whoever has the same name in the same house. */
export type HeldKind = MatchedKind | 'postal';

/** An identifier that means the same wherever it is written. */
export interface CanonicalIdentifier {
  readonly kind: HeldKind;
  /** What a message is addressed to, and what a permission must name. */
  readonly key: string;
  /** What refusals match: for e-mail without the plus-tag. */
  readonly refusalKey: string;
  /** Whether a message can be addressed to it. Refusals on it count in any case. */
  readonly valid: boolean;
  /** Whether a text message can be addressed to it. */
  readonly texts: boolean;
}

/** `undefined` for what cannot be such an identifier. */
export function canonicalIdentifier(
  kind: MatchedKind,
  raw: string,
  country: string | undefined,
): CanonicalIdentifier | undefined {
  if (kind === 'email') {
    const key = canonicalEmail(raw);
    return key === undefined ? undefined : { kind, key, refusalKey: baseEmail(key), valid: true, texts: false };
  }
  const phone = readPhone(raw, country);
  if (phone === undefined) return undefined;
  const { number, valid, texts } = phone;
  return { kind, key: number, refusalKey: number, valid, texts };
}

/** A postal address with whom it is for; `undefined` where a part or the country is missing or cannot be read. */
export function canonicalPostal(
  parts: Omit<PostalParts, 'country'>,
  country: string | undefined,
): CanonicalIdentifier | undefined {
  const complete = Object.values(parts).every((part) => part !== '');
  const read = country === undefined || !complete ? undefined : postalKey({ ...parts, country });
  if (read === undefined || 'refused' in read) return undefined;
  return { kind: 'postal', key: read.value, refusalKey: read.refusalKey ?? read.value, valid: true, texts: false };
}
