import fc from 'fast-check';
import { refusalDigest } from '../../src/identity/refusal-digest.js';
import type { RecordsInput } from '../../src/model/records.js';
import { DAYS, TEXTS } from './compare-arbitraries.js';
import { KEYS } from './keys.js';
import {
  BAD_EMAILS,
  BAD_PHONES,
  BROKEN_TIMES,
  CONTROLLERS,
  GOOD_EMAILS,
  GOOD_PHONES,
  MOMENTS,
  type Mostly,
  maybe,
  oneIn,
  oneOf,
  PROFILES,
  type Row,
  row,
  TIMES,
} from './world.js';

/** Ledgers as systems write them, with something missing or broken: little in a tidy world, much in a messy one. */

const nothing = fc.constant(undefined);

function words(mostly: Mostly) {
  return {
    profileId: mostly(oneOf('p1', 'p2', 'p3'), oneOf(...PROFILES, 'ghost')),
    email: mostly(oneOf(...GOOD_EMAILS), oneOf(...BAD_EMAILS)),
    phone: mostly(oneOf(...GOOD_PHONES), oneOf(...BAD_PHONES)),
    country: mostly(oneOf('SE', 'SE', 'NO'), oneOf('se', 'DE', 'Sverige')),
    wild: (...values: readonly string[]) => mostly(oneOf(...values, '*'), oneOf('???', undefined)),
    timed: {
      occurredAt: mostly(oneOf(...MOMENTS), oneOf(...TIMES, ...BROKEN_TIMES, undefined)),
      recordedAt: mostly(oneOf(undefined, ...MOMENTS), oneOf(...TIMES, ...BROKEN_TIMES)),
    },
  };
}

export function profiles(mostly: Mostly): fc.Arbitrary<Row[]> {
  const { email, phone, country } = words(mostly);
  const profile = row({
    id: oneOf('p1', 'p2', 'p3', ...PROFILES),
    email: mostly(fc.array(email, { minLength: 1, maxLength: 2 }), fc.constant([])),
    phone: mostly(fc.array(phone, { minLength: 1, maxLength: 2 }), fc.constant([])),
    formerEmail: fc.array(email, { maxLength: 1 }),
    formerPhone: fc.array(phone, { maxLength: 1 }),
    country: mostly(country, nothing),
    city: maybe(oneOf(...TEXTS)),
    birthDate: mostly(oneOf('1985-05-01', '2005-03-03', '2008-03-03'), oneOf(...DAYS, '1985-02-30', undefined)),
    firstName: maybe(oneOf('Anna', 'anna', '=cmd()', 'Åsa "Å", x')),
    lastName: maybe(oneOf('Berg', 'BERG', '-')),
    address: maybe(oneOf('Storgatan 5 lgh 1101', 'storg. 5', 'Box 7', '???')),
    postalCode: maybe(oneOf('111 22', '11122', '1234', 'x')),
    party: mostly(oneOf(undefined, 'consumer'), oneOf('company', 'company', 'sole_trader', 'club')),
    deceased: mostly(
      oneOf<boolean | string | undefined>(undefined, false, 'false'),
      oneOf<boolean | string>(true, 'maybe'),
    ),
    protectedIdentity: mostly(oneOf(undefined, false), oneOf(true)),
    controlGroup: mostly(oneOf(undefined, false), oneOf(true)),
    attributes: row({
      tier: maybe(oneOf('gold', 'silver', ' gold', '')),
      points: mostly(oneOf('0', '10', '10.5', '-1', undefined), oneOf('many')),
      joined: maybe(oneOf(...DAYS)),
      likes: mostly(
        maybe(fc.array(oneOf(...TEXTS, ' Lund ', ''), { maxLength: 3 })),
        oneOf<string | string[]>('a\u001fb', ['a\u001fb']),
      ),
    }),
  });
  return fc.uniqueArray(profile, { selector: ({ id }) => id, minLength: 1, maxLength: 6 });
}

/** Often one of its own, now and then that of another row, or none. */
const rowId = maybe(oneOf('1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', 'Å', '\u{1f600}'));

const rarely = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq: 1 });

