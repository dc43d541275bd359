import { decisionTable, type Line, type Row, type Who } from './decision-table.js';
import { AFTER, AS_OF, consent, JUST_AFTER_AS_OF, sale, THEN, withdrawal } from './rows.js';

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

decisionTable('a shorter time', { campaign: OFFER, policy: { softOptIn: { maxDaysSinceSale: 30 } } }, [
  line('exactly 30 days ago', 'soft_opt_in', (who) => [sale(who, { occurredAt: '2026-02-01T10:00:00Z' })]),
  line('a microsecond earlier', NOT_MET, (who) => [sale(who, { occurredAt: '2026-02-01T09:59:59.999999Z' })]),
]);
