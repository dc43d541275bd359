import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Unsubscribe, UnsubscribeRecipient } from '../campaign/unsubscribe.js';
import { ClearlistError } from '../errors.js';
import { type DigestKeys, invalidKey, isDigestKey } from '../model/digest-keys.js';

/**
 * Tokens for one-click unsubscribing: who a link is for, in a form that only the sender can read or make.
 *
 * Shape: `1.<key id>.<base64url of iv ‖ ciphertext ‖ tag>`. The recipient is encrypted with AES-256-CTR and
 * authenticated with HMAC-SHA-256 over version, key id, iv and ciphertext, so that nothing about a person stands in the
 * address, in server logs or in what a link scanner sees. The iv is the beginning of an HMAC of the recipient: the same
 * recipient has the same token, and no two recipients share an iv. The three keys come from the given one by HKDF.
 *
 * Source: RFC 8058 (one click), RFC 5869 (HKDF), RFC 5297 for the idea of an iv from the plaintext.
 */
const VERSION = '1';

const IV_BYTES = 16;
const TAG_BYTES = 32;

/** A token far longer than any we make is not looked at. */
const LONGEST = 2_000;

const TOKEN = /^([0-9]{1,3})\.([A-Za-z0-9_-]{1,60})\.([A-Za-z0-9_-]+)$/;

interface TokenKeys {
  readonly encrypt: Buffer;
  readonly sign: Buffer;
  readonly iv: Buffer;
}

function tokenKeys(hex: string, at: string): TokenKeys {
  if (!isDigestKey(hex)) throw invalidKey(at);
  const derive = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', Buffer.from(hex, 'hex'), '', `clearlist unsubscribe ${VERSION} ${use}`, 32));
  return { encrypt: derive('encrypt'), sign: derive('sign'), iv: derive('iv') };
}

const hmac = (key: Buffer, ...parts: readonly (string | Buffer)[]): Buffer => {
  const hash = createHmac('sha256', key);
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const tagOf = (keys: TokenKeys, keyId: string, body: Buffer): Buffer => hmac(keys.sign, `${VERSION}.${keyId}.`, body);

/** Which keys there are, and which of them signs. Every key that ever signed stays, or its links stop working. */
export interface UnsubscribeKeys {
  readonly keys: DigestKeys;
  /** The one that signs. */
  readonly key: string;
  /** Where a click leads, with `{token}` for the token. */
  readonly url?: string;
}

/**
 * What signs the tokens of a run.
 *
 * @throws {ClearlistError} `key-missing`, `key-invalid`.
 */
export function unsubscribeTokens({ keys, key, url }: UnsubscribeKeys): Unsubscribe {
  const hex = Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (hex === undefined) {
    throw new ClearlistError('key-missing', 'the key that signs unsubscribe tokens is not among the keys', {
      at: 'unsubscribe.key',
      hint: 'Name one of unsubscribe.keys.',
    });
  }
  const derived = tokenKeys(hex, `unsubscribe.keys.${key}`);
  return {
    keyId: key,
    ...(url === undefined ? {} : { url }),
    token: (recipient) => sealed(recipient, key, derived),
  };
}

function sealed(
  { controller, channel, campaign, address }: UnsubscribeRecipient,
  keyId: string,
  keys: TokenKeys,
): string {
  const plain = Buffer.from(JSON.stringify([controller, channel, campaign, address]), 'utf8');
  const iv = hmac(keys.iv, plain).subarray(0, IV_BYTES);
  const cipher = createCipheriv('aes-256-ctr', keys.encrypt, iv);
  const body = Buffer.concat([iv, cipher.update(plain), cipher.final()]);
  return `${VERSION}.${keyId}.${Buffer.concat([body, tagOf(keys, keyId, body)]).toString('base64url')}`;
}

/** One token, for systems that make their own messages. */
export const issueUnsubscribeToken = (recipient: UnsubscribeRecipient, keys: UnsubscribeKeys): string =>
  unsubscribeTokens(keys).token(recipient);

/**
 * Whom a token is for.
 *
 * @throws {ClearlistError} `token-invalid` for a token that was altered, made up, or made with a key that is not given.
 * The error shows nothing of it.
 */
export function readUnsubscribeToken(token: string, { keys }: Pick<UnsubscribeKeys, 'keys'>): UnsubscribeRecipient {
  const [, version, keyId = '', payload = ''] = (token.length > LONGEST ? null : TOKEN.exec(token)) ?? [];
  if (version === undefined) throw invalid('this is no unsubscribe token');
  if (version !== VERSION) throw invalid('this token is of a version that this release does not read');
  const hex = Object.hasOwn(keys, keyId) ? keys[keyId] : undefined;
  if (hex === undefined) throw invalid('this token was signed with a key that is not given');
  const bytes = Buffer.from(payload, 'base64url');
  const derived = tokenKeys(hex, `unsubscribe.keys.${keyId}`);
  const body = bytes.subarray(0, -TAG_BYTES);
  const tag = bytes.subarray(-TAG_BYTES);
  // Base64 has several spellings of the same bytes; a token has one.
  const isSpelt = bytes.toString('base64url') === payload;
  if (!isSpelt || body.length <= IV_BYTES || !timingSafeEqual(tag, tagOf(derived, keyId, body))) {
    throw invalid('this token was altered or made up');
  }
  const decipher = createDecipheriv('aes-256-ctr', derived.encrypt, body.subarray(0, IV_BYTES));
  const plain = Buffer.concat([decipher.update(body.subarray(IV_BYTES)), decipher.final()]).toString('utf8');
  const [controller, channel, campaign, address] = JSON.parse(plain) as [string, string, string, string];
  return { controller, channel, campaign, address };
}

const invalid = (message: string): ClearlistError =>
  new ClearlistError('token-invalid', `${message}; nobody was refused`, {
    at: 'token',
    hint: 'Take the token whole from the link that was clicked; keep every key that ever signed one.',
  });
