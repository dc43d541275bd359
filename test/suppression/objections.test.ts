import type { TableOptions } from './decision-table.js';
import { decisionTable, type Line, type Row, type Who } from './decision-table.js';
import { AS_OF, BEFORE, consent, JUST_AFTER_AS_OF, lift, objection, THEN } from './rows.js';

/** Everybody has consented after everything else, which ends no objection. */
const line = (says: string, expected: Line['expected'], rows: (who: Who) => readonly Row[]): Line => ({
  says,
  expected,
  records: (who) => ({
    objection: rows(who),
    permission: [consent(who, { occurredAt: '2026-03-01T00:00:00Z', controller: '*', purpose: '*', channel: '*' })],
  }),
});

const MARKETING = ['OBJECTION_DIRECT_MARKETING'] as const;

decisionTable('an objection to direct marketing', {}, [
  line('none', 'consent', () => []),
  line('on every channel', MARKETING, (who) => [objection(who)]),
  line('on this channel', MARKETING, (who) => [objection(who, { channel: 'email' })]),
  line('on another channel', 'consent', (who) => [objection(who, { channel: 'sms' })]),
  line('to everything', MARKETING, (who) => [objection(who, { purpose: '*' })]),
  line('to something nobody can read', MARKETING, (who) => [objection(who, { purpose: 'adverts' })]),
  line('to something else', 'consent', (who) => [objection(who, { purpose: 'market_research' })]),
  line('to profiling: this message is not targeted', 'consent', (who) => [objection(who, { purpose: 'profiling' })]),
  line('to another company of the group', MARKETING, (who) => [objection(who, { controller: 'ok_forening' })]),
  line('to a company nobody knows', MARKETING, (who) => [objection(who, { controller: 'okq9' })]),
  line('without a time', MARKETING, (who) => [objection(who, { occurredAt: null })]),
  line('after as-of, in a list for sending', MARKETING, (who) => [
    objection(who, { occurredAt: '2027-01-01T00:00:00Z' }),
  ]),
  line('in a state nobody can read', MARKETING, (who) => [objection(who, { state: 'perhaps' })]),
]);

decisionTable('an objection is ended', {}, [
  line('by the person’s later lift', 'consent', (who) => [objection(who), lift(who)]),
  line('not by a lift at the same instant', MARKETING, (who) => [objection(who), lift(who, { occurredAt: THEN })]),
  line('not by an earlier one', MARKETING, (who) => [objection(who), lift(who, { occurredAt: BEFORE })]),
  line('not without proof', MARKETING, (who) => [objection(who), lift(who, { evidence: null })]),
  line('not by anybody else’s', MARKETING, (who) => [objection(who), lift(who, { origin: 'customer_service' })]),
  line('not by a lift of unknown origin', MARKETING, (who) => [objection(who), lift(who, { origin: null })]),
  line('not by a lift without a time', MARKETING, (who) => [objection(who), lift(who, { occurredAt: null })]),
  line('not by a lift whose recording is missing', MARKETING, (who) => [
    objection(who),
    lift(who, { recordedAt: null }),
  ]),
  line('not by a lift recorded after as-of', MARKETING, (who) => [
    objection(who),
    lift(who, { recordedAt: JUST_AFTER_AS_OF }),
  ]),
  line('by a lift recorded at as-of', 'consent', (who) => [objection(who), lift(who, { recordedAt: AS_OF })]),
  line('not by a lift on one channel', MARKETING, (who) => [objection(who), lift(who, { channel: 'email' })]),
  line('not by a lift of everything', MARKETING, (who) => [
    objection(who, { channel: 'email' }),
    lift(who, { channel: '*' }),
  ]),
  line('not by a lift for another purpose', MARKETING, (who) => [objection(who), lift(who, { purpose: 'profiling' })]),
  line('not by a lift at another company', MARKETING, (who) => [
    objection(who),
    lift(who, { controller: 'okq8_bank' }),
  ]),
  line('of everything, by a lift of everything', 'consent', (who) => [
    objection(who, { purpose: '*' }),
    lift(who, { purpose: null }),
  ]),
  line('not by a lift of nobody can read what', MARKETING, (who) => [
    objection(who, { purpose: '*' }),
    lift(who, { purpose: 'direct_marketting' }),
  ]),
  line('not by a lift on nobody can read which channel', MARKETING, (who) => [
    objection(who),
    lift(who, { channel: 'e-mail' }),
  ]),
  line('not by a lift at nobody can read which company', MARKETING, (who) => [
    objection(who, { controller: '*' }),
    lift(who, { controller: 'okq9' }),
  ]),
  line('not where neither can be read: they need not be the same', MARKETING, (who) => [
    objection(who, { purpose: 'markting' }),
    lift(who, { purpose: 'reserch' }),
  ]),
  line('never, where it has no time', MARKETING, (who) => [objection(who, { occurredAt: null }), lift(who)]),
  line('for one subject only', MARKETING, (who) => [objection(who, { email: who.email }), lift(who)]),
  line('for the same address, in another writing', 'consent', ({ email, ...who }) => [
    objection(who, { profileId: null, email }),
    lift(who, { profileId: null, email: ` ${email.toUpperCase()}` }),
  ]),
  line('not for the same address with a tag', MARKETING, ({ email, ...who }) => [
    objection(who, { profileId: null, email }),
    lift(who, { profileId: null, email: email.replace('@', '+x@') }),
  ]),
  line('until the next objection', MARKETING, (who) => [
    objection(who),
    lift(who),
    objection(who, { occurredAt: '2026-02-02T00:00:00Z' }),
  ]),
  line('whatever the order of the records', 'consent', (who) => [
    lift(who),
    objection(who),
    objection(who, { occurredAt: BEFORE }),
  ]),
]);

