import { decisionTable, type Line } from './decision-table.js';
import { AFTER, AS_OF, BEFORE, byEmail, consent, JUST_AFTER_AS_OF, optOut, withdrawal } from './rows.js';

const permissions = (
  says: string,
  expected: Line['expected'],
  rows: (who: Parameters<typeof consent>[0] & { email: string }) => object[],
): Line => ({
  says,
  expected,
  records: (who) => ({ permission: rows(who) as never }),
});

decisionTable('the latest expression counts, and a tie refuses', {}, [
  permissions('never asked', ['CONSENT_MISSING'], () => []),
  permissions('given', 'consent', (who) => [consent(who)]),
  permissions('given, then withdrawn', ['CONSENT_WITHDRAWN'], (who) => [
    consent(who),
    withdrawal(who, { occurredAt: AFTER }),
  ]),
  permissions('withdrawn, then given', 'consent', (who) => [withdrawal(who, { occurredAt: BEFORE }), consent(who)]),
  permissions('given and withdrawn at one instant', ['CONSENT_WITHDRAWN'], (who) => [consent(who), withdrawal(who)]),
  permissions('the same instant in another writing', ['CONSENT_WITHDRAWN'], (who) => [
    consent(who),
    withdrawal(who, { occurredAt: '2026-02-01T11:00:00.000+01:00' }),
  ]),
  permissions('refused', ['CONSENT_REFUSED'], (who) => [withdrawal(who, { state: 'refused' })]),
  permissions('given, then refused', ['CONSENT_REFUSED'], (who) => [
    consent(who),
    withdrawal(who, { state: 'refused', occurredAt: AFTER }),
  ]),
  permissions('refused, then withdrawn', ['CONSENT_WITHDRAWN'], (who) => [
    withdrawal(who, { state: 'refused', occurredAt: BEFORE }),
    withdrawal(who),
  ]),
  permissions('refused and withdrawn at one instant', ['CONSENT_REFUSED'], (who) => [
    withdrawal(who, { state: 'refused' }),
    withdrawal(who),
  ]),
  permissions('withdrawn, given again, withdrawn again', ['CONSENT_WITHDRAWN'], (who) => [
    withdrawal(who, { occurredAt: BEFORE }),
    consent(who),
    withdrawal(who, { occurredAt: AFTER }),
  ]),
  permissions('withdrawn without a time: for ever', ['CONSENT_WITHDRAWN'], (who) => [
    withdrawal(who, { occurredAt: null }),
    consent(who),
  ]),
  permissions('withdrawn at a time that cannot be read: for ever', ['CONSENT_WITHDRAWN'], (who) => [
    withdrawal(who, { occurredAt: 'yesterday' }),
    consent(who),
  ]),
  permissions('withdrawn after as-of counts in a list for sending', ['CONSENT_WITHDRAWN'], (who) => [
    consent(who),
    withdrawal(who, { occurredAt: '2027-01-01T00:00:00Z' }),
  ]),
]);

decisionTable('what was known at as-of', { replay: true }, [
  permissions('given at as-of', 'consent', (who) => [consent(who, { occurredAt: AS_OF })]),
  permissions('given just after', ['CONSENT_MISSING'], (who) => [consent(who, { occurredAt: JUST_AFTER_AS_OF })]),
  permissions('recorded just after', ['CONSENT_MISSING'], (who) => [consent(who, { recordedAt: JUST_AFTER_AS_OF })]),
  permissions('recorded at as-of', 'consent', (who) => [consent(who, { recordedAt: AS_OF })]),
  permissions('withdrawn just after', 'consent', (who) => [
    consent(who),
    withdrawal(who, { occurredAt: JUST_AFTER_AS_OF }),
  ]),
  permissions('withdrawn at as-of', ['CONSENT_WITHDRAWN'], (who) => [
    consent(who),
    withdrawal(who, { occurredAt: AS_OF }),
  ]),
  permissions('dated later, recorded by as-of', ['CONSENT_WITHDRAWN'], (who) => [
    consent(who),
    withdrawal(who, { occurredAt: '2027-01-01T00:00:00Z', recordedAt: AS_OF }),
  ]),
]);

