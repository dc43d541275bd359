import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRequest, requestFor } from '../../src/campaign/decide.js';
import { decidePerson, type PersonOutcome } from '../../src/campaign/decide-person.js';
import { RecordStore } from '../../src/campaign/ledger/record-store.js';
import { verdictOf } from '../../src/campaign/ledger/verdicts.js';
import { refusalDigest } from '../../src/identity/refusal-digest.js';
import { ClearlistError, type DecidedCampaign, decide, Ledger, type LedgerOptions, okq8 } from '../../src/index.js';
import { type EvaluatedKind, evaluatedKinds } from '../../src/model/record-kinds.js';
import { type Records, type RecordsInput, readRecords } from '../../src/model/records.js';
import { policyWords } from '../../src/suppression/policy.js';
import { policy, zone } from '../parity/campaign-arbitraries.js';
import { KEYS } from '../parity/keys.js';
import { attributes } from '../parity/run-both.js';
import { AS_OF, PROFILES } from '../parity/world.js';
import { cases } from '../setup/drawn-cases.js';
import { campaignOnAnyChannel, rows } from './ledger-arbitraries.js';

const NOON = '2026-03-03T12:00:00Z';
const PHONE = '+46701234567';
const KEY = { id: 'k1', hex: KEYS.k1 };
const home = { firstName: 'Anna', lastName: 'Berg', address: 'Storgatan 5', postalCode: '111 22' };

const RUNS = cases(60);
const AT_LENGTH = 1000;

/** The records of every kind, dealt out to several appends in any order. */
function dealt(records: Records, turn: number, appends: number): readonly Records[] {
  const hands: Record<string, object[]>[] = Array.from({ length: appends }, () => ({}));
  for (const kind of evaluatedKinds) {
    const list = records[kind];
    if (list === undefined) continue;
    for (const hand of hands) hand[kind] = [];
    for (const [i, record] of list.entries()) hands[(i * 7 + turn + kind.length) % appends]?.[kind]?.push(record);
  }
  return (turn % 2 === 0 ? hands : hands.reverse()) as unknown as readonly Records[];
}

/** Evidence is told in the order in which records came; which it is does not depend on it. */
const settled = ({ reasons, evidence, ...rest }: PersonOutcome) => {
  const sorted = (list: readonly object[]): readonly string[] => list.map((one) => JSON.stringify(one)).sort();
  return {
    ...rest,
    evidence: sorted(evidence),
    reasons: reasons.map(({ reason, evidence: proof }) => ({ reason, evidence: sorted(proof) })),
  };
};

function attempt<T>(work: () => T): T | { readonly thrown: string } {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ClearlistError)) throw error;
    return { thrown: error.code };
  }
}

/** Channels whose decisions look at refusal registers, and with them at every row of those. */
const LOOKS_AT_REGISTERS = ['phone', 'post'];

