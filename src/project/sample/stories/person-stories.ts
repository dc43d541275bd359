import { consents, is, restricts, unrestricts } from '../details.js';
import { bankCustomer, charger, lapsed, lapsedMember, nameless, regular, visitor, washer } from '../habits.js';
import { story } from '../story.js';

const RESTRICTED = ['PROCESSING_RESTRICTED'] as const;
const UNREADABLE = ['RECORD_UNPARSEABLE'] as const;
const HELD_BACK = ['SOFT_OPT_IN_NOT_MET', 'CONSENT_MISSING', 'CONTROL_GROUP'] as const;
const dead = is({ deceased: 'yes' });
const hidden = is({ protected: 'yes' });
const german = is({ country: 'DE', city: 'Hamburg', postal_code: '20095' });
const control = is({ control_group: 'yes' });

/** What a person is, whatever they want. */
export const personStories = [
  story('has died', [lapsed, regular, washer], [dead], ['DECEASED']),
  story('has died, and had consented', [lapsed], [dead, consents()], ['DECEASED']),
  story('has a protected identity', [lapsed, charger, washer], [hidden], ['PROTECTED_IDENTITY']),
  story('is sixteen', [regular, charger], [is({ born: '2010-06-14' })], ['MINOR']),
  story('turns eighteen tomorrow', [lapsed], [is({ born: '2008-11-23' })], ['MINOR']),
  story('turns eighteen today', [lapsed], [is({ born: '2008-11-22' })], 'soft_opt_in'),
  story('restricted processing', [lapsed, regular, washer], [restricts()], RESTRICTED, ['own']),
  story('restricted the bank', [charger], [restricts({ asked_of: 'okq8_bank' })], RESTRICTED, ['own', 'group']),
  story('restricted, then lifted it', [lapsed], [restricts(), unrestricts()], 'soft_opt_in'),
  story('lives in Germany', [lapsed], [german], ['UNKNOWN_COUNTRY']),
  story('lives nobody knows where', [charger, regular], [is({ country: '' })], ['UNKNOWN_COUNTRY']),
  story('is in the control group', [lapsed, charger, washer], [control], ['CONTROL_GROUP']),
  story('is in the control group, without a ground', [nameless(regular)], [control], HELD_BACK),
  story('gave an answer nobody can read', [lapsed, regular], [consents({ answer: 'maybe' })], UNREADABLE, ['own']),
  story('gave another, never bought', [bankCustomer], [consents({ answer: '?' })], [...UNREADABLE, 'CONSENT_MISSING']),
  story('never bought, never asked', [visitor, bankCustomer], [], ['CONSENT_MISSING']),
  story('bought from a member association only', [lapsedMember], [], ['CONSENT_MISSING']),
];