/** Before, at and after as-of, which is when a run knows what it knows. */
const recorded = fc.option(
  oneOf('2025-09-01T10:00:00Z', '2026-03-03T10:00:00Z', '2026-03-03T10:00:00.000001Z', '2026-02-01T10:00:00Z'),
  { nil: undefined, freq: 1 },
);

export const purchases = (mostly: Mostly, times = oneOf<string>(...TIMES)): fc.Arbitrary<Row> =>
  row({
    id: rowId,
    profileId: words(mostly).profileId,
    controller: mostly(oneOf('okq8'), oneOf('okq8_bank', undefined)),
    receipt: maybe(oneOf('r1', 'r2', 'r3')),
    occurredAt: times,
    recordedAt: recorded,
    type: maybe(oneOf('sale', 'return', 'sale', 'return', 'void')),
    originalReceipt: rarely(oneOf('r1', 'r2', 'elsewhere')),
    originalLine: rarely(oneOf('1', '2', '3', 'gone')),
    station: maybe(oneOf('s1', 'gold', 'Å')),
    category: oneOf('fuel', 'fuel/diesel', 'fuel', 'fuel_card', 'wash', undefined),
    product: maybe(oneOf('A-1', 'A-2', 'a_b', '\u{1f600}x')),
    quantity: maybe(oneOf('1', '2.5', '-1', '0')),
    unit: rarely(oneOf('litre', 'piece')),
    amount: maybe(oneOf('100', '0.000001', '-100', '999999999999.999999')),
    netAmount: maybe(oneOf('80', '0')),
    listAmount: maybe(oneOf('100', '0', '120.5')),
    discount: maybe(oneOf('20', '0.5', '0')),
    margin: maybe(oneOf('30', '-5')),
    currency: maybe(oneOf('SEK', 'EUR')),
    contactCollected: mostly(oneOf(true), oneOf(false, undefined)),
    optOutOffered: mostly(oneOf(true), oneOf(false, undefined)),
  });

const device = oneOf('d1', 'd2', 'd3');

/** A profile, a device, or both. */
const doer = (mostly: Mostly): fc.Arbitrary<Row> => {
  const { profileId } = words(mostly);
  return fc.oneof(
    profileId.map((id): Row => ({ profileId: id })),
    { weight: 2, arbitrary: device.map((id): Row => ({ deviceId: id })) },
    fc.tuple(profileId, device).map(([id, on]): Row => ({ profileId: id, deviceId: on })),
  );
};

export const events = (mostly: Mostly, times = oneOf<string>(...TIMES)): fc.Arbitrary<Row> =>
  fc
    .tuple(
      doer(mostly),
      row({
        id: rowId,
        type: oneOf('app_open', 'search'),
        occurredAt: times,
        recordedAt: recorded,
        controller: maybe(oneOf('okq8')),
        category: maybe(oneOf('fuel', 'fuel/diesel')),
        product: maybe(oneOf('A-1', 'a_b')),
        station: maybe(oneOf('s1', 'gold')),
        cart: maybe(oneOf('c1', 'c2')),
        term: maybe(oneOf('diesel', 'Däck', '100%')),
        value: maybe(oneOf('10', '0.5', '-3')),
        unit: rarely(oneOf('point', 'SEK')),
      }),
    )
    .map(([who, what]) => ({ ...who, ...what }));

