import { invalidKey, isDigestKey } from '../model/digest-keys.js';
import { bytesLiteral, call, type Sql } from '../sql/fragment.js';
import { hmacPads, hmacSha256 } from './digest.js';
import { keyOf } from './directory.js';
import { canonicalIdentifier, type MatchedKind } from './identifier.js';

/**
 * Keyed hashes of identifiers: recognising an address without keeping it.
 *
 * HMAC-SHA-256 of `kind:refusal key`, so that letter case, spelling and plus-tag do not matter. A plain hash of an
 * e-mail address can be guessed; without the key this one cannot. Source: RFC 2104; architecture of digests.
 */

/**
 * The version of the canonical form that digests are made from today.
 *
 * INVARIANT: whoever changes a canonical form adds a version, and keeps what computed the older ones: a stored digest
 * cannot be made anew, since the address is gone.
 */
export const NORMALISER = '1';

/** Versions whose digests can still be computed. */
export const normalisers: readonly string[] = [NORMALISER];

/** An address and the key to hash it with. */
export interface RefusalDigestInput {
  readonly kind: MatchedKind;
  readonly value: string;
  /** Country of a phone number written without one. */
  readonly country?: string;
  readonly key: { readonly id: string; readonly hex: string };
}

/** What a tombstone keeps of an identifier. */
export interface RefusalDigest {
  readonly digest: string;
  readonly keyId: string;
  readonly normaliser: string;
}

/**
 * What remains of an address when the address itself has to go; `undefined` for what cannot be an address.
 *
 * @throws {ClearlistError} `key-invalid`.
 *
 * @example
 * records.tombstone = [{ ...refusalDigest({ kind: 'email', value, key }), occurredAt: '2026-11-22T09:00:00Z' }]
 */
export function refusalDigest({ kind, value, country, key }: RefusalDigestInput): RefusalDigest | undefined {
  if (!isDigestKey(key.hex)) throw invalidKey('key');
  const canonical = canonicalIdentifier(kind, value, country);
  if (canonical === undefined) return undefined;
  return { digest: hmacSha256(key.hex, keyOf(canonical)), keyId: key.id, normaliser: NORMALISER };
}

/** {@link hmacSha256} in SQL. */
export function hmacSql(keyHex: string, text: Sql): Sql {
  const { inner, outer } = hmacPads(keyHex);
  const hashed = call('unhex', call('sha256', call('concat_bytes', bytesLiteral(inner), call('utf8', text))));
  return call('sha256', call('concat_bytes', bytesLiteral(outer), hashed));
}
