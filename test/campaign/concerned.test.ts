import { describe, expect, test } from 'vitest';
import { SILENT_STATES } from '../../src/campaign/concerned.js';
import type { RecordsInput } from '../../src/model/records.js';
import { channels, messageKinds, purposes } from '../../src/model/vocabulary.js';
import { sql } from '../../src/sql/fragment.js';
import { compileDecision } from '../../src/suppression/compile-decision.js';
import type { BlockQuery, RuleAsk } from '../../src/suppression/facts.js';
import { policies } from '../../src/suppression/policies/policies.js';
import type { DecisionRequest } from '../../src/suppression/request.js';
import { widePolicy } from '../parity/campaign-arbitraries.js';
import { runBoth, runDefinition, type Said } from '../parity/run-both.js';

/**
 * Addresses are read of whoever can matter. Here the only member is Anna, and what refuses her comes from somebody who
 * is in no audience, over an address that nobody in the audience is known to share until theirs is read.
 */
const anna = {
  id: 'anna',
  email: ['home@example.se'],
  phone: ['070-123 45 67'],
  country: 'SE',
  birthDate: '1985-05-01',
  language: 'sv',
};
const outside = { country: 'SE', birthDate: '1985-05-01' };
const bo = { ...outside, id: 'bo', email: ['Home+bo@Example.se'] };
const merged = { link: 'merge', profileId: 'old', intoProfileId: 'bo', occurredAt: '2025-01-01T00:00:00Z' };
const consent = (profileId: string, change: object = {}) => ({
  profileId,
  controller: 'okq8',
  purpose: 'direct_marketing',
  channel: '*',
  topic: '*',
  state: 'given',
  occurredAt: '2025-01-01T00:00:00Z',
  origin: 'data_subject',
  evidence: 'form-1',
  ...change,
});
const objection = (subject: object) => ({
  controller: 'okq8',
  purpose: 'direct_marketing',
  channel: '*',
  occurredAt: '2026-01-01T00:00:00Z',
  ...subject,
});
const complaint = { channel: 'email', outcome: 'complaint', occurredAt: '2026-01-01T00:00:00Z', controller: 'okq8' };

const cases: readonly (readonly [string, RecordsInput, string | readonly string[]])[] = [
  ['nobody refuses', { profile: [bo] }, 'consent'],
  [
    'somebody outside refuses by name',
    { profile: [bo], objection: [objection({ profileId: 'bo' })] },
    ['OBJECTION_DIRECT_MARKETING'],
  ],
  [
    'somebody outside refuses by name, who has the address of the one merged into them',
    {
      profile: [
        { ...bo, email: ['bo@example.se'] },
        { ...bo, id: 'old' },
      ],
      identity_link: [merged],
      objection: [objection({ profileId: 'bo' })],
    },
    ['OBJECTION_DIRECT_MARKETING'],
  ],
  [
    'the one merged into somebody outside refuses, who has the address',
    { profile: [bo, { ...outside, id: 'old' }], identity_link: [merged], objection: [objection({ profileId: 'old' })] },
    ['OBJECTION_DIRECT_MARKETING'],
  ],
  [
    'somebody outside refuses who had the address once',
    {
      profile: [{ ...bo, email: ['bo@example.se'], formerEmail: ['home@example.se'] }],
      objection: [objection({ profileId: 'bo' })],
    },
    ['OBJECTION_DIRECT_MARKETING'],
  ],
  [
    'somebody outside withdrew a consent',
    { profile: [bo], permission: [consent('bo', { state: 'withdrawn', occurredAt: '2026-01-01T00:00:00Z' })] },
    ['CONSENT_WITHDRAWN'],
  ],
  [
    'a consent of somebody outside cannot be read',
    { profile: [bo], permission: [consent('bo', { state: 'perhaps' })] },
    ['RECORD_UNPARSEABLE'],
  ],
  ['somebody outside consented', { profile: [bo], permission: [consent('bo')] }, 'consent'],
  [
    'somebody outside complained by name',
    { profile: [bo], delivery: [{ ...complaint, profileId: 'bo' }] },
    ['COMPLAINT'],
  ],
  [
    'somebody outside has another address',
    { profile: [{ ...bo, email: ['bo@example.se'] }], objection: [objection({ profileId: 'bo' })] },
    'consent',
  ],
];

describe('what reaches the only member', () => {
  test.each(cases)('%s', async (_, { permission = [], profile = [], ...records }, expected) => {
    const audience = {
      id: 'swedish',
      condition: { kind: 'compare', field: 'language', is: 'eq', value: 'sv' },
    } as const;
    const campaign = { controller: 'okq8', kind: 'newsletter', channel: 'email', audience } as const;
    const said = await runBoth(runDefinition([campaign], { policy: widePolicy, replay: true }), {
      ...records,
      profile: [anna, ...profile],
      permission: [consent('anna'), ...permission],
    });
    const outcome = (all: readonly (Said | undefined)[]) => {
      const decision = all[0]?.decisions.anna;
      return decision?.basis ?? decision?.reasons;
    };
    expect(Object.keys(said.duckdb[0]?.decisions ?? {})).toEqual(['anna']);
    expect([outcome(said.reference), outcome(said.duckdb)]).toEqual([expected, expected]);
  });
});

/** Every record that a rule asks about as a refusal, whatever the answers are. */
function blocksOf(ask: (rules: RuleAsk) => void): readonly BlockQuery[] {
  const asked: BlockQuery[] = [];
  const fact = sql`true`;
  const answer = () => fact;
  const about = (...queries: readonly BlockQuery[]) => {
    asked.push(...queries);
    return fact;
  };
  ask({
    blocked: (query) => about(query),
    blockedLast: (query, others) => about(query, others),
    blockedSince: (query) => about(query),
    stands: (query) => about(query),
    granted: (_, after = []) => about(...after),
    has: answer,
    sold: answer,
    contacted: answer,
    reported: answer,
    registerVersion: answer,
    profile: answer,
    merged: answer,
    addressable: answer,
    once: (value) => value,
  });
  return asked;
}

const AS_OF = Date.parse('2026-03-03T10:00:00Z') * 1000;

describe.each(Object.entries({ ...policies, wide: widePolicy }))('policy %s', (_, policy) => {
  test('a permission that is given or pending, and can be read, refuses nothing', () => {
    const requests = purposes.flatMap((purpose) =>
      Object.keys(messageKinds).flatMap((messageKind) =>
        channels.map(
          (channel): DecisionRequest => ({
            controller: policy.controllers[0]?.id ?? '',
            purpose,
            messageKind,
            channel,
            country: 'SE',
            products: ['fuel'],
            targeted: true,
            reads: ['search_history', 'interests', 'device_and_access', 'purchase_history_itemised'],
            containsPromotion: false,
            asOf: AS_OF,
            sendAt: AS_OF,
            today: '2026-03-03',
            laterRefusalsCount: true,
          }),
        ),
      ),
    );
    const asked = requests.flatMap((request) => blocksOf((ask) => compileDecision(request, policy, ask)));
    const loose = asked.filter(({ kind, filter }) => {
      if (kind !== 'permission') return false;
      return !filter.some(
        (one) =>
          'in' in one &&
          ((one.field === 'state' && !one.in.some((state) => (SILENT_STATES as readonly unknown[]).includes(state))) ||
            (one.field === 'unreadable' && one.in.every((value) => value === true))),
      );
    });
    expect(asked.some(({ kind }) => kind === 'permission')).toBe(true);
    expect(loose).toEqual([]);
  });
});
