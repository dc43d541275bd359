import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { UnsubscribeRecipient } from '../../src/campaign/unsubscribe.js';
import { issueUnsubscribeToken, readUnsubscribeToken } from '../../src/export/unsubscribe-token.js';
import { cases } from '../setup/drawn-cases.js';

const keys = { u1: 'a1'.repeat(32), u2: 'b2'.repeat(32) };
const signing = { keys, key: 'u2' };
const anna: UnsubscribeRecipient = {
  controller: 'okq8',
  channel: 'email',
  campaign: 'autumn',
  address: 'anna@example.se',
};

const recipients = fc.record({
  controller: fc.constantFrom('okq8', 'okq8_bank'),
  channel: fc.constantFrom('email', 'sms'),
  campaign: fc.string({ maxLength: 20 }),
  address: fc.string({ unit: 'grapheme', maxLength: 60 }),
});

const invalid = expect.objectContaining({ code: 'token-invalid' });

describe('an unsubscribe token', () => {
  test('says whom it is for, to whoever has the key', () => {
    fc.assert(
      fc.property(recipients, (recipient) => {
        expect(readUnsubscribeToken(issueUnsubscribeToken(recipient, signing), { keys })).toEqual(recipient);
      }),
    );
  });

  test('is the same for the same recipient, and another one for any other', () => {
    fc.assert(
      fc.property(recipients, recipients, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(issueUnsubscribeToken(one, signing) === issueUnsubscribeToken(other, signing)).toBe(same);
      }),
    );
  });

  test('can stand in an address and shows nothing of the person, the campaign or the controller', () => {
    const token = issueUnsubscribeToken(anna, signing);
    expect(token).toMatch(/^1\.u2\.[A-Za-z0-9_-]+$/);
    const bytes = Buffer.from(token.split('.')[2] ?? '', 'base64url').toString('latin1');
    for (const word of ['anna', 'example', 'autumn', 'okq8', 'email']) expect(bytes).not.toContain(word);
  });

  test('of a key that signs no more is understood as long as the key is kept', () => {
    const old = issueUnsubscribeToken(anna, { keys, key: 'u1' });
    expect(readUnsubscribeToken(old, { keys })).toEqual(anna);
    expect(() => readUnsubscribeToken(old, { keys: { u2: keys.u2 } })).toThrow(invalid);
  });

  test('is refused with any character changed, dropped or doubled', () => {
    const token = issueUnsubscribeToken(anna, signing);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom('A', 'z', '9', '_', '.', '', '='), (at, other) => {
        const altered = [token.slice(0, at) + other + token.slice(at + 1), token.slice(0, at) + token.slice(at - 1)];
        for (const text of altered.filter((one) => one !== token)) {
          expect(() => readUnsubscribeToken(text, { keys })).toThrow(invalid);
        }
      }),
      { numRuns: cases(300) },
    );
  });

  test.each([
    ['nothing', ''],
    ['an address', 'anna@example.se'],
    ['another version', issueUnsubscribeToken(anna, signing).replace(/^1/, '2')],
    ['another key', issueUnsubscribeToken(anna, signing).replace('u2', 'u1')],
    ['a key that every object has', `1.constructor.${'A'.repeat(80)}`],
    ['too short', '1.u1.AAAA'],
    ['endless', `1.u1.${'A'.repeat(100_000)}`],
    ['signed by somebody else', issueUnsubscribeToken(anna, { keys: { u2: 'ff'.repeat(32) }, key: 'u2' })],
  ])('that is %s refuses nobody and says so', (_, token) => {
    expect(() => readUnsubscribeToken(token, { keys })).toThrow(invalid);
  });

  test('is not made with a key that is missing or too short', () => {
    expect(() => issueUnsubscribeToken(anna, { keys, key: 'u3' })).toThrow(
      expect.objectContaining({ code: 'key-missing' }),
    );
    const short = { keys: { u1: 'ab' }, key: 'u1' };
    expect(() => issueUnsubscribeToken(anna, short)).toThrow(expect.objectContaining({ code: 'key-invalid' }));
  });
});