decisionTable('an objection in a decision', { replay: true }, [
  line('at as-of', MARKETING, (who) => [objection(who, { occurredAt: AS_OF })]),
  line('just after', 'consent', (who) => [objection(who, { occurredAt: JUST_AFTER_AS_OF })]),
  line('dated later, recorded by as-of', MARKETING, (who) => [
    objection(who, { occurredAt: '2027-01-01T00:00:00Z', recordedAt: AS_OF }),
  ]),
  line('lifted after as-of', MARKETING, (who) => [objection(who), lift(who, { occurredAt: JUST_AFTER_AS_OF })]),
]);

const kinds: readonly [string, TableOptions, readonly Line[]][] = [
  [
    'a targeted message',
    { campaign: { kind: 'targeted_offer' } },
    [
      line('ends with an objection to profiling', ['OBJECTION_PROFILING'], (who) => [
        objection(who, { purpose: 'profiling' }),
      ]),
      line('on another channel', 'consent', (who) => [objection(who, { purpose: 'profiling', channel: 'sms' })]),
      line('both', ['OBJECTION_DIRECT_MARKETING', 'OBJECTION_PROFILING'], (who) => [
        objection(who),
        objection(who, { purpose: 'profiling' }),
      ]),
    ],
  ],
  [
    'a newsletter that says it is targeted',
    { campaign: { targeted: true } },
    [
      line('ends with an objection to profiling', ['OBJECTION_PROFILING'], (who) => [
        objection(who, { purpose: 'profiling' }),
      ]),
    ],
  ],
  [
    'a transfer to a listing service',
    { campaign: { kind: 'listing_ad', channel: 'social_listing' } },
    [
      line('ends with an objection to it', ['OBJECTION_LISTING_TRANSFER'], (who) => [
        objection(who, { purpose: 'listing_advertising' }),
      ]),
      line('ends with an objection to direct marketing', MARKETING, (who) => [objection(who)]),
      line('ends with an objection to everything', MARKETING, (who) => [objection(who, { purpose: '*' })]),
      line('is targeted', ['OBJECTION_PROFILING'], (who) => [objection(who, { purpose: 'profiling' })]),
      line('carries on after an objection to research', 'consent', (who) => [
        objection(who, { purpose: 'market_research' }),
      ]),
    ],
  ],
  [
    'research',
    { campaign: { kind: 'research_interview' } },
    [
      line('ends with an objection to it', ['OBJECTION_PURPOSE'], (who) => [
        objection(who, { purpose: 'market_research' }),
      ]),
      line('ends with an objection to everything', ['OBJECTION_PURPOSE'], (who) => [objection(who, { purpose: '*' })]),
      line('is not direct marketing', 'legitimate_interest', (who) => [objection(who)]),
      line('on another channel', 'legitimate_interest', (who) => [
        objection(who, { purpose: 'market_research', channel: 'phone' }),
      ]),
    ],
  ],
  [
    'a service message',
    { campaign: { kind: 'service_message', targeted: true } },
    [
      line('cannot be refused', 'service_message', (who) => [
        objection(who),
        objection(who, { purpose: '*' }),
        objection(who, { purpose: 'profiling' }),
      ]),
    ],
  ],
  [
    'where refusals keep to their controller',
    { policy: { objectionScope: 'controller' } },
    [
      line('the company itself', MARKETING, (who) => [objection(who)]),
      line('another company of the group', 'consent', (who) => [objection(who, { controller: 'okq8_bank' })]),
    ],
  ],
  [
    'where the objection was given to the bank, and the bank sends',
    { campaign: { controller: 'okq8_bank' }, policy: { objectionScope: 'controller' } },
    [
      line('it counts', MARKETING, (who) => [objection(who, { controller: 'okq8_bank' })]),
      line('the other does not', 'consent', (who) => [objection(who)]),
    ],
  ],
];
for (const [name, options, lines] of kinds) decisionTable(name, options, lines);
