import { describe, expect, test } from 'vitest';
import { okq8 } from '../../src/index.js';
import { decisionCasesSchema, runDecisionCases } from '../../src/testing/index.js';

/** A suite as a user writes it: their own controllers, few fields, the header's policy or their own. */
const person = {
  ref: 'p1',
  country: 'SE',
  birth_date: '1985-05-01',
  identifiers: [{ kind: 'email', value: 'anna@example.se' }],
};
const consent = {
  type: 'consent_given',
  subject: { person: 'p1' },
  occurred_at: '2025-06-01T10:00:00Z',
  controller: 'SHOP',
  purpose: 'direct_marketing',
  channel: 'email',
  evidence_ref: 'form-1',
  source: 'data_subject',
};
const request = {
  operation: 'decide',
  person: 'p1',
  controller: 'SHOP',
  purpose: 'direct_marketing',
  message_kind: 'newsletter',
  channel: 'email',
  country: 'SE',
  as_of: '2026-03-03T10:00:00Z',
};
const ALLOWED = { outcome: 'allow', primary_reason: 'ALLOW_CONSENT', legal_basis: 'consent' };

const one = (given: object, change: object = {}, expected: object = ALLOWED) => ({
  format: 'suppression-decisions/1',
  defaults: { known_controllers: ['SHOP', 'BANK'] },
  cases: [
    {
      id: 'own-1',
      title: 'own',
      given: { people: [person], events: [consent], ...given },
      request: { ...request, ...change },
      expect: expected,
    },
  ],
});
const run = (suite: object, options?: Parameters<typeof runDecisionCases>[1]) => {
  const [result] = runDecisionCases(suite, options);
  if (result === undefined) throw new Error('no result');
  return result;
};

describe('a case', () => {
  test('passes where everything it expects is found', () => {
    expect(run(one({}))).toMatchObject({
      id: 'own-1',
      title: 'own',
      status: 'passed',
      found: { ...ALLOWED, reasons: [] },
    });
  });

  test.each<[string, object]>([
    ['another outcome', { outcome: 'suppress', primary_reason: 'CONSENT_MISSING' }],
    ['another reason', { ...ALLOWED, primary_reason: 'ALLOW_SOFT_OPT_IN' }],
    ['another ground', { ...ALLOWED, legal_basis: 'soft_opt_in' }],
    ['a reason that is not there', { ...ALLOWED, reasons_include: ['MINOR'] }],
    ['a list', { outcome: 'list', kept: ['p1'] }],
  ])('fails for %s', (_, expected) => {
    expect(run(one({}, {}, expected)).status).toBe('failed');
  });

  test.each<[string, object, object]>([
    ['two kept', { kept: ['p1', 'p2'], dropped: [] }, { members: ['p1'] }],
    ['nobody kept', { kept: [] }, { members: ['p1'] }],
    [
      'another reason to drop',
      { kept: ['p1'], dropped: [{ person: 'p2', reason: 'MINOR' }] },
      { members: ['p1', 'p2'] },
    ],
  ])('of a list fails for %s', (_, expected, change) => {
    const people = [person, { ref: 'p2', identifiers: [] }];
    const suite = one({ people }, { operation: 'build_list', ...change }, { outcome: 'list', ...expected });
    expect(run(suite).status).toBe('failed');
  });

  test('of a list passes, whatever its order', () => {
    const people = [person, { ref: 'p2', country: 'SE' }];
    const expected = {
      outcome: 'list',
      kept: ['p1'],
      dropped: [{ person: 'p2', reason: 'NO_IDENTIFIER_FOR_CHANNEL' }],
    };
    expect(run(one({ people }, { operation: 'build_list', members: ['p2', 'p1'] }, expected)).status).toBe('passed');
  });

  test.each<[boolean, string]>([
    [true, 'ERASED_SUPPRESSED'],
    [false, 'ALLOW_CONSENT'],
  ])('with an erasure, its hash kept: %s', (keep_suppression_hash, primary_reason) => {
    const erasure = {
      type: 'erasure',
      subject: { identifier_kind: 'email', identifier_value: 'Anna@example.se' },
      occurred_at: '2025-10-01T00:00:00Z',
      controller: 'SHOP',
      keep_suppression_hash,
    };
    const imported = { ...consent, source: 'import', occurred_at: '2026-02-15T00:00:00Z' };
    expect(run(one({ events: [imported, erasure] })).found).toMatchObject({ primary_reason });
  });

  test('about nobody is an error, never a pass', () => {
    expect(run(one({}, { person: 'p9' }))).toMatchObject({
      status: 'failed',
      found: { error: expect.stringContaining('person-unknown') },
    });
  });
});

