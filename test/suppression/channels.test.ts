import { decisionTable, type Line, type Row, type Who } from './decision-table.js';
import { byEmail, byPhone, consent, delivery, objection, optOut, sale } from './rows.js';

const LISTING = { campaign: { kind: 'listing_ad', channel: 'social_listing' } } as const;
const allowed = (who: Pick<Who, 'id'>, change: Row = {}): Row =>
  consent(who, { purpose: 'listing_advertising', channel: 'social_listing', ...change });
const noTransfer = (who: Pick<Who, 'id'>, change: Row = {}): Row =>
  objection(who, { purpose: 'listing_advertising', ...change });

const listed = (
  says: string,
  expected: Line['expected'],
  records: Line['records'] = () => ({}),
  profile: Line['profile'] = {},
): Line => ({
  says,
  expected,
  profile,
  records: (who) => ({ permission: [allowed(who)], ...records(who) }),
});
const TRANSFER = ['OBJECTION_LISTING_TRANSFER'] as const;

/** Somebody else with one identifier in common, who objected to the transfer. */
const other = (who: Who, shares: Row): Row => ({
  id: `other of ${who.id}`,
  country: 'SE',
  birthDate: '1985-05-01',
  ...shares,
});
const objected = (who: Who): Row => noTransfer({ id: `other of ${who.id}` });

decisionTable('a listing upload: a refusal reaching any e-mail or phone of the person suppresses the person', LISTING, [
  listed('nobody refused', 'consent'),
  listed('the person, to the transfer', TRANSFER, (who) => ({ objection: [noTransfer(who)] })),
  listed('the person, to direct marketing', ['OBJECTION_DIRECT_MARKETING'], (who) => ({ objection: [objection(who)] })),
  listed('the person, to profiling: a listing is targeted', ['OBJECTION_PROFILING'], (who) => ({
    objection: [objection(who, { purpose: 'profiling' })],
  })),
  listed('the e-mail, whoever it is', TRANSFER, ({ id, email }) => ({
    objection: [byEmail(email, noTransfer({ id }))],
  })),
  listed('the phone, whoever it is', TRANSFER, ({ id, phone }) => ({
    objection: [byPhone(phone, noTransfer({ id }))],
  })),
  listed(
    'an e-mail no longer in use',
    TRANSFER,
    ({ id }) => ({
      objection: [byEmail(`old.${id}@example.se`, noTransfer({ id }))],
    }),
    ({ id }) => ({ formerEmail: `old.${id}@example.se` }),
  ),
  listed('another address that nobody here has', 'consent', ({ id }) => ({
    objection: [byEmail(`nobody.${id}@example.se`, noTransfer({ id }))],
  })),
  listed('somebody with the same e-mail', TRANSFER, (who) => ({
    profile: [other(who, { email: who.email })],
    objection: [objected(who)],
  })),
  listed('somebody with the same phone, the person has an e-mail of their own', TRANSFER, (who) => ({
    profile: [other(who, { phone: who.phone })],
    objection: [objected(who)],
  })),
  listed('somebody with neither', 'consent', (who) => ({
    profile: [other(who, { email: `apart.${who.id}@example.se` })],
    objection: [objected(who)],
  })),
  listed('an opt-out from listing services', ['CHANNEL_OPT_OUT'], (who) => ({
    opt_out: [optOut(who, { channel: 'social_listing' })],
  })),
  listed('an opt-out from e-mail: an upload is no e-mail', 'consent', (who) => ({ opt_out: [optOut(who)] })),
]);

