import { ClearlistError } from '../errors.js';

/** Secret keys by id: each at least 32 bytes, in hex. Every id that stands in a stored digest must be given. */
export type DigestKeys = Readonly<Record<string, string>>;

const KEY = /^(?:[0-9a-fA-F]{2}){32,}$/;

export const isDigestKey = (hex: string): boolean => KEY.test(hex);

/** @throws {ClearlistError} `key-invalid` for a key that is no hex or too short to be secret. */
export function requireDigestKeys(keys: DigestKeys, at = 'keys'): DigestKeys {
  for (const [id, hex] of Object.entries(keys)) {
    if (!isDigestKey(hex)) throw invalidKey(`${at}.${id}`);
  }
  return keys;
}

export const invalidKey = (at: string): ClearlistError =>
  new ClearlistError('key-invalid', 'a key has to be at least 64 hex digits', {
    at,
    hint: 'Give the key that the digests were made with; make a new one with `openssl rand -hex 32`.',
  });
