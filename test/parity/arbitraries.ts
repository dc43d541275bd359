import fc from 'fast-check';
import type { CampaignDefinition } from '../../src/campaign/campaign.js';
import type { RecordsInput } from '../../src/model/records.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import type { Window } from '../../src/segments/window.js';
import { okq8 } from '../../src/suppression/policies/okq8.js';
import type { Policy } from '../../src/suppression/policy.js';

/**
 * Ledgers made messy on purpose, from a tiny world in which everything collides: few persons, few addresses, few
 * instants, every boundary, and something missing or broken everywhere.
 */

export const AS_OF = '2026-03-03T10:00:00Z';

/** Instants at, just before and just after as-of and the bounds of the windows used; the same instant written twice. */
const TIMES = [
  '2026-03-03T10:00:00Z',
  '2026-03-03T11:00:00+01:00',
  '2026-03-03T09:59:59.999999Z',
  '2026-03-03T10:00:00.000001Z',
  '2026-02-01T10:00:00Z',
  '2026-02-01T10:00:00.000Z',
  '2026-02-01T11:00:00+01:00',
  '2025-12-31T23:30:00Z',
  '2025-03-03T10:00:00Z',
  '2025-03-03T09:59:59Z',
  '2025-09-01T10:00:00Z',
  '2027-01-01T00:00:00Z',
  '1900-01-01T00:00:00+15:00',
] as const;

const BROKEN_TIMES = ['2026-02-30T10:00:00Z', '2026-01-01 10:00', 'yesterday', ''] as const;

const PROFILES = ['p1', 'p2', 'p3', 'p4', 'på5'] as const;
const EMAILS = [
  'anna@example.se',
  'Anna@Example.SE ',
  'anna+fuel@example.se',
  'bo@example.se',
  'BO+x@example.se',
  'åsa@exämple.se',
  'ÅSA@exämple.se',
  'a\u0301@example.se',
  '\u00e1@example.se',
  'not an address',
  '-dash@example.se',
  'åsa.se',
] as const;
const PHONES = ['070-123 45 67', '+46701234567', '0046 70 123 45 67', '+4741234567', '41234567', '12', 'ring mig'] as const;
const CONTROLLERS = ['okq8', 'okq8_bank', 'other'] as const;

const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 3 });
const time = fc.oneof({ weight: 8, arbitrary: oneOf(...TIMES) }, { weight: 1, arbitrary: oneOf(...BROKEN_TIMES) });
const profileId = oneOf(...PROFILES, 'ghost');
const email = oneOf(...EMAILS);
const phone = oneOf(...PHONES);
const country = oneOf('SE', 'NO', 'se', 'DE', 'Sverige');

type Row = Record<string, unknown>;

/** Leaves out what is undefined: not bound is not the same as empty. */
const row = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Row> =>
  fc.record(fields).map((value) => Object.fromEntries(Object.entries(value).filter(([, cell]) => cell !== undefined)));

/** A profile, an identifier, or both; at least one of them readable. */
const subject = fc
  .oneof(
    profileId.map((id): Row => ({ profileId: id })),
    oneOf('anna@example.se', 'ANNA+news@example.se', 'bo@example.se', 'Åsa@exämple.se').map((value): Row => ({ email: value })),
    oneOf('+46 70 123 45 67', '+47 412 34 567').map((value): Row => ({ phone: value })),
    fc.tuple(profileId, email).map(([id, value]): Row => ({ profileId: id, email: value })),
    fc.tuple(profileId, phone, maybe(country)).map(([id, value, land]): Row => ({ profileId: id, phone: value, ...(land && { country: land }) })),
  );

const about = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Row> =>
  fc.tuple(subject, row(fields)).map(([who, what]) => ({ ...who, ...what }));

const wild = (...values: readonly string[]): fc.Arbitrary<string | undefined> => maybe(oneOf(...values, '*', '???'));

