import { describe, expect, test } from 'vitest';
import { decide, decideRequest, okq8 } from '../../src/index.js';
import type { RecordsInput } from '../../src/model/records.js';

const asOf = '2026-03-03T10:00:00Z';
const campaign = { controller: 'okq8', kind: 'newsletter', channel: 'email' } as const;

const records: RecordsInput = {
  profile: [
    { id: 'p1', email: ['anna@example.se', 'a.berg@example.se'], country: 'SE', birthDate: '1985-05-01' },
    { id: 'p2', email: 'Anna+x@example.se', country: 'SE' },
    { id: 'p0', formerEmail: 'old@example.se' },
  ],
  identity_link: [{ link: 'merge', profileId: 'p0', intoProfileId: 'p1', occurredAt: '2026-01-01T00:00:00Z' }],
  permission: [
    {
      id: 'c-1',
      profileId: 'p1',
      controller: 'okq8',
      purpose: 'direct_marketing',
      channel: 'email',
      state: 'given',
      occurredAt: '2025-06-01T10:00:00Z',
      origin: 'data_subject',
      evidence: 'form-77',
    },
  ],
};

const ask = (changes: Partial<Parameters<typeof decide>[0]> = {}) =>
  decide({ person: 'p1', records, campaign, policy: okq8, asOf, ...changes });

describe('a decision carries its proof', () => {
  test('an allowed contact: the ground and the record that carries it', () => {
    expect(ask()).toEqual({
      profileId: 'p1',
      outcome: 'allow',
      primaryReason: 'ALLOW_CONSENT',
      reasons: [],
      basis: 'consent',
      evidence: [
        {
          kind: 'permission',
          record: { source: 'permission', row: 1, id: 'c-1' },
          since: '2025-06-01T10:00:00Z',
          via: ['own'],
        },
      ],
      policy: { id: 'okq8', version: '1' },
    });
  });

  const opt_out = [
    { profileId: 'p1', controller: 'okq8_bank', channel: 'email', occurredAt: '2025-09-01T10:00:00Z' },
    { profileId: 'p0', controller: 'okq8', channel: '*' },
    { email: 'OLD@example.se', controller: '*', channel: 'email', occurredAt: '2025-09-01T12:00:00+02:00' },
    { profileId: 'p2', controller: 'okq8', channel: 'email', occurredAt: '2025-09-01T10:00:00.000001Z' },
  ];

  test('a suppressed one: every record of every reason, each with its path', () => {
    const found = ask({ records: { ...records, opt_out } });
    expect(found).toMatchObject({ outcome: 'suppress', primaryReason: 'CHANNEL_OPT_OUT', evidence: [] });
    expect(found.reasons).toEqual([
      {
        reason: 'CHANNEL_OPT_OUT',
        evidence: expect.arrayContaining([
          {
            kind: 'opt_out',
            record: { source: 'opt_out', row: 1 },
            since: '2025-09-01T10:00:00Z',
            via: ['own', 'group'],
          },
          { kind: 'opt_out', record: { source: 'opt_out', row: 2 }, via: ['merge'] },
          {
            kind: 'opt_out',
            record: { source: 'opt_out', row: 3 },
            since: '2025-09-01T10:00:00Z',
            via: ['identifier'],
          },
          {
            kind: 'opt_out',
            record: { source: 'opt_out', row: 4 },
            since: '2025-09-01T10:00:00.000001Z',
            via: ['shared_identifier'],
          },
        ]),
      },
    ]);
    expect(found.reasons[0]?.evidence).toHaveLength(4);
  });

  test('no part of it is personal data', () => {
    const text = JSON.stringify(ask({ records: { ...records, opt_out } }));
    for (const secret of ['anna', 'example.se', 'berg', '1985']) expect(text.toLowerCase()).not.toContain(secret);
  });
});

describe('whom a decision is about', () => {
  test('a merged profile answers for the one that remains', () => {
    expect(ask({ person: 'p0' })).toMatchObject({ profileId: 'p1', outcome: 'allow' });
  });

  test('before the merge was known it answers for itself', () => {
    expect(ask({ person: 'p0', asOf: '2025-12-31T23:59:59Z' })).toMatchObject({
      profileId: 'p0',
      primaryReason: 'UNKNOWN_COUNTRY',
      reasons: [{ reason: 'UNKNOWN_COUNTRY' }, { reason: 'NO_IDENTIFIER_FOR_CHANNEL' }, { reason: 'CONSENT_MISSING' }],
    });
  });

  test('nobody of that id', () => {
    expect(() => ask({ person: 'p9' })).toThrow(expect.objectContaining({ code: 'person-unknown' }));
  });
});