describe('what has no translation is said, never passed', () => {
  test.each<[string, object, object, string]>([
    ['an operation', {}, { operation: 'guess' }, 'operation'],
    ['a part of the case', { weather: [] }, {}, 'weather'],
    ['a part of the request', {}, { colour: 'x' }, 'colour'],
    ['a part of a register', { registers: [{ name: 'NIX_TELEFON', colour: 'red' }] }, {}, 'colour'],
    [
      'an entry of a register',
      { registers: [{ name: 'NIX_TELEFON', entries: [{ kind: 'iris', value: 'x' }] }] },
      {},
      'iris',
    ],
    ['an event', { events: [{ type: 'called', subject: { person: 'p1' } }] }, {}, 'called'],
    ['a field of an event', { events: [{ ...consent, colour: 'red' }] }, {}, 'colour'],
    ['a field of a person', { people: [{ ...person, shoe_size: 42 }] }, {}, 'shoe_size'],
    ['a kind of identifier', { people: [{ ...person, identifiers: [{ kind: 'iris', value: 'x' }] }] }, {}, 'iris'],
    [
      'a subject by postal address',
      { events: [{ ...consent, subject: { identifier_kind: 'postal', identifier_value: 'x' } }] },
      {},
      'postal',
    ],
    [
      'a purchase without a person',
      { events: [{ type: 'purchase', subject: { identifier_kind: 'email', identifier_value: 'a@b.se' } }] },
      {},
      'person',
    ],
    [
      'an erased person',
      { events: [{ type: 'erasure', subject: { person: 'p1' }, keep_suppression_hash: true }] },
      {},
      'erasure',
    ],
    ['a setting', { policy_overrides: { colour: 'red' } }, {}, 'colour'],
    ['another meaning of merges', { policy_overrides: { merge_inherits_consent: true } }, {}, 'merge_inherits_consent'],
    ['a purpose without any ground', {}, { purpose: 'profiling' }, 'profiling'],
    ['a request without words', {}, { controller: undefined }, 'controller'],
  ])('%s', (_, given, change, word) => {
    expect(run(one(given, change))).toMatchObject({
      status: 'unsupported',
      found: { unsupported: expect.stringContaining(word) },
    });
  });
});

describe('the policy', () => {
  test('of the header: what it does not know is refused', () => {
    const suite = {
      ...one({}, {}, { outcome: 'suppress', primary_reason: 'UNKNOWN_CHANNEL' }),
      defaults: { known_controllers: ['SHOP'], known_channels: ['sms'] },
    };
    expect(run(suite)).toMatchObject({ status: 'passed' });
  });

  test.each<[string, object, string]>([
    ['a case’s own minimum age', { minimum_age: 65 }, 'MINOR'],
    ['a case’s own proof', { consent_needs_evidence: false }, 'ALLOW_CONSENT'],
  ])('of the case: %s', (_, policy_overrides, primary_reason) => {
    expect(
      run(one({ policy_overrides }, {}, { outcome: primary_reason === 'MINOR' ? 'suppress' : 'allow', primary_reason }))
        .status,
    ).toBe('passed');
  });

  test('of the user answers for every channel itself', () => {
    const policy = { ...okq8, id: 'shop', controllers: [{ id: 'SHOP', group: 'SHOP' }] };
    expect(run(one({}), { policy })).toMatchObject({ status: 'passed' });
    expect(run(one({}, { channel: 'social_listing' }), { policy })).toMatchObject({
      status: 'failed',
      found: { primary_reason: 'UNKNOWN_CHANNEL' },
    });
  });
});

test('what is no suite is refused with its places', () => {
  expect(() => runDecisionCases({ format: 'suppression-decisions/1', cases: [{ id: 1 }] })).toThrow(
    expect.objectContaining({
      code: 'input-invalid',
      issues: expect.arrayContaining([expect.objectContaining({ at: 'cases.0.id' })]),
    }),
  );
  expect(() => runDecisionCases('suite.json')).toThrow(expect.objectContaining({ code: 'input-invalid' }));
  expect(decisionCasesSchema.safeParse({ format: 'suppression-decisions/2', cases: [] }).success).toBe(false);
});
