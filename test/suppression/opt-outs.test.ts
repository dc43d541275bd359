import { decisionTable, type Line, type Who } from './decision-table.js';
import { AFTER, AS_OF, BEFORE, consent, JUST_AFTER_AS_OF, optOut, sale, THEN } from './rows.js';

/** Everybody here has consented long ago, so that the opt-out alone decides. */
const LONG_AGO = '2025-01-01T00:00:00Z';
const line = (
  says: string,
  expected: Line['expected'],
  rows: (who: Who) => { opt_out: object[]; permission?: object[]; purchase?: object[] },
): Line => ({
  says,
  expected,
  records: (who) => {
    const { opt_out, permission = [], purchase = [] } = rows(who);
    return { opt_out, permission: [consent(who, { occurredAt: LONG_AGO }), ...permission], purchase } as never;
  },
});

decisionTable('an opt-out from a channel', {}, [
  line('none', 'consent', () => ({ opt_out: [] })),
  line('from this channel', ['CHANNEL_OPT_OUT'], (who) => ({ opt_out: [optOut(who)] })),
  line('from another channel', 'consent', (who) => ({ opt_out: [optOut(who, { channel: 'sms' })] })),
  line('from every channel', ['CHANNEL_OPT_OUT'], (who) => ({ opt_out: [optOut(who, { channel: '*' })] })),
  line('from a channel nobody can read', ['CHANNEL_OPT_OUT'], (who) => ({
    opt_out: [optOut(who, { channel: 'pigeon' })],
  })),
  line('from another company of the group', ['CHANNEL_OPT_OUT'], (who) => ({
    opt_out: [optOut(who, { controller: 'okq8_bank' })],
  })),
  line('without a time', ['CHANNEL_OPT_OUT'], (who) => ({
    opt_out: [optOut(who, { occurredAt: null })],
    permission: [consent(who, { occurredAt: AFTER })],
  })),
  line('ended by a later own consent', 'consent', (who) => ({
    opt_out: [optOut(who)],
    permission: [consent(who, { occurredAt: AFTER })],
  })),
  line('not ended at the same instant', ['CHANNEL_OPT_OUT'], (who) => ({
    opt_out: [optOut(who)],
    permission: [consent(who)],
  })),
  line('not ended by an earlier one', ['CHANNEL_OPT_OUT'], (who) => ({
    opt_out: [optOut(who)],
    permission: [consent(who, { occurredAt: BEFORE })],
  })),
  line('ended by a consent to this topic', 'consent', (who) => ({
    opt_out: [optOut(who)],
    permission: [consent(who, { occurredAt: AFTER, topic: 'newsletter' })],
  })),
  line('not ended by a consent to another topic', ['CHANNEL_OPT_OUT'], (who) => ({
    opt_out: [optOut(who)],
    permission: [consent(who, { occurredAt: AFTER, topic: 'survey' })],
  })),
  line('not ended by an import', ['CHANNEL_OPT_OUT'], (who) => ({
    opt_out: [optOut(who)],
    permission: [consent(who, { occurredAt: AFTER, origin: 'import' })],
  })),
  line('not ended without proof', ['CHANNEL_OPT_OUT'], (who) => ({
    opt_out: [optOut(who)],
    permission: [consent(who, { occurredAt: AFTER, evidence: null })],
  })),
  line('not ended by a pending consent', ['CHANNEL_OPT_OUT'], (who) => ({
    opt_out: [optOut(who)],
    permission: [consent(who, { occurredAt: AFTER, state: 'pending' })],
  })),
  line('not ended by a consent to another company', ['CHANNEL_OPT_OUT'], (who) => ({
    opt_out: [optOut(who)],
    permission: [consent(who, { occurredAt: AFTER, controller: 'okq8_bank' })],
  })),
  line('not ended by a consent that is not yet known', ['CHANNEL_OPT_OUT'], (who) => ({
    opt_out: [optOut(who)],
    permission: [consent(who, { occurredAt: AFTER, recordedAt: JUST_AFTER_AS_OF })],
  })),
  line('not ended by a sale', ['CHANNEL_OPT_OUT'], (who) => ({
    opt_out: [optOut(who)],
    purchase: [sale(who, { occurredAt: AFTER })],
  })),
  line('twice, and one of them ended', ['CHANNEL_OPT_OUT'], (who) => ({
    opt_out: [optOut(who, { occurredAt: BEFORE }), optOut(who, { occurredAt: AFTER })],
    permission: [consent(who, { occurredAt: THEN })],
  })),
]);

