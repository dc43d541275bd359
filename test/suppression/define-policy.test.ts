import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { contentOf } from '../../src/campaign/cleared-list.js';
import { referenceRun } from '../../src/campaign/reference-run.js';
import type { ReasonCode } from '../../src/model/reasons.js';
import { type RecordsInput, readRecords } from '../../src/model/records.js';
import { channels, consentPurposes, purposes } from '../../src/model/vocabulary.js';
import { definePolicy, type PolicyChanges, policyChangesSchema } from '../../src/suppression/define-policy.js';
import { dangerousKey, loosening } from '../../src/suppression/loosening.js';
import { reasonsOf } from '../../src/suppression/mask.js';
import { nordic } from '../../src/suppression/policies/nordic.js';
import { okq8 } from '../../src/suppression/policies/okq8.js';
import { policies } from '../../src/suppression/policies/policies.js';
import { type Policy, reasonTable } from '../../src/suppression/policy.js';
import { policyShape } from '../../src/suppression/policy-schema.js';
import { ledger } from '../parity/arbitraries.js';
import { campaigns, widePolicy } from '../parity/campaign-arbitraries.js';
import { attributes, runDefinition } from '../parity/run-both.js';
import { assertUntilMet } from '../setup/until-met.js';

const atOf = (changes: object, preset: Policy = okq8): readonly (string | undefined)[] => {
  try {
    definePolicy(preset, changes as PolicyChanges);
    return [];
  } catch (error) {
    const { code, at, issues } = error as { code: string; at?: string; issues: readonly { at?: string }[] };
    expect(code).toBe('definition-invalid');
    return issues.length > 0 ? issues.map((issue) => issue.at) : [at];
  }
};

test.each(Object.entries(policies))('the preset %s is a policy by the schema', (_, policy) => {
  expect(z.strictObject(policyShape()).parse(policy)).toEqual(policy);
});

describe('a preset with changes', () => {
  test('without any is the preset', () => {
    expect(definePolicy(okq8, {})).toBe(okq8);
  });

  test('keeps what is not named, and says what was changed', () => {
    const policy = definePolicy(okq8, {
      topics: ['fuel_tips'],
      softOptIn: { similarProducts: { road: ['fuel', 'wash'] } },
      contact: { frequencyCaps: [], notAgainWithinDays: { fuel_tips: 7 } },
      bases: { direct_marketing: { own_app: ['consent'] } },
      assessments: { market_research: 'LIA-4' },
    });
    expect(policy.softOptIn).toEqual({ maxDaysSinceSale: 365, similarProducts: { road: ['fuel', 'wash'] } });
    expect(policy.contact).toEqual({ ...okq8.contact, frequencyCaps: [], notAgainWithinDays: { fuel_tips: 7 } });
    expect(policy.bases.direct_marketing).toEqual({ ...okq8.bases.direct_marketing, own_app: ['consent'] });
    expect(policy.bases.service).toEqual(okq8.bases.service);
    expect(policy.changed).toEqual(['assessments', 'bases', 'contact', 'softOptIn', 'topics']);
  });

  test('can be changed again', () => {
    const once = definePolicy(okq8, { topics: ['a'] });
    expect(definePolicy(once, { minimumAge: 21 }).changed).toEqual(['minimumAge', 'topics']);
  });

  test.each<[string, object, readonly string[]]>([
    ['an unknown key', { colour: 'red' }, ['policy']],
    ['an unknown key within', { softOptIn: { days: 4 } }, ['policy.softOptIn']],
    ['what is no such value', { minimumAge: 'eighteen', topics: [''] }, ['policy.topics.0', 'policy.minimumAge']],
    ['its id', { id: 'mine' }, ['policy']],
    [
      'two controllers of one name',
      { controllers: [1, 2].map(() => ({ id: 'a', group: 'g' })) },
      ['policy.controllers'],
    ],
    [
      'a kind nobody knows',
      { contact: { notAgainWithinDays: { tips: 3 } } },
      ['policy.contact.notAgainWithinDays.tips'],
    ],
    ['a clock nobody knows', { contact: { zones: { SE: 'Europe/Atlantis' } } }, ['policy.contact.zones.SE']],
    [
      'hours that end before they begin',
      {
        contact: {
          contactHours: [
            { country: 'SE', channels: ['phone'], days: ['mon'], from: '18:00', to: '09:00', publicHolidays: 'open' },
          ],
        },
      },
      ['policy.contact.contactHours.0'],
    ],
  ])('refuses %s', (_, changes, at) => {
    expect(atOf(changes).toSorted()).toEqual([...at].sort());
  });

  test('refuses hours with public holidays that nobody knows', () => {
    const hours = { country: 'DE', channels: ['phone'], days: ['mon'], from: '09:00', to: '18:00' };
    const changes = (publicHolidays: string) => ({
      countries: [...okq8.countries, 'DE'],
      contact: { contactHours: [{ ...hours, publicHolidays }] },
    });
    expect(atOf(changes('closed'))).toEqual(['policy.contact.contactHours.0']);
    expect(atOf(changes('open'))).toEqual([]);
  });
});

