import { decisionTable, type Line, type Row, type Who } from './decision-table.js';
import { AFTER, AS_OF, consent, JUST_AFTER_AS_OF, relation, sale, THEN, withdrawal } from './rows.js';

const line = (
  says: string,
  expected: Line['expected'],
  sales: (who: Who) => readonly Row[],
  permission: (who: Who) => readonly Row[] = () => [],
): Line => ({
  says,
  expected,
  records: (who) => ({ purchase: sales(who), permission: permission(who) }),
});

const NOT_MET = ['SOFT_OPT_IN_NOT_MET', 'CONSENT_MISSING'] as const;
const OFFER = { kind: 'general_offer', products: ['fuel', 'wash/premium'] } as const;

decisionTable('a customer may be written to about similar products', { campaign: OFFER }, [
  line('an own sale', 'soft_opt_in', (who) => [sale(who)]),
  line('no sale', ['CONSENT_MISSING'], () => []),
  line('of something under the offered category', 'soft_opt_in', (who) => [sale(who, { category: 'fuel/diesel' })]),
  line('of the second category', 'soft_opt_in', (who) => [sale(who, { category: 'wash/premium' })]),
  line('of the category above', NOT_MET, (who) => [sale(who, { category: 'wash' })]),
  line('of a category that only begins alike', NOT_MET, (who) => [sale(who, { category: 'fuel_card' })]),
  line('of something nobody named', NOT_MET, (who) => [sale(who, { category: null })]),
  line('exactly 365 days ago', 'soft_opt_in', (who) => [sale(who, { occurredAt: '2025-03-03T10:00:00Z' })]),
  line('a microsecond earlier', NOT_MET, (who) => [sale(who, { occurredAt: '2025-03-03T09:59:59.999999Z' })]),
  line('at as-of: not yet past', ['CONSENT_MISSING'], (who) => [sale(who, { occurredAt: AS_OF })]),
  line('just before', 'soft_opt_in', (who) => [sale(who, { occurredAt: '2026-03-03T09:59:59.999999Z' })]),
  line('after as-of', ['CONSENT_MISSING'], (who) => [sale(who, { occurredAt: JUST_AFTER_AS_OF })]),
  line('without contact details', NOT_MET, (who) => [sale(who, { contactCollected: false })]),
  line('of which nobody knows whether contact details were given', NOT_MET, (who) => [
    sale(who, { contactCollected: null }),
  ]),
  line('without a way out offered', NOT_MET, (who) => [sale(who, { optOutOffered: false })]),
  line('by another company of the group', ['CONSENT_MISSING'], (who) => [sale(who, { controller: 'okq8_bank' })]),
  line('by nobody knows whom', ['CONSENT_MISSING'], (who) => [sale(who, { controller: null })]),
  line('a return', ['CONSENT_MISSING'], (who) => [sale(who, { type: 'return' })]),
  line('conditions met by two sales together', NOT_MET, (who) => [
    sale(who, { contactCollected: false }),
    sale(who, { optOutOffered: false }),
  ]),
  line('one sale that does, one that does not', 'soft_opt_in', (who) => [sale(who, { category: 'shop' }), sale(who)]),
]);

decisionTable('a sale never revives what was refused', { campaign: OFFER }, [
  line(
    'consent goes first',
    'consent',
    (who) => [sale(who)],
    (who) => [consent(who)],
  ),
  line(
    'withdrawn before the sale',
    ['CONSENT_WITHDRAWN', 'SOFT_OPT_IN_NOT_MET'],
    (who) => [sale(who, { occurredAt: AFTER })],
    (who) => [withdrawal(who)],
  ),
  line(
    'refused',
    ['CONSENT_REFUSED', 'SOFT_OPT_IN_NOT_MET'],
    (who) => [sale(who)],
    (who) => [withdrawal(who, { state: 'refused' })],
  ),
  line(
    'withdrawn, then given without proof',
    ['CONSENT_UNPROVEN', 'SOFT_OPT_IN_NOT_MET'],
    (who) => [sale(who)],
    (who) => [withdrawal(who), consent(who, { occurredAt: AFTER, evidence: null })],
  ),
  line(
    'withdrawn elsewhere',
    'soft_opt_in',
    (who) => [sale(who)],
    (who) => [withdrawal(who, { channel: 'sms' })],
  ),
  line(
    'consent that is expired does not hinder',
    'soft_opt_in',
    (who) => [sale(who)],
    (who) => [consent(who, { validUntil: THEN })],
  ),
  line(
    'consent without proof does not hinder',
    'soft_opt_in',
    (who) => [sale(who)],
    (who) => [consent(who, { evidence: null })],
  ),
]);

decisionTable('an offer of nothing in particular', { campaign: { kind: 'general_offer' } }, [
  line('is similar to nothing', NOT_MET, (who) => [sale(who)]),
]);

