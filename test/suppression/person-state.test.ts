import { decisionTable, type Line, type Row } from './decision-table.js';
import { AFTER, AS_OF, BEFORE, consent, JUST_AFTER_AS_OF, THEN } from './rows.js';

const line = (says: string, expected: Line['expected'], profile: Row): Line => ({
  says,
  expected,
  profile,
  records: (who) => ({ permission: [consent(who, { purpose: '*', channel: '*' })] }),
});

decisionTable('who a person is', {}, [
  line('grown up, Swedish, nothing else', 'consent', {}),
  line('dead', ['DECEASED'], { deceased: true }),
  line('not dead', 'consent', { deceased: false }),
  line('dead or not, nobody can read', ['RECORD_UNPARSEABLE'], { deceased: 'perhaps' }),
  line('under protection', ['PROTECTED_IDENTITY'], { protectedIdentity: true }),
  line('not under protection', 'consent', { protectedIdentity: false }),
  line('in the control group', ['CONTROL_GROUP'], { controlGroup: true }),
  line('not in the control group', 'consent', { controlGroup: false }),
  line('18 today', 'consent', { birthDate: '2008-03-03' }),
  line('18 tomorrow', ['MINOR'], { birthDate: '2008-03-04' }),
  line('of unknown age: e-mail does not ask', 'consent', { birthDate: null }),
  line('born on no day', ['RECORD_UNPARSEABLE'], { birthDate: '1985-02-30' }),
  line('Norwegian', 'consent', { country: 'NO' }),
  line('German', ['UNKNOWN_COUNTRY'], { country: 'DE' }),
  line('of unknown country, and the campaign names none', ['UNKNOWN_COUNTRY'], { country: null }),
  line('of a country nobody can read', ['UNKNOWN_COUNTRY', 'RECORD_UNPARSEABLE'], { country: 'Sverige' }),
  line(
    'everything at once, the law first',
    ['UNKNOWN_COUNTRY', 'DECEASED', 'PROTECTED_IDENTITY', 'MINOR', 'CONTROL_GROUP'],
    { country: 'DE', deceased: true, protectedIdentity: true, birthDate: '2020-01-01', controlGroup: true },
  ),
]);

decisionTable('a campaign for one country', { campaign: { country: 'SE' } }, [
  line('somebody of unknown country', 'consent', { country: null }),
  line('somebody of another country with rules', 'consent', { country: 'FI' }),
  line('somebody of a country without rules', ['UNKNOWN_COUNTRY'], { country: 'DE' }),
]);

decisionTable('a listing service', { campaign: { kind: 'listing_ad', channel: 'social_listing' } }, [
  line('of known age', 'consent', {}),
  line('of unknown age', ['AGE_UNKNOWN'], { birthDate: null }),
  line('a minor is known to be one', ['MINOR'], { birthDate: '2008-03-04' }),
]);

decisionTable('a service message', { campaign: { kind: 'service_message' } }, [
  line('to the dead', ['DECEASED'], { deceased: true }),
  line('to a minor under protection in the control group', 'service_message', {
    protectedIdentity: true,
    birthDate: '2020-01-01',
    controlGroup: true,
  }),
]);

decisionTable('a higher minimum age', { policy: { minimumAge: 21 } }, [
  line('21 today', 'consent', { birthDate: '2005-03-03' }),
  line('21 tomorrow', ['MINOR'], { birthDate: '2005-03-04' }),
]);

decisionTable('an address', {}, [
  line('none', ['NO_IDENTIFIER_FOR_CHANNEL'], { email: [] }),
  line('only one that cannot be one', ['IDENTIFIER_INVALID'], { email: 'not an address' }),
  line('a former one is no longer one', ['NO_IDENTIFIER_FOR_CHANNEL'], { email: [], formerEmail: 'old@example.se' }),
  line('one that cannot be one, and one that is', 'consent', { email: ['not an address', 'fine@example.se'] }),
]);

decisionTable('a number', { campaign: { channel: 'sms', country: 'SE' } }, [
  line('none', ['NO_IDENTIFIER_FOR_CHANNEL'], { phone: [] }),
  line('in a national writing of the person’s country', 'consent', { phone: '070-200 00 01' }),
  line('in a national writing of the campaign’s country', 'consent', { phone: '070-200 00 02', country: null }),
  line('in a national writing of another country', ['IDENTIFIER_INVALID'], { phone: '070-200 00 03', country: 'NO' }),
  line('that no plan has', ['IDENTIFIER_INVALID'], { phone: '+4670123456' }),
]);

