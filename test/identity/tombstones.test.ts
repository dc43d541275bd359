import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentOf } from '../../src/campaign/cleared-list.js';
import { decide } from '../../src/campaign/decide.js';
import { referenceRun } from '../../src/campaign/reference-run.js';
import { refusalDigest } from '../../src/identity/refusal-digest.js';
import { type RecordsInput, readRecords } from '../../src/model/records.js';
import { ledger } from '../parity/arbitraries.js';
import { widePolicy } from '../parity/campaign-arbitraries.js';
import { KEYS } from '../parity/keys.js';
import { attributes, runDefinition } from '../parity/run-both.js';
import { cases } from '../setup/drawn-cases.js';
import { ask, consent, everybody, merge, type Question, verdicts } from './world.js';

const erasedOf = (
  address: { kind: 'email' | 'phone'; value: string },
  keyId: keyof typeof KEYS = 'k1',
  occurredAt: string | undefined = '2025-10-01T00:00:00Z',
) => ({
  ...refusalDigest({ ...address, key: { id: keyId, hex: KEYS[keyId] } }),
  controller: 'okq8',
  ...(occurredAt === undefined ? {} : { occurredAt }),
});

const email = (value: string) => ({ kind: 'email', value }) as const;
const anna = { id: 'anna', email: ['anna@example.se'], phone: ['070-123 45 67'], country: 'SE' };
const bo = { id: 'bo', email: ['bo@example.se'], country: 'SE' };
const signUp = { profileId: 'anna', origin: 'data_subject', evidence: 'form-9', state: 'given' };
const scope = { controller: 'okq8', purpose: 'direct_marketing', channel: 'email' };

interface Case extends Question {
  readonly says: string;
  readonly profile?: readonly object[];
  readonly tombstone?: readonly object[];
  readonly permission?: readonly object[];
  readonly links?: readonly object[];
  readonly verdict: Record<string, string>;
}

const ERASED = 'ERASED_SUPPRESSED';
/** As it stands before a case changes it: Anna consented, was erased, and is there again. */
const before = '2025-09-01T00:00:00Z';