test(`a ledger decides as the reference does, however its records came (${RUNS} ledgers)`, () => {
  const decided = new Map<string, number>();
  const reasons = new Set<string>();
  const quick = new Map<string, number>();
  const quickly = new Map<string, number>();
  fc.assert(
    fc.property(
      rows,
      campaignOnAnyChannel,
      policy,
      zone,
      fc.boolean(),
      fc.boolean(),
      fc.nat({ max: 30 }),
      fc.integer({ min: 1, max: 4 }),
      (input, asked, by, where, sending, linkDevices, turn, appends) => {
        const records = readRecords(input, { ...policyWords(by), attributes });
        const request = readRequest(requestFor(asked), { asOf: AS_OF, zone: where, sending, linkDevices });
        const answers = attempt(() => {
          const made = new Ledger({ policy: by, zone: where, attributes, linkDevices, keys: KEYS });
          if (appends === 1) made.append(input);
          // Asked in between, so that what comes later has to count for a question that was asked before.
          const [first, ...later] = appends === 1 ? [] : dealt(records, turn, appends);
          if (first !== undefined) made.appendRecords(first);
          const asker = made.ask({ campaign: asked, asOf: AS_OF, sending });
          for (const person of PROFILES) attempt(() => asker.decide(person));
          for (const hand of later) made.appendRecords(hand);
          return asker;
        });
        for (const person of PROFILES) {
          const reference = attempt(() => decidePerson(person, records, request, by, KEYS));
          const found = 'thrown' in answers ? answers : attempt(() => answers.decide(person));
          if (reference !== undefined && 'thrown' in reference) {
            // Merges that go round stop the reference for everybody, and a ledger for whom they concern.
            if (reference.thrown !== 'identity-cycle') expect(found).toEqual({ thrown: reference.thrown });
            continue;
          }
          if ('thrown' in answers) {
            if (reference === undefined) continue;
            // A row of a register that is about nobody is never taken in; the reference stops where it is looked at.
            expect(LOOKS_AT_REGISTERS).not.toContain(asked.channel);
            const call = { ...request, channel: 'phone' };
            expect(attempt(() => decidePerson(person, records, call, by, KEYS))).toEqual(answers);
          } else if (reference === undefined) expect(found).toEqual({ thrown: 'person-unknown' });
          else if (appends === 1) expect(found).toEqual(reference);
          else expect('thrown' in found ? found : settled(found)).toEqual(settled(reference));
          if ('thrown' in answers) continue;
          const before = answers.referred;
          const verdict = attempt(() => answers.verdict(person));
          if (reference === undefined) {
            expect(verdict).toEqual({ thrown: 'person-unknown' });
            continue;
          }
          expect(verdict, person).toEqual(verdictOf(reference));
          if (answers.referred === before) {
            quick.set(asked.channel, (quick.get(asked.channel) ?? 0) + 1);
            for (const reason of [reference.primaryReason, ...reference.reasons.map((one) => one.reason)])
              quickly.set(reason, (quickly.get(reason) ?? 0) + 1);
          }
          decided.set(asked.channel, (decided.get(asked.channel) ?? 0) + 1);
          reasons.add(reference.primaryReason);
          for (const { reason } of reference.reasons) reasons.add(reason);
        }
      },
    ),
    { numRuns: RUNS },
  );
  // What ledgers come to is chance: of a few, one reason or another may be the reason of nobody.
  if (RUNS < AT_LENGTH) return;
  for (const channel of ['email', 'sms', 'phone', 'post', 'push', 'social_listing'])
    expect(decided.get(channel) ?? 0, channel).toBeGreaterThan(0);
  for (const reason of ['REGISTER_HIT', 'REGISTER_STALE', 'REGISTER_MISSING', 'ERASED_SUPPRESSED'])
    expect(reasons).toContain(reason);
  for (const channel of ['email', 'sms', 'phone', 'post', 'push', 'social_listing'])
    expect(quick.get(channel) ?? 0, `${channel} without the reference`).toBeGreaterThan(0);
  for (const reason of ['OBJECTION_DIRECT_MARKETING', 'CHANNEL_OPT_OUT', 'CONSENT_MISSING', 'RECORD_UNPARSEABLE'])
    expect(quickly.get(reason) ?? 0, `${reason} without the reference`).toBeGreaterThan(0);
});

test('a record reads again as it was added', () => {
  fc.assert(
    fc.property(rows, (input) => {
      const records = readRecords(input, { ...policyWords(okq8), attributes });
      const store = new RecordStore();
      const added: [EvaluatedKind, object, number][] = [];
      for (const kind of evaluatedKinds)
        for (const record of records[kind] ?? []) added.push([kind, record, store.add(kind, record)]);
      for (const [kind, record, place] of added) {
        expect(store.kindOf(place)).toBe(kind);
        expect(store.read(place)).toEqual(record);
      }
    }),
    { numRuns: cases(100) },
  );
});

