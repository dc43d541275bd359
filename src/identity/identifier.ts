import { baseEmail, canonicalEmail } from './email.js';
import { readPhone } from './phone.js';

/** Kinds of identifier that decisions match on. */
export const matchedKinds = ['email', 'phone'] as const;
export type MatchedKind = (typeof matchedKinds)[number];

/** An identifier that means the same wherever it is written. */
export interface CanonicalIdentifier {
  readonly kind: MatchedKind;
  /** What a message is addressed to, and what a permission must name. */
  readonly key: string;
  /** What refusals match: for e-mail without the plus-tag. */
  readonly refusalKey: string;
  /** Whether a message can be addressed to it. Refusals on it count in any case. */
  readonly valid: boolean;
}

/** `undefined` for what cannot be such an identifier. */
export function canonicalIdentifier(
  kind: MatchedKind,
  raw: string,
  country: string | undefined,
): CanonicalIdentifier | undefined {
  if (kind === 'email') {
    const key = canonicalEmail(raw);
    return key === undefined ? undefined : { kind, key, refusalKey: baseEmail(key), valid: true };
  }
  const phone = readPhone(raw, country);
  return phone === undefined ? undefined : { kind, key: phone.number, refusalKey: phone.number, valid: phone.valid };
}