const table: readonly Case[] = [
  { says: 'the address itself', verdict: { anna: ERASED, bo: 'consent' } },
  {
    says: 'another spelling and a tag',
    profile: [{ ...anna, email: ['ANNA+Shop@example.se'] }, bo],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  {
    says: 'a former address',
    profile: [{ ...anna, email: ['new@example.se'], formerEmail: ['anna@example.se'] }, bo],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  { says: 'on another channel too', channel: 'sms', profile: [anna], verdict: { anna: ERASED } },
  {
    says: 'everybody who holds the address',
    profile: [anna, { ...bo, email: ['bo@example.se', 'anna@example.se'] }],
    verdict: { anna: ERASED, bo: ERASED },
  },
  {
    says: 'the address of a profile merged into the person',
    profile: [{ ...anna, email: ['new@example.se'] }, { id: 'old', email: ['anna@example.se'] }, bo],
    links: [merge('old', 'anna')],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  {
    says: 'who shares another address with the holder is not reached',
    profile: [{ ...anna, email: ['anna@example.se', 'bo@example.se'] }, bo],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  {
    says: 'somebody who is nowhere in the data',
    tombstone: [erasedOf(email('cecilia@example.se'))],
    verdict: { anna: 'consent', bo: 'consent' },
  },
  {
    says: 'the second key in use',
    tombstone: [erasedOf(email('anna@example.se'), 'k2')],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  {
    says: 'both keys at once',
    tombstone: [erasedOf(email('anna@example.se'), 'k2'), erasedOf(email('bo@example.se'), 'k1')],
    verdict: { anna: ERASED, bo: ERASED },
  },
  {
    says: 'a digest under the id of another key is nobody’s',
    tombstone: [{ ...erasedOf(email('anna@example.se'), 'k2'), keyId: 'k1' }],
    verdict: { anna: 'consent', bo: 'consent' },
  },
  {
    says: 'a digest written in capitals',
    tombstone: [
      {
        ...erasedOf(email('anna@example.se')),
        digest: String(erasedOf(email('anna@example.se')).digest).toUpperCase(),
      },
    ],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  {
    says: 'a phone number',
    tombstone: [erasedOf({ kind: 'phone', value: '+46701234567' })],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  {
    says: 'another controller of the group',
    tombstone: [{ ...erasedOf(email('anna@example.se')), controller: 'okq8_bank' }],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  {
    says: 'without a controller: anybody’s',
    tombstone: [{ ...erasedOf(email('anna@example.se')), controller: null }],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  {
    says: 'service messages are not refused',
    kind: 'service_message',
    verdict: { anna: 'service_message', bo: 'service_message' },
  },
  {
    says: 'ended by an own sign-up strictly later',
    permission: [{ ...signUp, ...scope, occurredAt: '2025-10-01T00:00:00.000001Z' }],
    verdict: { anna: 'consent', bo: 'consent' },
  },
  {
    says: 'not by one at the same instant',
    permission: [{ ...signUp, ...scope, occurredAt: '2025-10-01T00:00:00Z' }],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  {
    says: 'ended by a sign-up for something else, though it carries nothing',
    permission: [{ ...signUp, ...scope, purpose: 'profiling', channel: 'sms', occurredAt: '2025-11-01T00:00:00Z' }],
    verdict: { anna: 'consent', bo: 'consent' },
  },
  {
    says: 'not by an import',
    permission: [{ ...signUp, ...scope, origin: 'import', occurredAt: '2025-11-01T00:00:00Z' }],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  {
    says: 'not by a consent without proof',
    permission: [{ ...signUp, ...scope, evidence: null, occurredAt: '2025-11-01T00:00:00Z' }],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  {
    says: 'not by a pending consent',
    permission: [{ ...signUp, ...scope, state: 'pending', occurredAt: '2025-11-01T00:00:00Z' }],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  {
    says: 'not by somebody else’s sign-up',
    permission: [{ ...signUp, ...scope, profileId: 'bo', occurredAt: '2025-11-01T00:00:00Z' }],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  {
    says: 'not by a sign-up of a profile merged into the person',
    profile: [anna, { id: 'old' }, bo],
    links: [merge('old', 'anna')],
    permission: [{ ...signUp, ...scope, profileId: 'old', occurredAt: '2025-11-01T00:00:00Z' }],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  {
    says: 'not by a sign-up with a controller outside the group',
    permission: [{ ...signUp, ...scope, controller: 'other', occurredAt: '2025-11-01T00:00:00Z' }],
    verdict: { anna: `RECORD_UNPARSEABLE ${ERASED}`, bo: 'consent' },
  },
  {
    says: 'not by one that is not known yet',
    permission: [{ ...signUp, ...scope, occurredAt: '2026-03-03T10:00:00.000001Z' }],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  {
    says: 'without a date it never ends',
    tombstone: [{ ...erasedOf(email('anna@example.se')), occurredAt: null }],
    permission: [{ ...signUp, ...scope, occurredAt: '2026-01-01T00:00:00Z' }],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  {
    says: 'dated after as-of: it counts for sending',
    tombstone: [erasedOf(email('anna@example.se'), 'k1', '2026-06-01T00:00:00Z')],
    verdict: { anna: ERASED, bo: 'consent' },
  },
  {
    says: 'dated after as-of: not in a replay',
    tombstone: [erasedOf(email('anna@example.se'), 'k1', '2026-06-01T00:00:00Z')],
    replay: true,
    verdict: { anna: 'consent', bo: 'consent' },
  },
];

describe('whom a tombstone suppresses', () => {
  test.each(table)(
    '$says',
    async ({ verdict, profile = [anna, bo], tombstone, permission = [], links = [], ...question }) => {
      const records = {
        profile,
        permission: [...consent('anna', before), ...consent('bo', before), ...permission],
        tombstone: tombstone ?? [erasedOf(email('anna@example.se'))],
        identity_link: links,
      } as never;
      expect(await verdicts(records, question)).toEqual(verdict);
    },
  );
});

describe('a tombstone that cannot be matched stops the run', () => {
  const whole = erasedOf(email('anna@example.se'));
  const records = (tombstone: object) => ({ profile: [anna], tombstone: [whole, tombstone] }) as never;

  test.each([
    ['its key is not given', { ...whole, keyId: 'k3' }, 'key-missing', 'tombstone row 2'],
    [
      'its version of the canonical form is not known',
      { ...whole, normaliser: '0' },
      'normaliser-unknown',
      'tombstone row 2',
    ],
    ['its version is not said', { ...whole, normaliser: null }, 'rows-lost', 'tombstone[1]'],
    ['its digest is none', { ...whole, digest: 'anna@example.se' }, 'rows-lost', 'tombstone[1]'],
    ['it has no digest', { ...whole, digest: '' }, 'rows-lost', 'tombstone[1]'],
  ])('%s', async (_, tombstone, code, at) => {
    await expect(ask(records(tombstone))).rejects.toMatchObject({ code, at });
    const deciding = () =>
      decide({
        person: 'anna',
        records: records(tombstone),
        campaign: { controller: 'okq8', kind: 'service_message', channel: 'email', country: 'SE' },
        policy: widePolicy,
        asOf: '2026-03-03T10:00:00Z',
        keys: KEYS,
      });
    expect(deciding).toThrow(expect.objectContaining({ code, at }));
  });

  test('no message shows anything of digest, key or address', async () => {
    const shown = await ask(records({ ...whole, keyId: 'k3' })).catch(
      (error: Error) => JSON.stringify(error) + error.message,
    );
    for (const secret of [String(whole.digest), KEYS.k1, 'anna@example.se']) expect(shown).not.toContain(secret);
  });
});

test('law: one more tombstone never clears anybody', () => {
  const campaign = { controller: 'okq8', kind: 'newsletter', channel: 'email', country: 'SE' };
  const run = runDefinition([{ ...campaign, audience: { id: 'everybody', condition: everybody } }], {
    policy: widePolicy,
  });
  const cleared = async (input: RecordsInput): Promise<readonly string[]> => {
    const [list] = referenceRun(run, readRecords(input, { ...run.words, attributes }));
    const persons: string[] = [];
    if (list !== undefined) {
      for await (const { personId, mask } of contentOf(list).decisions()) if (mask === 0n) persons.push(personId);
    }
    return persons;
  };
  return fc.assert(
    fc.asyncProperty(
      ledger,
      fc.constantFrom('anna@example.se', 'bo@example.se', 'åsa@exämple.se'),
      async (input, value) => {
        const more = { ...input, tombstone: [...(input.tombstone ?? []), erasedOf(email(value))] };
        const before = await cleared(input);
        for (const personId of await cleared(more)) expect(before).toContain(personId);
      },
    ),
    { numRuns: cases(150) },
  );
});

test('decision case D071: an erased person imported again under the same address stays suppressed', () => {
  const { controllers } = widePolicy;
  const outcome = decide({
    person: 'p1',
    records: {
      profile: [
        { id: 'p1', country: 'SE', birthDate: '1985-05-01', email: ['anna@example.se'], phone: ['+46701234567'] },
      ],
      permission: [
        {
          ...scope,
          profileId: 'p1',
          state: 'given',
          occurredAt: '2026-02-15T00:00:00Z',
          origin: 'import',
          evidence: 'list.csv',
        },
      ],
      tombstone: [erasedOf(email('anna@example.se'))],
    },
    campaign: { controller: controllers[0]?.id ?? '', kind: 'newsletter', channel: 'email', country: 'SE' },
    policy: widePolicy,
    asOf: '2026-03-03T10:00:00Z',
    keys: KEYS,
  });
  expect(outcome).toMatchObject({ outcome: 'suppress', primaryReason: ERASED });
  expect(outcome.reasons[0]?.evidence).toEqual([
    { kind: 'tombstone', record: { source: 'tombstone', row: 1 }, since: '2025-10-01T00:00:00Z', via: ['identifier'] },
  ]);
});