describe('verdicts', () => {
  const profile = { id: 'p1', country: 'SE', email: 'anna@example.se' };
  const refusal = {
    profileId: 'p1',
    controller: 'okq8',
    purpose: 'direct_marketing',
    occurredAt: '2026-03-01T00:00:00Z',
  };
  const bought = { profileId: 'p1', controller: 'okq8', category: 'fuel', occurredAt: '2026-02-01T00:00:00Z' };
  const sold = { ...bought, contactCollected: true, optOutOffered: true, id: 's1' };
  const newsletter = { controller: 'okq8', kind: 'newsletter', channel: 'email', products: 'fuel' };
  const asked = (records: RecordsInput, more: Partial<LedgerOptions> = {}, about: DecidedCampaign = newsletter) => {
    const made = new Ledger({ policy: okq8, keys: KEYS, ...more });
    made.append(records);
    const answers = made.ask({ campaign: about, asOf: NOON });
    return { answers, verdicts: [...answers.verdicts()] };
  };

  test.each<[string, RecordsInput, string, boolean]>([
    ['whoever said nothing', { profile: [profile] }, 'CONSENT_MISSING', true],
    ['an objection', { profile: [profile], objection: [refusal] }, 'OBJECTION_DIRECT_MARKETING', true],
    ['a sale', { profile: [profile], purchase: [sold] }, 'ALLOW_SOFT_OPT_IN', true],
    [
      'an objection that was lifted: whose, only the reference knows',
      {
        profile: [profile],
        objection: [
          refusal,
          { ...refusal, state: 'lifted', evidence: 'call', origin: 'data_subject', occurredAt: NOON },
        ],
      },
      'CONSENT_MISSING',
      false,
    ],
    [
      'a sale that was corrected later',
      { profile: [profile], purchase: [sold, { ...sold, optOutOffered: false, recordedAt: '2026-02-02T00:00:00Z' }] },
      'SOFT_OPT_IN_NOT_MET',
      false,
    ],
    [
      'an objection of somebody with the same address',
      { profile: [profile, { ...profile, id: 'p2' }], objection: [{ ...refusal, profileId: 'p2' }] },
      'OBJECTION_DIRECT_MARKETING',
      true,
    ],
    [
      'a bounce of the address with another tag',
      {
        profile: [{ ...profile, email: 'anna+a@example.se' }],
        delivery: [
          {
            email: 'anna+b@example.se',
            controller: 'okq8',
            channel: 'email',
            outcome: 'hard_bounce',
            occurredAt: NOON,
          },
        ],
      },
      'CONSENT_MISSING',
      true,
    ],
    [
      'an objection of a profile merged in',
      {
        profile: [profile, { id: 'p0' }],
        objection: [{ ...refusal, profileId: 'p0' }],
        identity_link: [{ link: 'merge', profileId: 'p0', intoProfileId: 'p1', occurredAt: '2026-01-01T00:00:00Z' }],
      },
      'OBJECTION_DIRECT_MARKETING',
      false,
    ],
    [
      'an address that was erased',
      {
        profile: [profile],
        tombstone: [
          {
            ...refusalDigest({ kind: 'email', value: profile.email, key: KEY }),
            controller: 'okq8',
            occurredAt: '2026-03-01T00:00:00Z',
          },
        ],
      },
      'ERASED_SUPPRESSED',
      false,
    ],
  ])('say what the reference says of %s', (_, records, primaryReason, quickly) => {
    const { answers, verdicts } = asked(records);
    const [first] = verdicts;
    expect(first).toEqual(verdictOf(answers.decide('p1')));
    expect(first).toMatchObject({ profileId: 'p1', primaryReason });
    expect(answers.referred === 0).toBe(quickly);
  });

  test('a merged profile has none of its own, and answers for the one that remains', () => {
    const { answers, verdicts } = asked({
      profile: [profile, { id: 'p0' }, { id: 'p3' }],
      identity_link: [
        { link: 'merge', profileId: 'p0', intoProfileId: 'p1', occurredAt: '2026-01-01T00:00:00Z' },
        { link: 'merge', profileId: 'p3', intoProfileId: 'nobody', occurredAt: '2026-01-01T00:00:00Z' },
      ],
    });
    expect(verdicts.map(({ profileId }) => profileId)).toEqual(['p1']);
    expect(answers.verdict('p0').profileId).toBe('p1');
    expect(attempt(() => answers.verdict('p3'))).toEqual({ thrown: 'person-unknown' });
    expect(attempt(() => answers.verdict('p9'))).toEqual({ thrown: 'person-unknown' });
  });

  test('a whole list of a register that comes later counts for verdicts of a question asked before', () => {
    const call = { controller: 'okq8', kind: 'distance_selling_call', channel: 'phone' };
    const made = new Ledger({ policy: okq8 });
    made.append({ profile: [{ ...profile, phone: PHONE }] });
    const answers = made.ask({ campaign: call, asOf: NOON });
    const before = answers.verdict('p1');
    expect(before.reasons).toContain('REGISTER_MISSING');
    made.append({
      register: [
        { register: 'NIX_TELEFON', complete: true, snapshotAt: '2026-03-01T00:00:00Z', phone: '+46701111111' },
      ],
    });
    expect(answers.verdict('p1')).toEqual(verdictOf(answers.decide('p1')));
    expect(answers.verdict('p1').reasons).not.toContain('REGISTER_MISSING');
  });
});