/** For every guarded setting: what loosens the preset, and what does not. */
const guarded: { readonly [K in keyof typeof loosening]: readonly [loosens: unknown, fine: unknown] } = {
  controllers: [
    [
      { id: 'okq8', group: 'okq8' },
      { id: 'okq8_bank', group: 'bank' },
    ],
    [{ id: 'shop', group: 'shop' }],
  ],
  bases: [
    { direct_marketing: { email: ['consent', 'legitimate_interest'] } },
    { direct_marketing: { email: ['consent'] } },
  ],
  consentPurposes: [{ tracking_advertising: 'external_media' }, { tracking_advertising: 'marketing_cookies' }],
  consentNeedsEvidence: [false, true],
  companyOptOut: [{ email: ['DK'] }, { email: ['SE'] }],
  objectionScope: ['controller', 'group'],
  softOptIn: [{ maxDaysSinceSale: 366 }, { maxDaysSinceSale: 364, relations: ['member'] }],
  minimumAge: [17, 19],
  unknownAgeBlocks: [[], ['social_listing', 'email']],
  ageNeeded: [{ kinds: [] }, { kinds: ['survey', 'newsletter'], products: ['shop/tobacco'] }],
  gpcEnds: [['tracking_advertising'], ['tracking_advertising', 'listing_advertising', 'direct_marketing']],
  registers: [{ maxAgeDays: { NIX_TELEFON: 63 } }, { maxAgeDays: { NIX_TELEFON: 61 } }],
  destinations: [{ minimumAudience: 99 }, { minimumAudience: 101 }],
  assumeRequestCountryForPhone: [false, true],
};

/** The preset asks no age for any kind or product. */
const base: Policy = { ...okq8, ageNeeded: { kinds: ['survey'] } };

describe('what loosens', () => {
  test.each(Object.entries(guarded))('%s only by its dangerous key, which is kept', (setting, [loosens, fine]) => {
    const dangerous = dangerousKey(setting);
    expect(atOf({ [setting]: loosens }, base)).toEqual([`policy.${setting}`]);
    expect(definePolicy(base, { [dangerous]: loosens } as PolicyChanges).changed).toEqual([dangerous]);
    expect(definePolicy(base, { [setting]: fine } as PolicyChanges).changed).toEqual([setting]);
    expect(atOf({ [dangerous]: fine }, base)).toEqual([`policy.${dangerous}`]);
    expect(atOf({ [setting]: fine, [dangerous]: loosens }, base)).toEqual([`policy.${dangerous}`]);
  });

  test.each<[string, NonNullable<PolicyChanges['registers']>]>([
    ['another register', { for: { 'SE/phone': 'NIX_ADRESSERAT' } }],
    ['a consent of any age', { consentMaxAgeDays: { NIX_TELEFON: 365 } }],
    ['more countries that leave customers out', { customerExemption: { countries: ['DK'], maxDaysSinceSale: 1 } }],
    ['longer', { customerExemption: { countries: [], maxDaysSinceSale: 366 } }],
    ['no prior consent', { phoneNeedsPriorConsent: [] }],
  ])('checking registers less: %s', (_, registers) => {
    expect(atOf({ registers })).toEqual(['policy.registers']);
  });

  test('a register of one’s own, and a check where there was none, loosen nothing', () => {
    const registers = { for: { 'SE/email': 'OWN_LIST' }, maxAgeDays: { OWN_LIST: 7 } };
    const policy = definePolicy(okq8, { registers });
    expect(policy.registers.for).toEqual({ ...okq8.registers.for, 'SE/email': 'OWN_LIST' });
    expect(policy.registers.researchOutside).toBe(okq8.registers.researchOutside);
  });

  test('stays loosened, by name, when the policy is changed again', () => {
    const loose = definePolicy(nordic, { dangerouslyMinimumAge: 16 });
    expect(definePolicy(loose, { topics: ['a'] }).changed).toEqual(['dangerouslyMinimumAge', 'topics']);
  });

  test('every setting of the schema has a key, and every guarded one a second', () => {
    const keys = Object.keys(policyChangesSchema().shape);
    expect(keys.filter((key) => key.startsWith('dangerously')).sort()).toEqual(
      Object.keys(loosening).map(dangerousKey).sort(),
    );
  });
});

const EVERYBODY = { id: 'everybody', condition: { kind: 'all', of: [] } } as const;

const RUNS = 100;

/** Reasons that no setting may take away. */
const UNIVERSAL: readonly ReasonCode[] = [
  'RECORD_UNPARSEABLE',
  'DECEASED',
  'PROTECTED_IDENTITY',
  'ERASED_SUPPRESSED',
  'PROCESSING_RESTRICTED',
  'MINOR',
  'OBJECTION_DIRECT_MARKETING',
  'OBJECTION_PROFILING',
  'OBJECTION_PURPOSE',
  'OBJECTION_LISTING_TRANSFER',
  'CHANNEL_OPT_OUT',
  'TOPIC_OPT_OUT',
  'COMPLAINT',
  'GPC_SIGNAL',
  'CONSENT_REFUSED',
  'CONSENT_WITHDRAWN',
  'REGISTER_HIT',
];