decisionTable(
  'numbers without a country are not guessed',
  { campaign: { channel: 'sms', country: 'SE' }, policy: { assumeRequestCountryForPhone: false } },
  [
    line('in a national writing of no country', ['IDENTIFIER_INVALID'], { phone: '070-200 00 02', country: null }),
    line('in an international writing', 'consent', { phone: '+46 70 200 00 04', country: null }),
  ],
);

decisionTable('the own site needs no address', { campaign: { kind: 'general_offer', channel: 'own_web' } }, [
  line('nobody to write to', 'consent', { email: [], phone: [] }),
]);

const restricted = (says: string, expected: Line['expected'], rows: readonly Row[], profile: Row = {}): Line => ({
  says,
  expected,
  profile,
  records: (who) => ({
    permission: [consent(who)],
    restriction: rows.map((row) => ({
      profileId: who.id,
      controller: 'okq8',
      state: 'restricted',
      occurredAt: THEN,
      ...row,
    })),
  }),
});
const RESTRICTED = ['PROCESSING_RESTRICTED'] as const;

decisionTable('a restriction of processing', { replay: true }, [
  restricted('none', 'consent', []),
  restricted('one', RESTRICTED, [{}]),
  restricted('at another company of the group', RESTRICTED, [{ controller: 'okq8_bank' }]),
  restricted('at as-of', RESTRICTED, [{ occurredAt: AS_OF }]),
  restricted('just after', 'consent', [{ occurredAt: JUST_AFTER_AS_OF }]),
  restricted('lifted', 'consent', [{}, { state: 'lifted', occurredAt: AFTER }]),
  restricted('lifted at nobody can read which company', RESTRICTED, [
    { controller: '*' },
    { controller: 'okq9', state: 'lifted', occurredAt: AFTER },
  ]),
  restricted('lifted at the same instant', RESTRICTED, [{}, { state: 'lifted' }]),
  restricted('lifted before', RESTRICTED, [{}, { state: 'lifted', occurredAt: BEFORE }]),
  restricted('lifted at another company', RESTRICTED, [
    {},
    { state: 'lifted', controller: 'okq8_bank', occurredAt: AFTER },
  ]),
  restricted('without a time, lifted', RESTRICTED, [{ occurredAt: null }, { state: 'lifted', occurredAt: AFTER }]),
  restricted('in no readable state', RESTRICTED, [{ state: 'maybe' }]),
]);

const unread = (says: string, expected: Line['expected'], change: Row): Line => ({
  says,
  expected,
  records: (who) => ({ permission: [consent(who), consent(who, { state: 'withdrawn', channel: 'sms', ...change })] }),
});

decisionTable('a record about a person that nobody can read', { replay: true }, [
  unread('a withdrawal elsewhere is read', 'consent', {}),
  unread('of a state nobody can read', ['RECORD_UNPARSEABLE'], { state: 'UNSUB;;;' }),
  unread('of no channel', ['RECORD_UNPARSEABLE'], { channel: null }),
  unread('of a controller nobody knows', ['RECORD_UNPARSEABLE'], { controller: 'okq9' }),
  unread('whose time nobody can read: a withdrawal of that channel for ever', 'consent', { occurredAt: 'yesterday' }),
  unread('known after as-of', 'consent', { state: 'UNSUB;;;', occurredAt: JUST_AFTER_AS_OF }),
]);

const ADULT = { ageNeeded: { kinds: ['survey'], products: ['shop/tobacco'] } } as const;
const ofAge = (says: string, products: string | readonly string[], expected: Line['expected']): void =>
  decisionTable(`an offer of ${says}`, { policy: ADULT, campaign: { kind: 'general_offer', products } }, [
    line('to somebody of unknown age', expected, { birthDate: null }),
    line('to an adult', 'consent', {}),
  ]);
ofAge('something for adults', 'shop/tobacco/snus', ['AGE_UNKNOWN']);
ofAge('a whole category with something for adults in it', ['wash', 'shop'], ['AGE_UNKNOWN']);
ofAge('something beside it', 'shop/food', 'consent');
ofAge('nothing in particular', [], 'consent');

decisionTable('a kind of message for adults', { policy: ADULT, campaign: { kind: 'survey' } }, [
  line('to somebody of unknown age', ['AGE_UNKNOWN'], { birthDate: null }),
]);
