import { createHash } from 'node:crypto';
import { type MatchField, normalizeFor } from 'clearlist';
import { describe, expect, test } from 'vitest';

/** What a service makes of one value: the normalised text, or the code that refuses it. */
export interface Vector {
  /** The rule that the row is for, in few words. */
  readonly rule: string;
  readonly field: MatchField;
  readonly raw: string | number;
  readonly country?: string;
  readonly normalized?: string;
  readonly refused?: string;
  /** The digest as the service publishes it, where it does. */
  readonly hash?: string;
  readonly variants?: readonly string[];
}

export const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Holds a service against a table; a row that says no hash says the text, and the hash is the text’s own. */
export function vectorTable(
  service: string,
  from: string,
  vectors: readonly Vector[],
  options: Readonly<Record<string, unknown>> = {},
): void {
  describe(`${service}: ${from}`, () => {
    test.each(vectors)('$rule: $field $raw', ({ field, raw, country, normalized, refused, hash, variants }) => {
      const place = country === undefined ? {} : { country };
      const answer = normalizeFor(service, { [field]: raw }, { ...place, options, variants: variants !== undefined })[
        field
      ];
      if (answer === undefined) throw new Error('no answer');
      if ('refused' in answer) {
        expect(answer.refused).toBe(refused);
        return;
      }
      expect(refused).toBeUndefined();
      expect(answer.normalized).toBe(normalized);
      if (hash !== undefined) expect(answer.hash).toBe(hash);
      expect(answer.hash).toBe(digestOf(answer.normalized, answer.encoding));
      if (variants !== undefined) expect(answer.variants?.map((one) => one.normalized) ?? []).toEqual(variants);
    });
  });
}

function digestOf(text: string, encoding: string): string {
  if (encoding === 'plain') return text;
  if (encoding === 'sha256-base64') return Buffer.from(sha256Hex(text), 'hex').toString('base64');
  return sha256Hex(text);
}
