import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Session } from '../../src/engines/duckdb/session.js';
import { hmacSha256 } from '../../src/identity/digest.js';
import { hmacSql, NORMALISER, normalisers, refusalDigest } from '../../src/identity/refusal-digest.js';
import { literal, sql } from '../../src/sql/fragment.js';
import { cases } from '../setup/drawn-cases.js';

/** RFC 4231, test cases 2, 6 and 7 (ASCII data): key in hex, data, digest. */
const vectors = [
  ['4a656665', 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  [
    'aa'.repeat(131),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  [
    'aa'.repeat(131),
    'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
    '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  ],
] as const;

const key = { id: 'k1', hex: '0f'.repeat(32) };

describe('HMAC-SHA-256', () => {
  let session: Session;
  beforeAll(async () => {
    session = await Session.open({ threads: 1 });
  });
  afterAll(() => session.close());

  const inSql = async (hex: string, text: string): Promise<unknown> =>
    (await session.rows(sql`select ${hmacSql(hex, literal(text))} as digest`))[0]?.digest;

  test.each(vectors)('RFC 4231, key %s', async (hex, text, digest) => {
    expect(hmacSha256(hex, text)).toBe(digest);
    expect(await inSql(hex, text)).toBe(digest);
  });

  test('SQL says what node:crypto says, for keys of every length and any text', async () => {
    const hex = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('hex'));
    // A lone surrogate has no UTF-8, and an engine's text cannot hold the null character.
    const text = fc.string({ unit: 'grapheme', maxLength: 200 }).map((value) => value.replaceAll('\0', ''));
    await fc.assert(
      fc.asyncProperty(hex, text, async (secret, value) => {
        const expected = createHmac('sha256', Buffer.from(secret, 'hex')).update(value, 'utf8').digest('hex');
        expect(hmacSha256(secret, value)).toBe(expected);
        expect(await inSql(secret, value)).toBe(expected);
      }),
      { numRuns: cases(500) },
    );
  });
});

describe('what remains of an address', () => {
  test('the hash of kind and refusal key, with the id of the key and the version of the canonical form', () => {
    const digest = createHmac('sha256', Buffer.from(key.hex, 'hex')).update('email:anna@example.se').digest('hex');
    expect(refusalDigest({ kind: 'email', value: ' Anna+Fuel@Example.SE', key })).toEqual({
      digest,
      keyId: 'k1',
      normaliser: NORMALISER,
    });
  });

  test.each([
    [
      'letter case and space',
      { kind: 'email', value: 'ANNA@example.se ' },
      { kind: 'email', value: 'anna@example.se' },
    ],
    ['the plus-tag', { kind: 'email', value: 'anna+x@example.se' }, { kind: 'email', value: 'anna@example.se' }],
    [
      'how a number is written',
      { kind: 'phone', value: '070-123 45 67', country: 'SE' },
      { kind: 'phone', value: '+46 70 123 45 67' },
    ],
  ] as const)('%s makes no difference', (_, one, other) => {
    expect(refusalDigest({ ...one, key })).toEqual(refusalDigest({ ...other, key }));
  });

  test('another key gives another digest', () => {
    const other = { id: 'k1', hex: '1f'.repeat(32) };
    const address = { kind: 'email', value: 'anna@example.se' } as const;
    expect(refusalDigest({ ...address, key })?.digest).not.toBe(refusalDigest({ ...address, key: other })?.digest);
  });

  test('what is no address leaves nothing', () => {
    expect(refusalDigest({ kind: 'email', value: 'anna', key })).toBeUndefined();
  });

  test.each(['', 'secret', '0f'.repeat(31), `${'0f'.repeat(32)}0`])('a key that is no key is refused: "%s"', (hex) => {
    const digest = () => refusalDigest({ kind: 'email', value: 'anna@example.se', key: { id: 'k', hex } });
    expect(digest).toThrow(expect.objectContaining({ code: 'key-invalid' }));
  });

  test('today’s version is one of those that can be matched', () => {
    expect(normalisers).toContain(NORMALISER);
  });
});