decisionTable('sent a day after as-of', { campaign: { ...OFFER, sendAt: '2026-03-04T10:00:00Z' } }, [
  line('365 days before it is sent', 'soft_opt_in', (who) => [sale(who, { occurredAt: '2025-03-04T10:00:00Z' })]),
  line('earlier, though 365 days before as-of', NOT_MET, (who) => [
    sale(who, { occurredAt: '2025-03-04T09:59:59.999999Z' }),
  ]),
]);

decisionTable('a shorter time', { campaign: OFFER, policy: { softOptIn: { maxDaysSinceSale: 30 } } }, [
  line('exactly 30 days ago', 'soft_opt_in', (who) => [sale(who, { occurredAt: '2026-02-01T10:00:00Z' })]),
  line('a microsecond earlier', NOT_MET, (who) => [sale(who, { occurredAt: '2026-02-01T09:59:59.999999Z' })]),
]);

const related = (
  says: string,
  expected: Line['expected'],
  change: Row,
  permission: (who: Who) => readonly Row[] = () => [],
): Line => ({
  says,
  expected,
  records: (who) => ({ relation: [relation(who, change)], permission: permission(who) }),
});
const MEMBERS = { softOptIn: { maxDaysSinceSale: 365, relations: ['member', 'account'] } } as const;
const SEND_AT = '2026-03-04T10:00:00Z';

decisionTable(
  'a relation that the policy counts as a sale',
  { campaign: { ...OFFER, sendAt: SEND_AT }, policy: MEMBERS },
  [
    related('a member', 'soft_opt_in', {}),
    related('an account', 'soft_opt_in', { relation: 'account' }),
    related('a customer, which this policy does not count', ['CONSENT_MISSING'], { relation: 'customer' }),
    related('a prospect never is one', ['CONSENT_MISSING'], { relation: 'prospect' }),
    related('of something under the offered category', 'soft_opt_in', { category: 'fuel/card' }),
    related('of something else', NOT_MET, { category: 'insurance' }),
    related('of nobody knows what', NOT_MET, { category: null }),
    related('without contact details', NOT_MET, { contactCollected: false }),
    related('without a way out offered', NOT_MET, { optOutOffered: null }),
    related('to another company of the group', ['CONSENT_MISSING'], { controller: 'okq8_bank' }),
    related('to nobody knows whom', ['CONSENT_MISSING'], { controller: null }),
    related('since as-of', 'soft_opt_in', { occurredAt: AS_OF }),
    related('since just after', ['CONSENT_MISSING'], { occurredAt: JUST_AFTER_AS_OF }),
    related('since nobody knows when', ['CONSENT_MISSING'], { occurredAt: null }),
    related('until it is sent', NOT_MET, { endedAt: SEND_AT }),
    related('until just after it is sent', 'soft_opt_in', { endedAt: '2026-03-04T10:00:00.000001Z' }),
    related('ended long ago', NOT_MET, { endedAt: '2020-01-01T00:00:00Z' }),
    related('until nobody can read when', NOT_MET, { endedAt: 'soon' }),
    related('never revives what was withdrawn', ['CONSENT_WITHDRAWN', 'SOFT_OPT_IN_NOT_MET'], {}, (who) => [
      withdrawal(who),
    ]),
    related('of a profile merged into this one stays there', ['CONSENT_MISSING'], { profileId: 'somebody' }),
    {
      says: 'of a merged profile: a merge carries none',
      expected: ['CONSENT_MISSING'],
      records: (who) => ({
        relation: [relation({ id: `${who.id}-old` })],
        identity_link: [{ link: 'merge', profileId: `${who.id}-old`, intoProfileId: who.id }],
      }),
    },
  ],
);

decisionTable('a policy that counts no relation', { campaign: OFFER }, [related('a member', ['CONSENT_MISSING'], {})]);

const GROUPS = {
  softOptIn: {
    maxDaysSinceSale: 365,
    similarProducts: { road: ['fuel', 'wash', 'car/charging'], shop: ['shop', 'food'] },
  },
} as const;
const bought = (says: string, category: string, expected: Line['expected']): Line =>
  line(says, expected, (who) => [sale(who, { category })]);

decisionTable(
  'an offer of fuel, where a group counts as similar',
  { campaign: { ...OFFER, products: 'fuel/diesel' }, policy: GROUPS },
  [
    bought('fuel itself', 'fuel', 'soft_opt_in'),
    bought('wash', 'wash/premium', 'soft_opt_in'),
    bought('charging', 'car/charging', 'soft_opt_in'),
    bought('something beside charging', 'car/parts', NOT_MET),
    bought('of another group', 'shop', NOT_MET),
  ],
);
decisionTable('an offer wider than the group', { campaign: { ...OFFER, products: 'car' }, policy: GROUPS }, [
  bought('something in it', 'car/parts', 'soft_opt_in'),
  bought('of the group', 'wash', NOT_MET),
]);
decisionTable('an offer of no group', { campaign: { ...OFFER, products: 'insurance' }, policy: GROUPS }, [
  bought('fuel', 'fuel', NOT_MET),
]);
