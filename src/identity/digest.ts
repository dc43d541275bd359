import { createHash, createHmac } from 'node:crypto';

/** SHA-256 of text as UTF-8, lower hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** SHA-256 of text as UTF-8, its 32 bytes in base64 with padding. */
export const sha256Base64 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('base64');

/** SHA-1 of text as UTF-8, lower hex: for recipients that match by nothing better. */
export const sha1 = (text: string): string => createHash('sha1').update(text, 'utf8').digest('hex');

/** HMAC-SHA-256 (RFC 2104) of text as UTF-8 with a key given in hex, lower hex. */
export const hmacSha256 = (keyHex: string, text: string): string =>
  createHmac('sha256', Buffer.from(keyHex, 'hex')).update(text, 'utf8').digest('hex');

/** Bytes that SHA-256 takes at once. */
const BLOCK_BYTES = 64;

/** The two pads of {@link hmacSha256}, in hex: all that an engine needs of a key. They are as secret as the key. */
export function hmacPads(keyHex: string): { readonly inner: string; readonly outer: string } {
  const given = Buffer.from(keyHex, 'hex');
  const key = given.length > BLOCK_BYTES ? createHash('sha256').update(given).digest() : given;
  const block = Buffer.concat([key, Buffer.alloc(BLOCK_BYTES - key.length)]);
  const pad = (byte: number): string => Buffer.from(block.map((one) => one ^ byte)).toString('hex');
  return { inner: pad(0x36), outer: pad(0x5c) };
}

/** JSON with keys in order, so that equal values give equal text. Bigints are written as decimal strings. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === 'bigint') return String(item);
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}

/** The identity of a definition: equal for equal meaning, whatever the order of keys. */
export const definitionHash = (value: unknown): string => sha256(canonicalJson(value));