/** A profile, an identifier, or both; at least one of them readable. */
function about(mostly: Mostly, fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Row> {
  const { profileId, email, phone, country } = words(mostly);
  const emails = oneOf('anna@example.se', 'ANNA+news@example.se', 'bo@example.se', 'Åsa@exämple.se');
  const withPhone = fc.tuple(profileId, phone, maybe(country));
  const subject = fc.oneof(
    { weight: 4, arbitrary: profileId.map((id): Row => ({ profileId: id })) },
    { weight: 1, arbitrary: emails.map((value): Row => ({ email: value })) },
    {
      weight: 1,
      arbitrary: oneOf('+46 70 123 45 67', '+47 412 34 567', '+46 70 123 456').map((value): Row => ({ phone: value })),
    },
    { weight: 1, arbitrary: fc.tuple(profileId, email).map(([id, value]): Row => ({ profileId: id, email: value })) },
    {
      weight: 1,
      arbitrary: withPhone.map(
        ([id, value, land]): Row => ({ profileId: id, phone: value, ...(land && { country: land }) }),
      ),
    },
  );
  return fc.tuple(subject, row(fields)).map(([who, what]) => ({ ...who, ...what }));
}

export const permission = (mostly: Mostly): fc.Arbitrary<Row> =>
  about(mostly, {
    controller: mostly(oneOf('okq8'), oneOf('okq8_bank', '*', 'nobody')),
    purpose: mostly(
      oneOf('direct_marketing', 'direct_marketing', 'marketing_cookies'),
      oneOf('*', 'profiling', 'growth', 'listing_advertising'),
    ),
    channel: mostly(oneOf('email', 'email', 'sms', '*'), oneOf('own_web', 'social_listing', 'push', 'emial')),
    topic: mostly(oneOf(undefined, '*', 'newsletter', 'targeted_offer'), oneOf('???')),
    state: mostly(oneOf('given', 'given', 'given', 'withdrawn', 'refused', 'pending'), oneOf('hm', undefined)),
    ...words(mostly).timed,
    validUntil: oneOf(
      undefined,
      undefined,
      '2026-03-03T10:00:00Z',
      '2026-03-03T10:00:00.000001Z',
      '2026-03-04T10:00:00.000001Z',
    ),
    origin: mostly(oneOf('data_subject'), oneOf('import', undefined)),
    evidence: oneOf('form-1', 'form-1', 'form-1', '', undefined),
    system: maybe(oneOf('old_crm', 'other_crm'), 1),
    noticeVersion: maybe(oneOf('2019-01'), 1),
  });

export const objection = (mostly: Mostly): fc.Arbitrary<Row> =>
  about(mostly, {
    controller: words(mostly).wild('okq8', ...CONTROLLERS),
    purpose: words(mostly).wild(
      'direct_marketing',
      'direct_marketing',
      'profiling',
      'listing_advertising',
      'market_research',
    ),
    channel: words(mostly).wild('email', 'sms'),
    state: mostly(oneOf('objected', 'lifted'), oneOf('hm', undefined)),
    ...words(mostly).timed,
    origin: mostly(oneOf('data_subject'), oneOf('customer_service', undefined)),
    evidence: mostly(oneOf('call-5'), nothing),
  });

export const optOut = (mostly: Mostly): fc.Arbitrary<Row> =>
  about(mostly, {
    controller: words(mostly).wild('okq8', ...CONTROLLERS),
    channel: words(mostly).wild('email', 'email', 'sms'),
    topic: words(mostly).wild('newsletter', 'targeted_offer'),
    ...words(mostly).timed,
  });

export const restriction = (mostly: Mostly): fc.Arbitrary<Row> =>
  about(mostly, {
    controller: words(mostly).wild('okq8', ...CONTROLLERS),
    state: mostly(oneOf('restricted', 'lifted'), nothing),
    ...words(mostly).timed,
  });

export const delivery = (mostly: Mostly): fc.Arbitrary<Row> =>
  about(mostly, {
    controller: mostly(oneOf(undefined, 'okq8', '*'), oneOf(...CONTROLLERS, '???')),
    channel: words(mostly).wild('email', 'email', 'sms'),
    outcome: oneOf('delivered', 'hard_bounce', 'soft_bounce', 'soft_bounce', 'complaint', 'auto_reply'),
    ...words(mostly).timed,
  });

export const contact = (mostly: Mostly): fc.Arbitrary<Row> =>
  row({
    profileId: words(mostly).profileId,
    controller: mostly(oneOf('okq8'), oneOf('okq8_bank', '*', 'nobody', undefined)),
    channel: mostly(oneOf('email', 'email', 'sms'), oneOf('own_web')),
    purpose: mostly(oneOf('direct_marketing'), oneOf('service', '*', undefined, 'growth')),
    topic: mostly(oneOf('newsletter', 'targeted_offer'), oneOf(undefined, '???')),
    campaign: maybe(oneOf('c1', 'c2')),
    reaction: maybe(oneOf('opened', 'clicked')),
    occurredAt: oneOf(...TIMES),
  });

export const relation = (mostly: Mostly): fc.Arbitrary<Row> =>
  row({
    profileId: words(mostly).profileId,
    controller: mostly(oneOf('okq8'), oneOf('okq8_bank', undefined)),
    relation: mostly(oneOf('customer', 'member'), oneOf('account', 'prospect')),
    category: oneOf('fuel', 'fuel/diesel', 'wash', undefined),
    occurredAt: oneOf(...TIMES, undefined),
    endedAt: mostly(oneOf(undefined), oneOf(...TIMES, 'yesterday')),
    contactCollected: mostly(oneOf(true), oneOf(false, undefined)),
    optOutOffered: mostly(oneOf(true), oneOf(false, undefined)),
  });
/** Seen on a profile, on a device, or on both. */
export const signal = (mostly: Mostly): fc.Arbitrary<Row> =>
  fc
    .tuple(
      doer(mostly),
      row({
        controller: mostly(oneOf('okq8'), oneOf('okq8_bank', '*', 'nobody', undefined)),
        signal: oneOf('push_permission', 'push_permission', 'platform_opt_out', 'recipient_setting', 'gpc'),
        state: mostly(oneOf('granted', 'granted', 'denied', 'on', 'off'), oneOf('unknown', 'hm', undefined)),
        platform: mostly(oneOf(undefined, 'EDAA', 'meta'), oneOf('*')),
        ...words(mostly).timed,
      }),
    )
    .map(([who, what]) => ({ ...who, ...what }));

/** Versions at, just before and just after what is too old on the day of as-of and a day later. */
const VERSIONS = [
  '2026-03-03T10:00:00Z',
  '2026-03-03T10:00:00.000001Z',
  '2026-02-20T00:00:00Z',
  '2026-01-31T10:00:00Z',
  '2026-02-01T09:59:59.999999Z',
  '2025-12-31T10:00:00Z',
  '2026-01-01T09:59:59Z',
  '2025-11-01T00:00:00Z',
] as const;

/** Of whom a register speaks: a profile, a number, an address, a keyed hash, or nobody and everybody. */
const registered = (mostly: Mostly): fc.Arbitrary<Row> =>
  fc.oneof(
    words(mostly).profileId.map((id): Row => ({ profileId: id })),
    oneOf('+46 70 123 45 67', '070-123 45 67', '+4741234567', '+46 8 123 45 67').map(
      (phone): Row => ({ phone, country: 'SE' }),
    ),
    oneOf('Anna', 'Bo').map(
      (firstName): Row => ({
        firstName,
        lastName: 'BERG',
        address: 'Storgatan 5',
        postalCode: '11122',
        country: 'SE',
      }),
    ),
    oneOf('+46701234567', '+4741234567').map((value): Row => {
      const made = refusalDigest({ kind: 'phone', value, key: { id: 'k1', hex: KEYS.k1 } });
      return { ...made };
    }),
    fc.constant<Row>({ complete: true }),
    fc.constant<Row>({ complete: true }),
  );

export const register = (mostly: Mostly): fc.Arbitrary<Row> =>
  fc
    .tuple(
      registered(mostly),
      row({
        register: oneOf('NIX_TELEFON', 'NIX_TELEFON', 'NIX_ADRESSERAT', 'RESERVASJONSREGISTERET', 'ROBINSON_DK'),
        hit: mostly(oneOf(undefined, true, false, false), oneOf('hm', '')),
        snapshotAt: mostly(oneOf(...VERSIONS), oneOf(...BROKEN_TIMES, undefined)),
      }),
      maybe(fc.constant(true)),
    )
    .map(([who, what, complete]) => ({ ...what, ...(complete === true && { complete }), ...who }));

const erased = (mostly: Mostly) =>
  fc.record({
    address: fc.oneof(
      oneOf(...GOOD_EMAILS).map((value) => ({ kind: 'email' as const, value })),
      oneOf('+46 70 123 45 67', '+4741234567').map((value) => ({ kind: 'phone' as const, value })),
    ),
    keyId: oneOf<keyof typeof KEYS>('k1', 'k2'),
    controller: words(mostly).wild('okq8', ...CONTROLLERS),
    occurredAt: words(mostly).timed.occurredAt,
    upper: fc.boolean(),
  });

/** A tombstone of an address of this world, or of somebody who is nowhere in it. */
const tombstones = (mostly: Mostly): fc.Arbitrary<Row> =>
  erased(mostly).map(({ address, keyId, upper, ...fields }): Row => {
    const { digest, ...how } = refusalDigest({ ...address, key: { id: keyId, hex: KEYS[keyId] } }) ?? {
      digest: '00'.repeat(32),
      keyId,
      normaliser: '1',
    };
    const defined = Object.fromEntries(Object.entries(fields).filter(([, cell]) => cell !== undefined));
    return { ...how, digest: upper ? digest.toUpperCase() : digest, ...defined };
  });

/** A chain of merges, now and then with two of one profile at one instant. */
const merges = fc
  .tuple(
    fc.uniqueArray(oneOf(...PROFILES), { maxLength: 3 }),
    fc.array(oneOf(...MOMENTS), { minLength: 3, maxLength: 3 }),
    fc.boolean(),
  )
  .map(([chain, at, twice]) => {
    const merges = chain
      .slice(1)
      .map((id, i) => ({ link: 'merge', profileId: id, intoProfileId: chain[i] as string, occurredAt: at[i] }));
    const [first] = merges;
    return twice && first !== undefined ? [...merges, { ...first, intoProfileId: 'p0' }] : merges;
  });

const logins = (mostly: Mostly): fc.Arbitrary<Row> =>
  row({
    link: fc.constant('login'),
    profileId: words(mostly).profileId,
    deviceId: device,
    occurredAt: oneOf(...TIMES),
  });

export const links = (mostly: Mostly): fc.Arbitrary<Row[]> =>
  fc.tuple(merges, fc.array(logins(mostly), { maxLength: 6 })).map(([merged, logged]) => [...merged, ...logged]);

/** A kind that no source declares, one row, or several. */
const declared = <T>(
  rows: fc.Arbitrary<T>,
  [one, several]: readonly [number, number],
  [minLength, maxLength]: readonly [number, number],
): fc.Arbitrary<T[] | undefined> =>
  fc.oneof(
    { weight: 1, arbitrary: nothing },
    { weight: one, arbitrary: fc.array(rows, { maxLength: 1 }) },
    { weight: several, arbitrary: fc.array(rows, { minLength, maxLength }) },
  );

/** Now and then a source tells of its first row once more, which must not count twice. */
const toldTwice = <T>(rows: fc.Arbitrary<T[] | undefined>): fc.Arbitrary<T[] | undefined> =>
  fc
    .tuple(rows, oneOf(true, false, false))
    .map(([told, twice]) => (twice && told ? [...told, ...told.slice(0, 1)] : told));

const ledgerWhere = (mostly: Mostly): fc.Arbitrary<RecordsInput> =>
  fc
    .record({
      profile: profiles(mostly),
      purchase: declared(purchases(mostly), [1, 9], [4, 12]),
      event: declared(events(mostly), [1, 4], [2, 8]),
      identity_link: fc.option(links(mostly), { nil: undefined, freq: 3 }),
      permission: declared(permission(mostly), [1, 9], [5, 12]),
      objection: declared(objection(mostly), [4, 2], [2, 4]),
      opt_out: declared(optOut(mostly), [4, 2], [2, 3]),
      restriction: declared(restriction(mostly), [1, 1], [1, 2]),
      delivery: toldTwice(declared(delivery(mostly), [3, 2], [2, 5])),
      contact: toldTwice(declared(contact(mostly), [1, 2], [2, 6])),
      relation: declared(relation(mostly), [1, 1], [2, 4]),
      signal: declared(signal(mostly), [2, 3], [2, 6]),
      register: declared(register(mostly), [1, 6], [4, 10]),
      tombstone: fc.option(fc.array(tombstones(mostly), { maxLength: 2 }), { nil: undefined, freq: 1 }),
    })
    .map((kinds) => Object.fromEntries(Object.entries(kinds).filter(([, rows]) => rows !== undefined)) as RecordsInput);

export const TIDY = oneIn(250);
export const MESSY = oneIn(6);

export const ledger: fc.Arbitrary<RecordsInput> = fc.oneof(
  { weight: 2, arbitrary: ledgerWhere(TIDY) },
  { weight: 1, arbitrary: ledgerWhere(MESSY) },
);