decisionTable('an opt-out from one kind of message', {}, [
  line('this kind', ['TOPIC_OPT_OUT'], (who) => ({ opt_out: [optOut(who, { topic: 'newsletter' })] })),
  line('another kind', 'consent', (who) => ({ opt_out: [optOut(who, { topic: 'survey' })] })),
  line('a kind nobody can read is every kind, and may be this one', ['CHANNEL_OPT_OUT', 'TOPIC_OPT_OUT'], (who) => ({
    opt_out: [optOut(who, { topic: 'newsleter' })],
  })),
  line('a kind nobody can read outlives a later general consent', ['TOPIC_OPT_OUT'], (who) => ({
    opt_out: [optOut(who, { topic: 'newsleter' })],
    permission: [consent(who, { occurredAt: AFTER })],
  })),
  line('and ends by a consent that names this one', 'consent', (who) => ({
    opt_out: [optOut(who, { topic: 'newsleter' })],
    permission: [consent(who, { occurredAt: AFTER, topic: 'newsletter' })],
  })),
  line('both', ['CHANNEL_OPT_OUT', 'TOPIC_OPT_OUT'], (who) => ({
    opt_out: [optOut(who), optOut(who, { topic: 'newsletter' })],
  })),
  line('outlives a later general consent', ['TOPIC_OPT_OUT'], (who) => ({
    opt_out: [optOut(who, { topic: 'newsletter' })],
    permission: [consent(who, { occurredAt: AFTER })],
  })),
  line('ended by a later consent to this kind', 'consent', (who) => ({
    opt_out: [optOut(who, { topic: 'newsletter' })],
    permission: [consent(who, { occurredAt: AFTER, topic: 'newsletter' })],
  })),
  line('not ended at the same instant', ['TOPIC_OPT_OUT'], (who) => ({
    opt_out: [optOut(who, { topic: 'newsletter' })],
    permission: [consent(who, { topic: 'newsletter' })],
  })),
  line('a general one is pierced for this kind, the special one stays', ['TOPIC_OPT_OUT'], (who) => ({
    opt_out: [optOut(who), optOut(who, { topic: 'newsletter', occurredAt: AFTER })],
    permission: [consent(who, { occurredAt: AFTER, topic: 'newsletter' })],
  })),
]);

decisionTable('an opt-out in a decision', { replay: true }, [
  line('at as-of', ['CHANNEL_OPT_OUT'], (who) => ({ opt_out: [optOut(who, { occurredAt: AS_OF })] })),
  line('just after', 'consent', (who) => ({ opt_out: [optOut(who, { occurredAt: JUST_AFTER_AS_OF })] })),
  line('dated later, recorded by then', ['CHANNEL_OPT_OUT'], (who) => ({
    opt_out: [optOut(who, { occurredAt: JUST_AFTER_AS_OF, recordedAt: THEN })],
  })),
]);

decisionTable('an opt-out in a list for sending', {}, [
  line('after as-of', ['CHANNEL_OPT_OUT'], (who) => ({
    opt_out: [optOut(who, { occurredAt: '2027-01-01T00:00:00Z' })],
  })),
]);

decisionTable('where refusals keep to their controller', { policy: { objectionScope: 'controller' } }, [
  line('the company itself', ['CHANNEL_OPT_OUT'], (who) => ({ opt_out: [optOut(who)] })),
  line('another company of the group', 'consent', (who) => ({ opt_out: [optOut(who, { controller: 'okq8_bank' })] })),
  line('every company', ['CHANNEL_OPT_OUT'], (who) => ({ opt_out: [optOut(who, { controller: '*' })] })),
]);

decisionTable('a service message', { campaign: { kind: 'service_message' } }, [
  line('is no marketing, whatever was opted out of', 'service_message', (who) => ({
    opt_out: [optOut(who), optOut(who, { topic: 'service_message' })],
  })),
]);

decisionTable('a service message that promotes', { campaign: { kind: 'service_message', containsPromotion: true } }, [
  line('is direct marketing', ['CHANNEL_OPT_OUT'], (who) => ({ opt_out: [optOut(who)] })),
  line('rests on consent', 'consent', () => ({ opt_out: [] })),
]);
