import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consent, merge, verdicts } from '../identity/world.js';
import { cases } from '../setup/drawn-cases.js';

/**
 * How far a refusal reaches, worked out by hand. Everybody has a consent for everything, so that whoever cannot be
 * written to was reached: `OBJECTION_DIRECT_MARKETING` by the objection, nothing else.
 */
const REACHED = 'OBJECTION_DIRECT_MARKETING';
const objected = { purpose: 'direct_marketing', occurredAt: '2026-01-01T00:00:00Z' };
const household = '070-999 99 99';

interface Case {
  readonly says: string;
  readonly profile: readonly { id: string; [field: string]: unknown }[];
  readonly objection: object;
  readonly links?: readonly object[];
  readonly channel?: 'email' | 'sms';
  readonly reached: readonly string[];
}

const anna = { id: 'anna', email: ['anna@example.se'], phone: ['070-123 45 67'], country: 'SE' };
const bo = { id: 'bo', email: ['bo@example.se'], phone: ['070-765 43 21'], country: 'SE' };
const old = { id: 'old', email: ['old@example.se'], country: 'SE' };

const table: readonly Case[] = [
  { says: 'own: given by the profile', profile: [anna, bo], objection: { profileId: 'anna' }, reached: ['anna'] },
  {
    says: 'own: on another channel than the identifier it names',
    profile: [anna, bo],
    objection: { email: 'anna@example.se' },
    channel: 'sms',
    reached: ['anna'],
  },
  {
    says: 'identifier alone: everybody who holds it',
    profile: [anna, { ...bo, email: ['anna@example.se', 'bo@example.se'] }],
    objection: { email: 'Anna@Example.SE' },
    reached: ['anna', 'bo'],
  },
  {
    says: 'identifier alone: nobody holds it',
    profile: [anna, bo],
    objection: { email: 'cecilia@example.se' },
    reached: [],
  },
  {
    says: 'shared: a profile’s refusal blocks the shared address for the other',
    profile: [anna, { ...bo, email: ['anna@example.se'] }],
    objection: { profileId: 'anna' },
    reached: ['anna', 'bo'],
  },
  {
    says: 'shared: the other’s own address stays free',
    profile: [anna, { ...bo, email: ['bo@example.se', 'anna@example.se'] }],
    objection: { profileId: 'anna' },
    reached: ['anna'],
  },
  {
    says: 'shared: another channel stays free',
    profile: [anna, { ...bo, email: ['anna@example.se'] }],
    objection: { profileId: 'anna' },
    channel: 'sms',
    reached: ['anna'],
  },
  {
    says: 'family phone: one’s refusal blocks the number for all of the household',
    profile: [
      { ...anna, phone: [household] },
      { ...bo, phone: [household] },
      { id: 'kid', phone: [household], country: 'SE' },
    ],
    objection: { profileId: 'anna' },
    channel: 'sms',
    reached: ['anna', 'bo', 'kid'],
  },
  {
    says: 'family phone: their e-mails stay free',
    profile: [
      { ...anna, phone: [household] },
      { ...bo, phone: [household] },
    ],
    objection: { profileId: 'anna' },
    reached: ['anna'],
  },
  {
    says: 'family phone: a refusal of the number reaches all who hold it, wholly',
    profile: [
      { ...anna, phone: [household] },
      { ...bo, phone: [household] },
    ],
    objection: { phone: '+46 70 999 99 99' },
    reached: ['anna', 'bo'],
  },
  {
    says: 'former: a refusal on an address no longer used reaches its former holder',
    profile: [{ ...anna, formerEmail: ['anna.before@example.se'] }, bo],
    objection: { email: 'anna.before@example.se' },
    reached: ['anna'],
  },
  {
    says: 'former: a profile’s refusal blocks its former address for who has it now',
    profile: [
      { ...anna, formerEmail: ['shared@example.se'] },
      { ...bo, email: ['shared@example.se'] },
    ],
    objection: { profileId: 'anna' },
    reached: ['anna', 'bo'],
  },
  {
    says: 'merged away: its refusal reaches the person that remains',
    profile: [anna, old, bo],
    objection: { profileId: 'old' },
    links: [merge('old', 'anna')],
    reached: ['anna'],
  },
  {
    says: 'merged away: a refusal on its address reaches the person that remains',
    profile: [anna, old, bo],
    objection: { email: 'old@example.se' },
    links: [merge('old', 'anna')],
    reached: ['anna'],
  },
  {
    says: 'merged into: its refusal blocks the merged profile’s address for others',
    profile: [anna, old, { ...bo, email: ['old@example.se'] }],
    objection: { profileId: 'anna' },
    links: [merge('old', 'anna')],
    reached: ['anna', 'bo'],
  },
  {
    says: 'not merged: the other profile is another person',
    profile: [anna, old],
    objection: { profileId: 'old' },
    reached: ['old'],
  },
  {
    says: 'tag: a refusal on a tagged address reaches the base form',
    profile: [anna, bo],
    objection: { email: 'anna+fuel@example.se' },
    reached: ['anna'],
  },
  {
    says: 'tag: a refusal on the base form reaches a tagged address',
    profile: [{ ...anna, email: ['anna+fuel@example.se'] }, bo],
    objection: { email: 'anna@example.se' },
    reached: ['anna'],
  },
  {
    says: 'group: a refusal to another controller of the group counts',
    profile: [anna, bo],
    objection: { profileId: 'anna', controller: 'okq8_bank' },
    reached: ['anna'],
  },
  {
    says: 'chain: who shares with who shares is not reached',
    profile: [
      anna,
      { ...bo, email: ['anna@example.se', 'link@example.se'] },
      { id: 'cecilia', email: ['link@example.se'], country: 'SE' },
    ],
    objection: { profileId: 'anna' },
    reached: ['anna'],
  },
];

describe('how far a refusal reaches', () => {
  test.each(table)('$says', async ({ profile, objection, links = [], channel = 'email', reached }) => {
    const records = {
      profile,
      permission: profile.flatMap(({ id }) => consent(id)),
      objection: [{ ...objected, ...objection }],
      identity_link: links,
    } as never;
    const said = await verdicts(records, { channel });
    expect(Object.keys(said).filter((id) => said[id]?.includes(REACHED))).toEqual(reached);
  });
});

describe('law: reach is one step', () => {
  test('on a chain of shared addresses only the neighbours are touched, however long it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 6 }), fc.nat(5), async (length, start) => {
        const first = start % length;
        // p0 -a0- p1 -a1- p2 …: each shares one address with the next.
        const profile = Array.from({ length }, (_, i) => ({
          id: `p${i}`,
          email: [`a${i}@example.se`, ...(i === 0 ? [] : [`a${i - 1}@example.se`])],
          country: 'SE',
        }));
        const said = await verdicts({
          profile,
          permission: profile.flatMap(({ id }) => consent(id)),
          objection: [{ ...objected, profileId: `p${first}` }],
        });
        // A neighbour is touched wholly only where every address of theirs is shared with the one who objected.
        const touched = profile.flatMap(({ id }, i) => {
          if (i === first) return [id];
          const own = [`a${i}`, ...(i === 0 ? [] : [`a${i - 1}`])];
          const theirs = [`a${first}`, ...(first === 0 ? [] : [`a${first - 1}`])];
          return own.every((address) => theirs.includes(address)) ? [id] : [];
        });
        expect(Object.keys(said).filter((id) => said[id] === REACHED)).toEqual(touched);
      }),
      { numRuns: cases(8) },
    );
  });
});