describe('a request that the policy does not know is refused with that reason, never guessed and never thrown', () => {
  test.each<[string, object, readonly string[]]>([
    ['an unknown controller', { campaign: { ...campaign, controller: 'okq9' } }, ['UNKNOWN_CONTROLLER']],
    ['an unknown kind', { campaign: { ...campaign, kind: 'growth_hack' } }, ['UNKNOWN_PURPOSE']],
    [
      'a kind named like a property of every object',
      { campaign: { ...campaign, kind: 'toString' } },
      ['UNKNOWN_PURPOSE'],
    ],
    ['a purpose without grounds', { policy: { ...okq8, bases: {} } }, ['UNKNOWN_PURPOSE']],
    ['an unknown channel', { campaign: { ...campaign, channel: 'pigeon' } }, ['UNKNOWN_CHANNEL']],
    ['a channel without grounds', { campaign: { ...campaign, channel: 'affiliate' } }, ['UNKNOWN_CHANNEL']],
    ['an unknown country', { campaign: { ...campaign, country: 'DE' } }, ['UNKNOWN_COUNTRY']],
    ['no as-of', { asOf: '2026-03-03' }, ['AS_OF_INVALID']],
    ['no time of sending', { campaign: { ...campaign, sendAt: 'tomorrow' } }, ['AS_OF_INVALID']],
    [
      'everything wrong',
      { campaign: { controller: 'x', kind: 'y', channel: 'z', country: 'DE' }, asOf: '' },
      ['AS_OF_INVALID', 'UNKNOWN_CONTROLLER', 'UNKNOWN_PURPOSE', 'UNKNOWN_CHANNEL', 'UNKNOWN_COUNTRY'],
    ],
  ])('%s', (_, changes, expected) => {
    const { outcome, reasons } = ask(changes);
    expect({ outcome, reasons: reasons.map(({ reason }) => reason) }).toEqual({
      outcome: 'suppress',
      reasons: expected,
    });
  });

  test('a purpose named apart from the kind', () => {
    const { primaryReason } = decideRequest({
      person: 'p1',
      records,
      request: { controller: 'okq8', purpose: 'growth_hack', messageKind: 'newsletter', channel: 'email' },
      policy: okq8,
      asOf,
    });
    expect(primaryReason).toBe('UNKNOWN_PURPOSE');
  });

  test('a zone that does not exist is a mistake', () => {
    expect(() => ask({ zone: 'Europe/Atlantis' })).toThrow(expect.objectContaining({ code: 'definition-invalid' }));
  });
});

describe('the day of a decision is the zone’s', () => {
  test.each([
    ['UTC', 'MINOR'],
    ['Europe/Stockholm', 'ALLOW_CONSENT'],
  ])('in %s', (zone, primaryReason) => {
    const born = {
      ...records,
      profile: [{ id: 'p1', email: 'anna@example.se', country: 'SE', birthDate: '2008-03-03' }],
    };
    expect(ask({ records: born, zone, asOf: '2026-03-02T23:00:00Z' }).primaryReason).toBe(primaryReason);
  });
});

test('an audience that reads behaviour makes the question targeted', () => {
  const objection = [{ profileId: 'p1', controller: 'okq8', purpose: 'profiling', channel: '*' }];
  const audience = { id: 's', condition: { kind: 'presence', field: 'birthDate', is: 'present' } } as const;
  expect(ask({ records: { ...records, objection } }).outcome).toBe('allow');
  expect(ask({ records: { ...records, objection }, campaign: { ...campaign, audience } }).primaryReason).toBe(
    'OBJECTION_PROFILING',
  );
});

test('a campaign by its id is not sent again so soon', () => {
  const contact = { profileId: 'p1', channel: 'email', campaign: 'autumn', occurredAt: '2026-03-01T10:00:00Z' };
  const again = (id: string) =>
    decide({
      person: 'p1',
      records: {
        profile: [{ id: 'p1', email: 'anna@example.se', country: 'SE', birthDate: '1985-05-01' }],
        permission: [
          {
            profileId: 'p1',
            controller: 'okq8',
            purpose: 'direct_marketing',
            channel: 'email',
            state: 'given',
            occurredAt: '2026-01-01T00:00:00Z',
            evidence: 'form-1',
          },
        ],
        contact: [contact],
      },
      campaign: { id, controller: 'okq8', kind: 'newsletter', channel: 'email', notAgainWithinDays: 30 },
      policy: okq8,
      asOf: '2026-03-03T10:00:00Z',
    }).primaryReason;
  expect(again('autumn')).toBe('FREQUENCY_CAP');
  expect(again('winter')).toBe('ALLOW_CONSENT');
});