describe('a ledger at send time', () => {
  const person = { id: 'p1', country: 'SE', email: 'anna@example.se' };
  const consent = {
    profileId: 'p1',
    controller: 'okq8',
    purpose: 'direct_marketing',
    channel: 'email',
    state: 'given',
    occurredAt: '2026-01-01T00:00:00Z',
    origin: 'data_subject',
    evidence: 'form-1',
  };
  const campaignOf = { controller: 'okq8', kind: 'newsletter', channel: 'email' };
  const objection = { email: 'Anna@Example.se', purpose: 'direct_marketing', occurredAt: '2026-03-03T09:00:00Z' };
  const start = (): Ledger => {
    const made = new Ledger({ policy: okq8 });
    made.append({ profile: [person], permission: [consent] });
    return made;
  };

  test('an objection that is appended counts from the next decision on, for a question asked before', () => {
    const made = start();
    const answers = made.ask({ campaign: campaignOf, asOf: '2026-03-03T10:00:00Z' });
    expect(answers.decide('p1')).toMatchObject({ outcome: 'allow', basis: 'consent' });
    made.append({ objection: [objection] });
    expect(answers.decide('p1')).toMatchObject({ primaryReason: 'OBJECTION_DIRECT_MARKETING' });
  });

  test('a record that is about nobody by the country of a question asked before stops its answers', () => {
    const made = new Ledger({ policy: { ...okq8, assumeRequestCountryForPhone: true } });
    made.append({ profile: [person], permission: [consent] });
    const [swedish, danish] = ['SE', 'DK'].map((country) =>
      made.ask({ campaign: { ...campaignOf, country }, asOf: '2026-03-03T10:00:00Z' }),
    );
    made.append({ opt_out: [{ phone: '070-123 45 67', channel: 'sms', occurredAt: '2026-03-03T09:00:00Z' }] });
    expect(swedish?.decide('p1').outcome).toBe('allow');
    expect(attempt(() => danish?.decide('p1'))).toEqual({ thrown: 'rows-lost' });
  });

  test.each([
    ['the version of a whole list, which is about nobody', {}, undefined],
    ['an entry by number', { phone: '070-123 45 67', country: 'SE' }, 'REGISTER_HIT'],
    ['an entry by address', { ...home, country: 'SE' }, 'REGISTER_HIT'],
    ['an entry by keyed hash', refusalDigest({ kind: 'phone', value: PHONE, key: KEY }), 'REGISTER_HIT'],
    ['an answer about the person', { profileId: 'p1', hit: true }, 'REGISTER_HIT'],
    ['a version that is too old', { snapshotAt: '2025-01-01T00:00:00Z' }, 'REGISTER_STALE'],
    ['another register', { register: 'NIX_ADRESSERAT' }, 'REGISTER_MISSING'],
  ])('looks up %s', (_, entry, reason) => {
    const listed = { register: 'NIX_TELEFON', complete: true, snapshotAt: '2026-03-01T00:00:00Z', ...entry };
    const records = { profile: [{ ...person, ...home, phone: PHONE, birthDate: '1980-01-01' }], register: [listed] };
    const call = { campaign: { ...campaignOf, kind: 'distance_selling_call', channel: 'phone' }, asOf: NOON };
    const made = new Ledger({ policy: okq8, keys: { k1: KEYS.k1 } });
    for (const [kind, list] of Object.entries(records)) made.append({ [kind]: list });
    const answer = made.ask(call).decide('p1');
    const registerReasons = answer.reasons.map((one) => one.reason).filter((code) => code.startsWith('REGISTER'));
    expect(registerReasons).toEqual(reason === undefined ? [] : [reason]);
    expect(answer).toEqual(decide({ ...call, person: 'p1', records, policy: okq8, keys: { k1: KEYS.k1 } }));
  });

  test('just before sending every refusal counts, whatever its date', () => {
    const made = start();
    made.append({ objection: [{ ...objection, occurredAt: '2026-04-01T00:00:00Z' }] });
    const asked = { campaign: campaignOf, asOf: '2026-03-03T10:00:00Z' };
    expect(made.ask(asked).decide('p1').outcome).toBe('allow');
    expect(made.ask({ ...asked, sending: true }).decide('p1').outcome).toBe('suppress');
    const records = { profile: [person], permission: [consent], objection: [objection] };
    const later = { person: 'p1', records, policy: okq8, ...asked, asOf: '2026-03-03T08:00:00Z' };
    expect(decide(later).outcome).toBe('allow');
    expect(decide({ ...later, sending: true }).outcome).toBe('suppress');
  });

  test('evidence names records of several appends apart', () => {
    const made = start();
    made.append({ objection: [objection] });
    made.append({ objection: [objection] });
    const { reasons } = made.ask({ campaign: campaignOf, asOf: '2026-03-03T10:00:00Z' }).decide('p1');
    expect(reasons[0]?.evidence.map(({ record }) => record?.row)).toEqual([1, 2]);
  });

  test.each([
    ['a profile twice', { profile: [person] }, 'duplicate-id'],
    ['a record about nobody', { objection: [{ purpose: '*', email: 'not an address' }] }, 'rows-lost'],
    [
      'a tombstone whose key is missing',
      { tombstone: [{ digest: 'a'.repeat(64), keyId: 'k', normaliser: '1' }] },
      'key-missing',
    ],
  ])('%s adds nothing', (_, records, code) => {
    const made = start();
    const before = made.size;
    expect(attempt(() => made.append({ ...records, permission: [consent] }))).toEqual({ thrown: code });
    expect(made.size).toBe(before);
  });

  test('whom nobody knows is an error', () => {
    const answers = start().ask({ campaign: campaignOf, asOf: '2026-03-03T10:00:00Z' });
    expect(attempt(() => answers.decide('p9'))).toEqual({ thrown: 'person-unknown' });
  });
});