const profiles = fc.uniqueArray(
  row({
    id: oneOf(...PROFILES),
    email: fc.array(email, { maxLength: 3 }),
    phone: fc.array(phone, { maxLength: 2 }),
    formerEmail: fc.array(email, { maxLength: 1 }),
    formerPhone: fc.array(phone, { maxLength: 1 }),
    country: maybe(country),
    firstName: maybe(oneOf('Anna', '=cmd()', 'Åsa "Å", x')),
    birthDate: maybe(oneOf('2008-03-03', '2008-03-04', '1985-05-01', '1985-02-30')),
    deceased: maybe(oneOf<boolean | string>(true, false, 'false', 'maybe')),
    protectedIdentity: maybe(oneOf(false, true)),
    controlGroup: maybe(oneOf(false, true)),
    attributes: row({ tier: maybe(oneOf('gold', 'silver', ' gold', '')), points: maybe(oneOf('0', '10', '10.5', '-1', 'many')) }),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 5 },
);

const purchases = row({
  profileId,
  controller: maybe(oneOf('okq8', 'okq8_bank')),
  receipt: maybe(oneOf('r1', 'r2')),
  occurredAt: oneOf(...TIMES),
  type: maybe(oneOf('sale', 'return')),
  category: maybe(oneOf('fuel', 'fuel/diesel', 'fuel_card', 'wash')),
  quantity: maybe(oneOf('1', '2.5', '-1', '0')),
  amount: maybe(oneOf('100', '0.000001', '-100')),
  currency: maybe(oneOf('SEK', 'EUR')),
  contactCollected: maybe(oneOf(true, false)),
  optOutOffered: maybe(oneOf(true, false)),
});

const events = row({ profileId, type: oneOf('app_open', 'search'), occurredAt: oneOf(...TIMES), controller: maybe(oneOf('okq8')) });

const permissions = about({
  controller: oneOf('okq8', 'okq8', 'okq8_bank', '*', 'nobody'),
  purpose: oneOf('direct_marketing', 'direct_marketing', '*', 'profiling', 'growth'),
  channel: oneOf('email', 'email', 'sms', '*', 'emial'),
  topic: wild('newsletter', 'targeted_offer'),
  state: maybe(oneOf('given', 'given', 'withdrawn', 'refused', 'pending', 'hm')),
  occurredAt: maybe(time),
  recordedAt: maybe(time),
  validUntil: maybe(oneOf('2026-03-03T10:00:00Z', '2026-03-03T10:00:00.000001Z', 'soon')),
  origin: maybe(oneOf('data_subject', 'import')),
  evidence: maybe(oneOf('form-1', '')),
});

const objections = about({
  controller: wild(...CONTROLLERS),
  purpose: wild('direct_marketing', 'profiling', 'listing_advertising', 'market_research'),
  channel: wild('email', 'sms'),
  state: maybe(oneOf('objected', 'objected', 'lifted', 'hm')),
  occurredAt: maybe(time),
  recordedAt: maybe(time),
  origin: maybe(oneOf('data_subject', 'data_subject', 'customer_service')),
  evidence: maybe(oneOf('call-5')),
});

const optOuts = about({
  controller: wild(...CONTROLLERS),
  channel: wild('email', 'sms'),
  topic: wild('newsletter', 'targeted_offer'),
  occurredAt: maybe(time),
  recordedAt: maybe(time),
});

const restrictions = about({
  controller: wild(...CONTROLLERS),
  state: maybe(oneOf('restricted', 'lifted')),
  occurredAt: maybe(time),
  recordedAt: maybe(time),
});

const links = fc
  .uniqueArray(fc.constantFrom(...PROFILES), { maxLength: 3 })
  .map((chain) => chain.slice(1).map((id, i) => ({ link: 'merge', profileId: id, intoProfileId: chain[i] as string, occurredAt: TIMES[i] as string })));

const declared = <T>(rows: fc.Arbitrary<T[]>): fc.Arbitrary<T[] | undefined> => fc.option(rows, { nil: undefined, freq: 9 });

export const ledger: fc.Arbitrary<RecordsInput> = fc
  .record({
    profile: profiles,
    purchase: declared(fc.array(purchases, { maxLength: 12 })),
    event: declared(fc.array(events, { maxLength: 8 })),
    identity_link: fc.option(links, { nil: undefined, freq: 1 }),
    permission: declared(fc.array(permissions, { maxLength: 8 })),
    objection: declared(fc.array(objections, { maxLength: 3 })),
    opt_out: declared(fc.array(optOuts, { maxLength: 3 })),
    restriction: declared(fc.array(restrictions, { maxLength: 2 })),
  })
  .map((kinds) => Object.fromEntries(Object.entries(kinds).filter(([, rows]) => rows !== undefined)) as RecordsInput);

const window: fc.Arbitrary<Window> = oneOf<Window>(
  { kind: 'rolling', last: 'P365D' },
  { kind: 'rolling', last: 'P30D' },
  { kind: 'rolling', last: 'P1M' },
  { kind: 'rolling', last: 'PT24H' },
  { kind: 'absolute', from: '2025-09-01T10:00:00Z', to: '2026-02-01T10:00:00Z' },
  { kind: 'ever' },
);

const limit = oneOf('eq', 'lt', 'lte', 'gt', 'gte');

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constant('aggregate' as const),
    over: fc.constant('purchase' as const),
    where: oneOf({}, { category: 'fuel' }, { category: ['wash', 'fuel/diesel'] }, { controller: 'okq8' }),
    measure: oneOf<object>({ count: 'line' }, { count: 'receipt' }, { count: 'day' }, { sum: 'quantity' }, { sum: 'amount', currency: 'SEK' }, { daysSince: 'last' }),
    in: window,
    is: limit,
    value: oneOf(0, 1, 2, 30, -1),
  }) as fc.Arbitrary<Condition>,
  fc.record({
    kind: fc.constant('aggregate' as const),
    over: fc.constant('event' as const),
    where: oneOf({}, { type: 'app_open' }, { type: ['search', 'app_open'] }),
    measure: oneOf<object>({ count: 'line' }, { count: 'day' }, { daysSince: 'last' }),
    in: window,
    is: limit,
    value: oneOf(0, 1, 2, 32),
  }) as fc.Arbitrary<Condition>,
  oneOf<Condition>(
    { kind: 'compare', field: 'country', is: 'eq', value: 'SE' },
    { kind: 'compare', field: 'country', is: 'ne', value: 'SE' },
    { kind: 'compare', field: 'country', is: 'in', value: ['SE', 'NO'] },
    { kind: 'compare', field: 'country', is: 'not_in', value: ['SE'] },
    { kind: 'compare', field: 'country', is: 'in', value: [] },
    { kind: 'compare', field: 'tier', is: 'eq', value: 'gold' },
    { kind: 'compare', field: 'points', is: 'gte', value: 10 },
    { kind: 'compare', field: 'points', is: 'lt', value: '10.5' },
    { kind: 'compare', field: 'birthDate', is: 'lte', value: '2008-03-03' },
    { kind: 'compare', field: 'deceased', is: 'ne', value: true },
    { kind: 'compare', field: 'id', is: 'gt', value: 'p3' },
    { kind: 'presence', field: 'birthDate', is: 'missing' },
    { kind: 'presence', field: 'tier', is: 'present' },
  ),
);