decisionTable('consent must be proven, unexpired and for this', { campaign: { sendAt: '2026-03-04T10:00:00Z' } }, [
  permissions('no proof', ['CONSENT_UNPROVEN'], (who) => [consent(who, { evidence: null })]),
  permissions('a blank proof', ['CONSENT_UNPROVEN'], (who) => [consent(who, { evidence: '  ' })]),
  permissions('not yet confirmed', ['CONSENT_UNPROVEN'], (who) => [consent(who, { state: 'pending' })]),
  permissions('proven first, then without proof', 'consent', (who) => [
    consent(who),
    consent(who, { evidence: null, occurredAt: AFTER }),
  ]),
  permissions('proven, withdrawn, then without proof', ['CONSENT_UNPROVEN'], (who) => [
    consent(who, { occurredAt: BEFORE }),
    withdrawal(who),
    consent(who, { evidence: null, occurredAt: AFTER }),
  ]),
  permissions('imported', 'consent', (who) => [consent(who, { origin: 'import' })]),
  permissions('withdrawn, then proven again by another’s record: the latest wins', 'consent', (who) => [
    withdrawal(who),
    consent(who, { origin: 'customer_service', occurredAt: AFTER }),
  ]),
  permissions('withdrawn, given again by nobody says whom', 'consent', (who) => [
    withdrawal(who),
    consent(who, { origin: null, occurredAt: AFTER }),
  ]),
  permissions('withdrawn, given again by the person, and imported later', 'consent', (who) => [
    withdrawal(who),
    consent(who, { occurredAt: AFTER }),
    consent(who, { origin: 'import', occurredAt: '2026-02-02T10:00:00Z' }),
  ]),
  permissions('ends when it is sent', ['CONSENT_EXPIRED'], (who) => [
    consent(who, { validUntil: '2026-03-04T10:00:00Z' }),
  ]),
  permissions('ends just after it is sent', 'consent', (who) => [
    consent(who, { validUntil: '2026-03-04T10:00:00.000001Z' }),
  ]),
  permissions('ends between as-of and sending', ['CONSENT_EXPIRED'], (who) => [
    consent(who, { validUntil: '2026-03-04T00:00:00Z' }),
  ]),
  permissions('expired, and one that is not', 'consent', (who) => [consent(who, { validUntil: BEFORE }), consent(who)]),
  permissions('expired, then withdrawn', ['CONSENT_WITHDRAWN'], (who) => [
    consent(who, { validUntil: AS_OF }),
    withdrawal(who, { occurredAt: AFTER }),
  ]),
  permissions('without a time it is void', ['CONSENT_MISSING'], (who) => [consent(who, { occurredAt: null })]),
  permissions('with a recording time bound and missing it is void', ['CONSENT_MISSING'], (who) => [
    consent(who, { recordedAt: null }),
  ]),
  permissions('for another topic', ['CONSENT_SCOPE_MISMATCH'], (who) => [consent(who, { topic: 'survey' })]),
  permissions('for this topic', 'consent', (who) => [consent(who, { topic: 'newsletter' })]),
  permissions('for every topic', 'consent', (who) => [consent(who, { topic: '*' })]),
  permissions('for another channel', ['CONSENT_SCOPE_MISMATCH'], (who) => [consent(who, { channel: 'sms' })]),
  permissions('for another purpose', ['CONSENT_SCOPE_MISMATCH'], (who) => [consent(who, { purpose: 'profiling' })]),
  permissions('for another company of the group', ['CONSENT_SCOPE_MISMATCH'], (who) => [
    consent(who, { controller: 'okq8_bank' }),
  ]),
  permissions('for everything', 'consent', (who) => [consent(who, { controller: '*', purpose: '*', channel: '*' })]),
  permissions('pending elsewhere is nothing', ['CONSENT_MISSING'], (who) => [
    consent(who, { channel: 'sms', state: 'pending' }),
  ]),
  permissions('withdrawn from another topic', 'consent', (who) => [
    consent(who),
    withdrawal(who, { topic: 'survey', occurredAt: AFTER }),
  ]),
  permissions('withdrawn from everything', ['CONSENT_WITHDRAWN'], (who) => [
    consent(who),
    withdrawal(who, { controller: '*', purpose: '*', channel: '*', occurredAt: AFTER }),
  ]),
  permissions('withdrawn from another company of the group', 'consent', (who) => [
    consent(who),
    withdrawal(who, { controller: 'okq8_bank', occurredAt: AFTER }),
  ]),
  permissions('given by somebody else for this address', 'consent', ({ email }) => [
    byEmail(email.toUpperCase(), consent({ id: '' })),
  ]),
]);

