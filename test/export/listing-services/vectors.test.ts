import { describe, expect, test } from 'vitest';
import { listingServices, matchFields, normalizeFor, type ServiceId } from '../../../src/index.js';
import { googleVectors } from './google-vectors.js';
import { metaVectors } from './meta-vectors.js';
import { sha256Hex, type VectorTable } from './vectors.js';

/** A service without its tables is a mistake that the compiler finds. */
const tables: Readonly<Record<ServiceId, readonly VectorTable[]>> = { ...googleVectors, ...metaVectors };

for (const [service, own] of Object.entries(tables)) {
  for (const { from, vectors, options = {} } of own) {
    describe(`${service}: ${from}`, () => {
      test.each(vectors)('$rule: $field $raw', ({ field, raw, country, normalized, refused, hash, variants }) => {
        const place = country === undefined ? {} : { country };
        const asked = { ...place, options, variants: variants !== undefined };
        const answer = normalizeFor(service, { [field]: raw }, asked)[field];
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
}

/** A row that says no digest says the text, and the digest is the text’s own. */
function digestOf(text: string, encoding: string): string {
  if (encoding === 'plain') return text;
  const hex = sha256Hex(text);
  return encoding === 'sha256-base64' ? Buffer.from(hex, 'hex').toString('base64') : hex;
}

test.each(Object.entries(tables))(
  'the tables of %s take every field that the service takes, and refuse the others',
  (service, own) => {
    const rows = own.flatMap(({ vectors }) => vectors);
    const taken = new Set(rows.filter(({ normalized }) => normalized !== undefined).map(({ field }) => field));
    const accepted = Object.keys(listingServices[service as ServiceId].fields({}));
    expect([...taken].sort()).toEqual([...accepted].sort());
    const refused = rows.filter((row) => row.refused === 'FIELD_NOT_ACCEPTED').map(({ field }) => field);
    expect([...new Set(refused)].sort()).toEqual(matchFields.filter((field) => !accepted.includes(field)).sort());
  },
);

test('a birth date is three keys at Meta, and the first of them is the answer', () => {
  const { birth_date: answer } = normalizeFor('meta-custom-audience', { birth_date: '19850307' });
  const key = (normalized: string) => ({ normalized, hash: sha256Hex(normalized), encoding: 'sha256-hex' });
  expect(answer).toEqual({ ...key('1985'), keys: { DOBY: key('1985'), DOBM: key('03'), DOBD: key('07') } });
});
