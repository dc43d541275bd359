import type { IdentityRefusal } from './refusals.js';

/** What became of a written value: its one canonical form, or why it has none. Never both, never neither. */
export type Canonical = Accepted | Refused;

export interface Accepted {
  /** The same for every spelling of the same thing. Canonical of canonical is itself. */
  readonly value: string;
  /** What refusals match, where it is wider than the value: an e-mail address without its tag, for one. */
  readonly refusalKey?: string;
}

export interface Refused {
  readonly refused: IdentityRefusal;
}

export const refused = (code: IdentityRefusal): Refused => ({ refused: code });

/** The value, for callers who need no reason. */
export const formOf = (canonical: Canonical): string | undefined =>
  'value' in canonical ? canonical.value : undefined;