decisionTable('a consent for one address lists that address', LISTING, [
  {
    says: 'the e-mail',
    expected: 'consent',
    records: ({ id, email }) => ({ permission: [byEmail(email, allowed({ id }))] }),
  },
  {
    says: 'the phone',
    expected: 'consent',
    records: ({ id, phone }) => ({ permission: [byPhone(phone, allowed({ id }))] }),
  },
  {
    says: 'a phone that the person no longer has',
    expected: ['CONSENT_MISSING'],
    profile: ({ id }) => ({ formerPhone: `+4670${String(Number(id.slice(1)) + 2_000_000)}` }),
    records: ({ id }) => ({
      permission: [byPhone(`+4670${String(Number(id.slice(1)) + 2_000_000)}`, allowed({ id }))],
    }),
  },
  {
    says: 'neither e-mail nor phone',
    expected: ['NO_IDENTIFIER_FOR_CHANNEL'],
    profile: { email: [], phone: [] },
    records: (who) => ({ permission: [allowed(who)] }),
  },
  {
    says: 'only one that can be none',
    expected: ['IDENTIFIER_INVALID'],
    profile: { email: 'nobody', phone: [] },
    records: (who) => ({ permission: [allowed(who)] }),
  },
  {
    says: 'a landline can be matched',
    expected: 'consent',
    profile: { email: [], phone: '08-123 45 67' },
    records: (who) => ({ permission: [allowed(who)] }),
  },
]);

const texted = (says: string, expected: Line['expected'], phone: string | readonly string[], country = 'SE'): Line => ({
  says,
  expected,
  profile: { phone, country },
  records: (who) => ({ permission: [consent(who, { channel: 'sms' })] }),
});

decisionTable(
  'a text message needs a number that can receive one',
  { campaign: { kind: 'newsletter', channel: 'sms' } },
  [
    texted('mobile', 'consent', '070-123 45 67'),
    texted('landline', ['IDENTIFIER_INVALID'], '08-123 45 67'),
    texted('landline, written so that it has to be looked up', ['IDENTIFIER_INVALID'], '+46 (0)8 123 45 67'),
    texted('landline of Gothenburg', ['IDENTIFIER_INVALID'], '031-12 34 56'),
    texted('Finnish landline', ['IDENTIFIER_INVALID'], '+358 9 123 456'),
    texted('Norwegian landline', ['IDENTIFIER_INVALID'], '22 12 34 56', 'NO'),
    texted('Norwegian mobile', 'consent', '412 34 567', 'NO'),
    texted('Danish number, which may be either', 'consent', '32 12 34 56', 'DK'),
    texted('freephone', ['IDENTIFIER_INVALID'], '020-12 34 56'),
    texted('landline first, then mobile', 'consent', ['08-123 45 67', '070-765 43 21']),
  ],
);

const second = ({ id }: Pick<Who, 'id'>): string => `a.${id}@example.se`;
const twoAddresses = (who: Who): Row => ({ email: [who.email, second(who)] });

decisionTable('every address that can be written to gives its reasons, and no other', {}, [
  {
    says: 'an invalid address beside a valid one gives none',
    expected: ['CONSENT_MISSING'],
    profile: ({ email }) => ({ email: ['nobody', email] }),
  },
  {
    says: 'one bounces, the other lacks consent',
    expected: ['CONSENT_MISSING', 'HARD_BOUNCE'],
    profile: twoAddresses,
    records: (who) => ({
      permission: [byEmail(who.email, consent(who))],
      delivery: [byEmail(who.email, delivery(who))],
    }),
  },
  {
    says: 'the first lacks consent, the other bounces',
    expected: ['CONSENT_MISSING', 'HARD_BOUNCE'],
    profile: twoAddresses,
    records: (who) => ({
      permission: [byEmail(second(who), consent(who))],
      delivery: [byEmail(second(who), delivery(who))],
    }),
  },
  {
    says: 'the first bounces, the other is cleared',
    expected: 'consent',
    profile: twoAddresses,
    records: (who) => ({ permission: [consent(who)], delivery: [byEmail(who.email, delivery(who))] }),
  },
]);

decisionTable(
  'of two cleared addresses the preferred one is chosen, with its ground',
  { campaign: { kind: 'general_offer', products: 'fuel' } },
  [
    {
      says: 'consent for the first, which sorts last',
      expected: 'consent',
      profile: twoAddresses,
      records: (who) => ({ permission: [byEmail(who.email, consent(who))], purchase: [sale(who)] }),
    },
    {
      says: 'consent for the second, which sorts first',
      expected: 'soft_opt_in',
      profile: twoAddresses,
      records: (who) => ({ permission: [byEmail(second(who), consent(who))], purchase: [sale(who)] }),
    },
  ],
);
