import { createHash } from 'node:crypto';

/**
 * A digest of a set of lines that does not depend on their order or on how they are spread over parts: the sum of their
 * SHA-256 modulo 2²⁵⁶. It is a checksum of our own files against accident, not against somebody who may write there.
 *
 * Units: 64 hex digits.
 */
export const EMPTY_DIGEST = '0'.repeat(64);

const MODULUS = 1n << 256n;

export function addLines(digest: string, lines: Iterable<string>): string {
  let sum = BigInt(`0x${digest}`);
  for (const line of lines) sum += BigInt(`0x${createHash('sha256').update(line, 'utf8').digest('hex')}`);
  return (sum % MODULUS).toString(16).padStart(64, '0');
}
