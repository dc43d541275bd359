import { createHash } from 'node:crypto';

/**
 * A digest of a set of lines that does not depend on their order or on how they are spread over parts: the sum of their
 * SHA-256 modulo 2²⁵⁶. It is a checksum of our own files against accident, not against somebody who may write there.
 *
 * Units: 64 hex digits.
 */
export const EMPTY_DIGEST = '0'.repeat(64);

const MODULUS = 1n << 256n;

/** Of two sets without a line in common, the digest of both together. */
export const addDigests = (one: string, other: string): string => hex(BigInt(`0x${one}`) + BigInt(`0x${other}`));

const hex = (sum: bigint): string => (sum % MODULUS).toString(16).padStart(64, '0');

export function addLines(digest: string, lines: Iterable<string>): string {
  let sum = BigInt(`0x${digest}`);
  for (const line of lines) sum += BigInt(`0x${createHash('sha256').update(line, 'utf8').digest('hex')}`);
  return hex(sum);
}