decisionTable('a policy that asks for no proof', { policy: { consentNeedsEvidence: false } }, [
  permissions('no proof', 'consent', (who) => [consent(who, { evidence: null })]),
  permissions('not yet confirmed', ['CONSENT_UNPROVEN'], (who) => [consent(who, { state: 'pending' })]),
]);

decisionTable('a double opt-in', {}, [
  permissions('waiting', ['CONSENT_UNPROVEN'], (who) => [consent(who, { state: 'pending' })]),
  permissions('confirmed later', 'consent', (who) => [
    consent(who, { state: 'pending', occurredAt: BEFORE }),
    consent(who),
  ]),
  permissions('confirmed, then started once more', 'consent', (who) => [
    consent(who),
    consent(who, { state: 'pending', occurredAt: AFTER }),
  ]),
  permissions('started after a withdrawal', ['CONSENT_UNPROVEN'], (who) => [
    withdrawal(who),
    consent(who, { state: 'pending', occurredAt: AFTER }),
  ]),
  permissions('confirmed for another channel', ['CONSENT_UNPROVEN'], (who) => [
    consent(who, { state: 'pending' }),
    consent(who, { channel: 'sms', occurredAt: AFTER }),
  ]),
]);

const legacy = (who: Parameters<typeof consent>[0], change: object = {}): object =>
  consent(who, { evidence: null, system: 'old_crm', noticeVersion: '2017-12', ...change });

decisionTable(
  'a consent of an old system, where the policy accepts it',
  { policy: { legacyConsents: { systems: ['old_crm'] } } },
  [
    permissions('system, time and notice', 'legacy_consent', (who) => [legacy(who)]),
    permissions('of another system', ['CONSENT_UNPROVEN'], (who) => [legacy(who, { system: 'shop' })]),
    permissions('of nobody knows which system', ['CONSENT_UNPROVEN'], (who) => [legacy(who, { system: null })]),
    permissions('without the notice shown', ['CONSENT_UNPROVEN'], (who) => [legacy(who, { noticeVersion: null })]),
    permissions('without a time', ['CONSENT_MISSING'], (who) => [legacy(who, { occurredAt: null })]),
    permissions('not yet confirmed', ['CONSENT_UNPROVEN'], (who) => [legacy(who, { state: 'pending' })]),
    permissions('ended', ['CONSENT_UNPROVEN'], (who) => [legacy(who, { validUntil: AS_OF })]),
    permissions('withdrawn since', ['CONSENT_WITHDRAWN'], (who) => [
      legacy(who),
      withdrawal(who, { occurredAt: AFTER }),
    ]),
    permissions('for another topic', ['CONSENT_SCOPE_MISMATCH'], (who) => [legacy(who, { topic: 'survey' })]),
    permissions('beside one with a document', 'consent', (who) => [legacy(who), consent(who)]),
    {
      says: 'ends no opt-out',
      expected: ['CHANNEL_OPT_OUT'],
      records: (who) => ({ permission: [legacy(who, { occurredAt: AFTER })] as never, opt_out: [optOut(who)] }),
    },
  ],
);

decisionTable('a consent of an old system, where the policy says nothing of it', {}, [
  permissions('system, time and notice', ['CONSENT_UNPROVEN'], (who) => [legacy(who)]),
]);
