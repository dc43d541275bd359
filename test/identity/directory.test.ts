import { describe, expect, test } from 'vitest';
import { canonicalJson, definitionHash, sha256 } from '../../src/identity/digest.js';
import { countedMerges, directory, heldIdentifiers } from '../../src/identity/directory.js';
import type { IdentityLink } from '../../src/model/identity-link.js';
import type { Profile } from '../../src/model/profile.js';

const profile = (id: string, fields: Partial<Profile> = {}): Profile => ({
  id,
  email: [],
  phone: [],
  formerEmail: [],
  formerPhone: [],
  attributes: {},
  unreadable: false,
  ref: { source: 'profile', row: 1 },
  ...fields,
});

describe('who holds what', () => {
  const who = directory(
    [
      profile('p1', { email: ['Anna+fuel@example.se', 'not an address'], formerEmail: ['old@example.se'] }),
      profile('p2', { email: ['anna@example.se'], phone: ['070-123 45 67'], country: 'SE' }),
      profile('p3', { formerPhone: ['+46701234567'] }),
    ],
    [{ profileId: 'p3', intoProfileId: 'p1' }],
    undefined,
  );

  test('the universe is every unmerged profile', () => {
    expect([...who.persons.keys()]).toEqual(['p1', 'p2']);
    expect(who.personOf('p3')).toBe('p1');
    expect(who.personOf('p2')).toBe('p2');
    expect(who.personOf('ghost')).toBe('ghost');
    expect(who.profilesOf('p1')).toEqual(['p1', 'p3']);
  });

  test('refusals find the base form, former addresses and those of merged profiles', () => {
    expect([...who.refusalKeysOf('p1')].sort()).toEqual([
      'email:anna@example.se',
      'email:old@example.se',
      'phone:+46701234567',
    ]);
    expect(who.holdersOf('email:anna@example.se')).toEqual(['p1', 'p2']);
    expect(who.holdersOf('phone:+46701234567')).toEqual(['p2', 'p1']);
    expect(who.holdersOf('email:nobody@example.se')).toEqual([]);
    expect([...who.refusalKeysOf('ghost')]).toEqual([]);
  });

  test('two profiles of one id stop', () => {
    expect(() => directory([profile('p1'), profile('p1')], [], undefined)).toThrow(
      expect.objectContaining({ code: 'duplicate-id' }),
    );
  });
});

describe('the country of a number written without one', () => {
  const numbers = (fields: Partial<Profile>, fallback: string | undefined) =>
    heldIdentifiers(profile('p', { phone: ['0701234567'], ...fields }), fallback).map(
      ({ canonical }) => canonical?.key,
    );

  test.each<[string, Partial<Profile>, string | undefined, (string | undefined)[]]>([
    ['the profile’s own', { country: 'SE' }, undefined, ['+46701234567']],
    ['the campaign’s where the profile has none', {}, 'SE', ['+46701234567']],
    ['the profile’s own goes first', { country: 'SE' }, 'NO', ['+46701234567']],
    ['none', {}, undefined, [undefined]],
  ])('%s', (_, fields, fallback, expected) => {
    expect(numbers(fields, fallback)).toEqual(expected);
  });

  test('identifiers keep their order of preference, the invalid ones their place', () => {
    const held = heldIdentifiers(profile('p', { email: ['x', 'a@b.se'], formerEmail: ['c@b.se'] }), undefined);
    expect(held.map(({ rank, former, canonical }) => [rank, former, canonical?.key])).toEqual([
      [1, false, undefined],
      [2, false, 'a@b.se'],
      [1, true, 'c@b.se'],
    ]);
  });
});

describe('which merges count', () => {
  const link = (occurredAt: number | undefined, fields: Partial<IdentityLink> = {}): IdentityLink => ({
    link: 'merge',
    profileId: 'a',
    intoProfileId: 'b',
    ref: { source: 'identity_link', row: 1 },
    ...(occurredAt === undefined ? {} : { occurredAt }),
    ...fields,
  });

  test.each<[string, IdentityLink, number, number]>([
    ['at as-of', link(100), 1, 1],
    ['after as-of: for sending only', link(101), 0, 1],
    ['without a time', link(undefined), 1, 1],
    ['a login is no merge', link(50, { link: 'login', deviceId: 'd1' }), 0, 0],
  ])('%s', (_, one, replay, sending) => {
    expect(countedMerges([one], 100, false)).toHaveLength(replay);
    expect(countedMerges([one], 100, true)).toHaveLength(sending);
  });
});

describe('digests', () => {
  test('SHA-256 of UTF-8 in lower hex (FIPS 180-4, and a letter of two bytes)', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('å')).toBe('e83979df9d36090142f23051f8e8d7ad48e5c20dff5c9e7b92ca3454f67469f9');
  });

  test('equal definitions hash alike, whatever the order of keys', () => {
    expect(canonicalJson({ b: 1n, a: [{ d: null, c: undefined }] })).toBe('{"a":[{"d":null}],"b":"1"}');
    expect(definitionHash({ a: 1, b: 2 })).toBe(definitionHash({ b: 2, a: 1 }));
    expect(definitionHash([1, 2])).not.toBe(definitionHash([2, 1]));
  });
});
