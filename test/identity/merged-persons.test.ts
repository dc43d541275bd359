import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../src/campaign/decide.js';
import { survivors } from '../../src/identity/merges.js';
import { widePolicy } from '../parity/campaign-arbitraries.js';
import { cases } from '../setup/drawn-cases.js';
import { ask, consent, members, merge, verdicts } from './world.js';

describe('which profile remains', () => {
  const at = (occurredAt: number, profileId: string, intoProfileId: string) => ({
    profileId,
    intoProfileId,
    occurredAt,
  });

  test.each([
    ['one step', [at(1, 'b', 'a')], { b: 'a' }],
    ['a chain to its end', [at(1, 'c', 'b'), at(2, 'b', 'a')], { b: 'a', c: 'a' }],
    ['a chain written backwards', [at(2, 'b', 'a'), at(1, 'c', 'b')], { b: 'a', c: 'a' }],
    ['the latest of two merges of one profile', [at(1, 'b', 'a'), at(2, 'b', 'c')], { b: 'c' }],
    ['at the same instant the lowest id', [at(1, 'b', 'c'), at(1, 'b', 'a')], { b: 'a' }],
    ['a merge into itself is none', [at(1, 'b', 'b')], {}],
  ])('%s', (_, merges, expected) => {
    expect(Object.fromEntries(survivors(merges))).toEqual(expected);
  });

  test.each([
    ['of two', [at(1, 'a', 'b'), at(2, 'b', 'a')]],
    ['of three', [at(1, 'a', 'b'), at(2, 'b', 'c'), at(3, 'c', 'a')]],
    ['behind a chain', [at(1, 'x', 'a'), at(1, 'a', 'b'), at(2, 'b', 'a')]],
  ])('a circle %s is refused', (_, merges) => {
    expect(() => survivors(merges)).toThrow(expect.objectContaining({ code: 'identity-cycle' }));
  });

  test('the order in which merges are written means nothing, and whoever remains was not merged away', () => {
    const forest = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 8 }), fc.nat(3)));
    fc.assert(
      fc.property(forest, (pairs) => {
        // Into a lower number only: no circles.
        const merges = pairs
          .filter(([from, into]) => into < from)
          .map(([from, into, time]) => at(time, `p${from}`, `p${into}`));
        const remains = survivors(merges);
        expect(Object.fromEntries(survivors([...merges].reverse()))).toEqual(Object.fromEntries(remains));
        for (const personId of remains.values()) expect(remains.has(personId)).toBe(false);
      }),
      { numRuns: cases(500) },
    );
  });

  test('a circle stops both engines', async () => {
    const records = { profile: [{ id: 'a' }, { id: 'b' }], identity_link: [merge('a', 'b'), merge('b', 'a')] };
    await expect(ask(records)).rejects.toMatchObject({ code: 'identity-cycle' });
  });
});

const anna = { id: 'anna', email: ['anna@example.se'], country: 'SE' };
const states = [
  ['deceased', { deceased: true }, 'DECEASED'],
  ['protected identity', { protectedIdentity: true }, 'PROTECTED_IDENTITY'],
  ['control group', { controlGroup: true }, 'CONTROL_GROUP'],
  ['a minor', { birthDate: '2008-03-04' }, 'MINOR'],
  ['somebody with an unreadable cell', { deceased: 'perhaps' }, 'RECORD_UNPARSEABLE'],
  ['an adult', { birthDate: '2008-03-03' }, 'consent'],
  ['somebody alive', { deceased: false }, 'consent'],
  ['somebody abroad', { country: 'DE' }, 'consent'],
] as const;

describe('a merge never hides a state, and never changes anything else', () => {
  test.each(states)('merged with %s', async (_, state, verdict) => {
    const records = {
      profile: [anna, { id: 'old', ...state }],
      permission: consent('anna'),
      identity_link: [merge('old', 'anna')],
    };
    expect(await verdicts(records)).toEqual({ anna: verdict });
  });

  test.each(states)('at the end of a chain: %s', async (_, state, verdict) => {
    const records = {
      profile: [anna, { id: 'old' }, { id: 'older', ...state }],
      permission: consent('anna'),
      identity_link: [merge('older', 'old'), merge('old', 'anna')],
    };
    expect(await verdicts(records)).toEqual({ anna: verdict });
  });

  test.each(states)('not merged with %s, a state is only one’s own', async (_, state) => {
    const records = { profile: [anna, { id: 'old', ...state }], permission: consent('anna'), identity_link: [] };
    expect((await verdicts(records)).anna).toBe('consent');
  });

  test('a restriction of a merged profile counts for the person', async () => {
    const records = {
      profile: [anna, { id: 'old' }],
      permission: consent('anna'),
      identity_link: [merge('old', 'anna')],
      restriction: [{ profileId: 'old', occurredAt: '2025-01-01T00:00:00Z' }],
    };
    expect(await verdicts(records)).toEqual({ anna: 'PROCESSING_RESTRICTED' });
  });

  test('a merge known after as-of counts in a run for sending and not in a replay', async () => {
    const records = {
      profile: [anna, { id: 'old', deceased: true }],
      permission: consent('anna'),
      identity_link: [merge('old', 'anna', '2026-06-01T00:00:00Z')],
    };
    expect(await verdicts(records)).toEqual({ anna: 'DECEASED' });
    expect((await verdicts(records, { replay: true })).anna).toBe('consent');
  });

  test('profiles that disagree: the values of the one that remains, missing ones included', async () => {
    const profile = [
      { id: 'anna', country: 'SE' },
      { id: 'old', country: 'NO', birthDate: '1970-01-01', firstName: 'Anna' },
    ];
    const records = { profile, identity_link: [merge('old', 'anna')] };
    expect(await members(records, { kind: 'compare', field: 'country', is: 'eq', value: 'SE' })).toEqual(['anna']);
    expect(await members(records, { kind: 'presence', field: 'birthDate', is: 'missing' })).toEqual(['anna']);
    expect(await members(records, { kind: 'presence', field: 'firstName', is: 'missing' })).toEqual(['anna']);
  });

  test('the proof names the merged profile and says that it came by the merge', () => {
    const outcome = decide({
      person: 'anna',
      records: { profile: [anna, { id: 'old', deceased: true }], identity_link: [merge('old', 'anna')] },
      campaign: { controller: 'okq8', kind: 'newsletter', channel: 'email', country: 'SE' },
      policy: widePolicy,
      asOf: '2026-03-03T10:00:00Z',
    });
    expect(outcome.reasons[0]).toEqual({
      reason: 'DECEASED',
      evidence: [{ kind: 'profile', record: { source: 'profile', row: 2, id: 'old' }, via: ['merge'] }],
    });
  });
});