const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values]);
const grounds = fc.constantFrom('consent', 'soft_opt_in', 'legitimate_interest', 'service_message');
/** Controllers and topics are how records are read, and are left alone. */
const change: fc.Arbitrary<object> = fc.record(
  {
    countries: some(['DE', 'DK', 'FI', 'NO', 'SE']),
    bases: fc.dictionary(
      fc.constantFrom(...purposes),
      fc.dictionary(fc.constantFrom(...channels), fc.array(grounds, { maxLength: 3 }), { maxKeys: 3 }),
      { maxKeys: 3 },
    ),
    consentPurposes: fc.dictionary(fc.constantFrom(...purposes), fc.constantFrom(...consentPurposes), { maxKeys: 2 }),
    consentNeedsEvidence: fc.boolean(),
    legacyConsents: fc.record({ systems: fc.constant(['old_crm', 'other_crm']) }),
    companyOptOut: fc.record({ email: some(['SE', 'NO']), sms: some(['SE', 'NO']) }),
    objectionScope: fc.constantFrom('group', 'controller'),
    softOptIn: fc.record({
      maxDaysSinceSale: fc.constantFrom(0, 30, 365, 3650),
      relations: some(['customer', 'member', 'account']),
      similarProducts: fc.constant({ all: ['fuel', 'wash'] }),
    }),
    minimumAge: fc.constantFrom(13, 18, 30),
    unknownAgeBlocks: some(channels),
    gpcEnds: some(purposes),
    contact: fc.record({ frequencyCaps: fc.constant([]), contactHours: fc.constant([]) }),
    assumeRequestCountryForPhone: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** One address a profile: of several, one may be refused and another used. */
const oneAddress = (input: RecordsInput): RecordsInput => ({
  ...input,
  profile: (input.profile ?? []).map((profile) => ({
    ...profile,
    email: ((profile.email ?? []) as string[]).slice(0, 1),
    phone: ((profile.phone ?? []) as string[]).slice(0, 1),
  })),
});

test('no change without a dangerous key clears anybody with a universal refusal', async () => {
  let [accepted, refused] = [0, 0];
  await assertUntilMet(
    fc.asyncProperty(ledger, campaigns, fc.boolean(), change, async (messy, asked, replay, changes) => {
      // A setting that is refused must not shield the others.
      const plain = Object.fromEntries(
        Object.entries(changes).filter(([key, value]) => atOf({ [key]: value }, widePolicy).length === 0),
      );
      accepted += Object.keys(plain).length;
      const input = oneAddress(messy);
      const before = await decided(input, asked.slice(0, 1), replay, widePolicy);
      const after = await decided(input, asked.slice(0, 1), replay, definePolicy(widePolicy, plain as PolicyChanges));
      for (const [who, reasons] of before) {
        if (!reasons.some((reason) => UNIVERSAL.includes(reason))) continue;
        refused += 1;
        expect({ who, reasons, now: after.get(who) }).not.toMatchObject({ now: [] });
      }
    }),
    RUNS,
    () => accepted > RUNS / 2 && refused > RUNS / 2,
  );
}, 120_000);

test('a change may clear somebody for whom the rest of a policy speaks', async () => {
  const person = { profileId: 'p1', controller: 'okq8', channel: 'email', purpose: 'direct_marketing' };
  const input = {
    profile: [{ id: 'p1', email: 'anna@example.se', country: 'SE', birthDate: '1985-05-01' }],
    permission: [{ ...person, state: 'given', occurredAt: '2026-01-01T00:00:00Z', evidence: 'form-1' }],
    contact: ['01', '02', '03'].map((day) => ({ ...person, occurredAt: `2026-03-${day}T09:00:00Z` })),
  };
  const newsletter = { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: EVERYBODY };
  const uncapped = definePolicy(widePolicy, { contact: { frequencyCaps: [] } });
  expect([...(await decided(input, [newsletter], false, widePolicy)).values()]).toEqual([['FREQUENCY_CAP']]);
  expect([...(await decided(input, [newsletter], false, uncapped)).values()]).toEqual([[]]);
});

async function decided(
  input: Parameters<typeof readRecords>[0],
  asked: Parameters<typeof runDefinition>[0],
  replay: boolean,
  policy: Policy,
): Promise<ReadonlyMap<string, readonly ReasonCode[]>> {
  const run = runDefinition(asked, { replay, policy: widePolicy });
  const definition = { ...run, policy };
  const found = new Map<string, readonly ReasonCode[]>();
  const records = readRecords(input, { ...run.words, attributes });
  for (const [i, list] of referenceRun(definition, records).entries()) {
    for await (const { personId, mask } of contentOf(list).decisions()) {
      found.set(`${i} ${personId}`, reasonsOf(mask, reasonTable(policy)));
    }
  }
  return found;
}
