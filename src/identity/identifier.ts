import { baseEmail, canonicalEmail } from './email.js';
import { canonicalPhone } from './phone.js';

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
}

/** `undefined` for what cannot be such an identifier. */
export function canonicalIdentifier(kind: MatchedKind, raw: string, country: string | undefined): CanonicalIdentifier | undefined {
  const key = kind === 'email' ? canonicalEmail(raw) : canonicalPhone(raw, country);
  if (key === undefined) return undefined;
  return { kind, key, refusalKey: kind === 'email' ? baseEmail(key) : key };
}