export const condition: fc.Arbitrary<Condition> = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: fc.array(tie('node'), { maxLength: 3 }).map((of): Condition => ({ kind: 'all', of })) },
    { weight: 1, arbitrary: fc.array(tie('node'), { maxLength: 3 }).map((of): Condition => ({ kind: 'any', of })) },
    { weight: 1, arbitrary: tie('node').map((of): Condition => ({ kind: 'not', of })) },
  ),
})).node;

const EVERYBODY: Condition = { kind: 'all', of: [] };

/** What is sent on which channel; every pair has a ground in {@link widePolicy}. */
const SENT = [
  { kind: 'newsletter', channel: 'email' },
  { kind: 'newsletter', channel: 'sms' },
  { kind: 'targeted_offer', channel: 'email' },
  { kind: 'targeted_offer', channel: 'sms' },
  { kind: 'service_message', channel: 'email' },
  { kind: 'service_message', channel: 'sms' },
  { kind: 'listing_ad', channel: 'social_listing' },
  { kind: 'research_interview', channel: 'email' },
  { kind: 'general_offer', channel: 'own_web' },
] as const;

/** The preset, with grounds and channels that make every rule speak. */
export const widePolicy: Policy = {
  ...okq8,
  id: 'wide',
  bases: {
    ...okq8.bases,
    direct_marketing: { ...okq8.bases.direct_marketing, own_web: ['consent', 'legitimate_interest'] },
    listing_advertising: { social_listing: ['consent'] },
    market_research: { email: ['legitimate_interest'] },
  },
};

export const policy: fc.Arbitrary<Policy> = fc
  .record({
    objectionScope: oneOf<'group' | 'controller'>('group', 'controller'),
    consentNeedsEvidence: oneOf(true, true, false),
    assumeRequestCountryForPhone: oneOf(true, false),
    minimumAge: oneOf(18, 21),
  })
  .map((choices) => ({ ...widePolicy, ...choices }));

/** Zones with summer time, a local mean time in living memory of old exports, and the far ends of the day. */
export const zone: fc.Arbitrary<string> = oneOf('Europe/Stockholm', 'Europe/Helsinki', 'UTC', 'Pacific/Kiritimati', 'America/St_Johns');

export const campaign: fc.Arbitrary<Omit<CampaignDefinition, 'id'>> = fc
  .record({
    controller: oneOf('okq8', 'okq8_bank'),
    sent: oneOf(...SENT),
    products: oneOf<string | string[]>('fuel', ['wash', 'fuel/diesel'], []),
    country: maybe(oneOf('SE', 'NO')),
    sendAt: maybe(oneOf('2026-03-04T10:00:00Z')),
    targeted: maybe(fc.boolean()),
    containsPromotion: maybe(fc.boolean()),
    audience: fc.oneof({ weight: 2, arbitrary: fc.constant(EVERYBODY) }, { weight: 1, arbitrary: condition }),
  })
  .map(({ audience, sent, ...fields }) => {
    const defined = Object.fromEntries(Object.entries({ ...sent, ...fields }).filter(([, value]) => value !== undefined));
    return { ...defined, audience: { id: 'audience', condition: audience }, columns: ['profileId', 'address', 'firstName', 'points'] };
  }) as unknown as fc.Arbitrary<Omit<CampaignDefinition, 'id'>>;
