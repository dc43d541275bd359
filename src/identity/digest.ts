import { createHash } from 'node:crypto';

/** SHA-256 of text as UTF-8, lower hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

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
