import { decisionTable, type Line, type Row } from './decision-table.js';
import { AFTER, BEFORE, consent, objection, optOut, THEN, withdrawal } from './rows.js';

/** Nobody here has consented or bought. */
const party = (
  says: string,
  profile: Row,
  expected: Line['expected'],
  records: Line['records'] = () => ({}),
): Line => ({
  says,
  profile: { country: 'SE', ...profile },
  expected,
  records,
});
const NONE = ['CONSENT_MISSING'] as const;

decisionTable('whom the consent rule protects', {}, [
  party('a consumer', { party: 'consumer' }, NONE),
  party('nobody knows: a consumer', { party: null }, NONE),
  party('a sole trader is a natural person', { party: 'sole_trader' }, NONE),
  party('a company in Sweden', { party: 'company' }, 'legitimate_interest'),
  party('a company in Finland', { party: 'company', country: 'FI' }, 'legitimate_interest'),
  party('a company in Norway', { party: 'company', country: 'NO' }, 'legitimate_interest'),
  party('a company in Denmark', { party: 'company', country: 'DK' }, NONE),
  party('a company nobody knows where', { party: 'company', country: null }, ['UNKNOWN_COUNTRY', 'CONSENT_MISSING']),
  party('a party nobody can read', { party: 'club' }, ['RECORD_UNPARSEABLE', 'CONSENT_MISSING']),
  party('a company that opted out', { party: 'company' }, ['CHANNEL_OPT_OUT'], (who) => ({ opt_out: [optOut(who)] })),
  party('a company that objected', { party: 'company' }, ['OBJECTION_DIRECT_MARKETING'], (who) => ({
    objection: [objection(who)],
  })),
  party('a company that refused', { party: 'company' }, ['CONSENT_REFUSED'], (who) => ({
    permission: [withdrawal(who, { state: 'refused' })],
  })),
  party('a company that withdrew', { party: 'company' }, ['CONSENT_WITHDRAWN'], (who) => ({
    permission: [withdrawal(who)],
  })),
  party('a company that refused elsewhere', { party: 'company' }, 'legitimate_interest', (who) => ({
    permission: [
      {
        profileId: who.id,
        controller: 'okq8_bank',
        purpose: 'direct_marketing',
        channel: 'email',
        state: 'refused',
        occurredAt: THEN,
      },
    ],
  })),
]);

decisionTable('from Denmark', { campaign: { country: 'DK' } }, [
  party('a company in Sweden: both countries bind', { party: 'company' }, NONE),
]);
decisionTable('from Sweden', { campaign: { country: 'SE' } }, [
  party('a company nobody knows where is Swedish', { party: 'company', country: null }, 'legitimate_interest'),
  party('a company in Denmark', { party: 'company', country: 'DK' }, NONE),
]);
decisionTable('a policy that asks everybody', { policy: { companyOptOut: {} } }, [
  party('a company in Sweden', { party: 'company' }, NONE),
]);

const own = (says: string, expected: Line['expected'], permission: (who: { id: string }) => readonly Row[]): Line => ({
  says,
  expected,
  records: (who) => ({ permission: permission(who) }),
});

decisionTable('legitimate interest ends with a no', { campaign: { kind: 'general_offer', channel: 'own_web' } }, [
  own('never asked', 'legitimate_interest', () => []),
  own('consented', 'consent', (who) => [consent(who, { channel: 'own_web' })]),
  own('consented without proof', 'legitimate_interest', (who) => [
    consent(who, { channel: 'own_web', evidence: null }),
  ]),
  own('refused', ['CONSENT_REFUSED'], (who) => [withdrawal(who, { channel: 'own_web', state: 'refused' })]),
  own('withdrew', ['CONSENT_WITHDRAWN'], (who) => [withdrawal(who, { channel: 'own_web' })]),
  own('withdrew elsewhere', 'legitimate_interest', (who) => [withdrawal(who)]),
  own('refused, then withdrew', ['CONSENT_WITHDRAWN'], (who) => [
    withdrawal(who, { channel: '*', state: 'refused', occurredAt: BEFORE }),
    withdrawal(who, { channel: '*' }),
  ]),
  own('withdrew, then consented anew', 'consent', (who) => [
    withdrawal(who, { channel: 'own_web' }),
    consent(who, { channel: 'own_web', occurredAt: AFTER }),
  ]),
  own('withdrew, then consented without proof', ['CONSENT_WITHDRAWN', 'CONSENT_UNPROVEN'], (who) => [
    withdrawal(who, { channel: 'own_web' }),
    consent(who, { channel: 'own_web', occurredAt: AFTER, evidence: null }),
  ]),
]);
