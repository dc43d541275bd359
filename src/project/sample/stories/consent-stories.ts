import { consents, hadBankProfile, objects } from '../details.js';
import {
  charger,
  lapsed,
  lapsedMember,
  longAgo,
  nameless,
  regular,
  secretWasher,
  unasked,
  visitor,
  washer,
} from '../habits.js';
import { story } from '../story.js';

const unknown = nameless(lapsed);
const unknownRegular = nameless(regular);
const sms = { channel: 'sms' };
const cookies = { purpose: 'marketing_cookies', channel: '*' };
const withdraws = consents({ answer: 'withdrawn', days: 60 });
const smsWithdrawn = consents({ ...sms, answer: 'withdrawn', days: 60 });
const toBank = { given_to: 'okq8_bank' };
const toMembers = { given_to: 'ok_forening' };
const untilOctober = { valid_until: '2026-10-31T23:00:00Z' };

const REFUSED = ['CONSENT_REFUSED', 'SOFT_OPT_IN_NOT_MET'] as const;
const WITHDRAWN = ['CONSENT_WITHDRAWN', 'SOFT_OPT_IN_NOT_MET'] as const;
const EXPIRED = ['CONSENT_EXPIRED', 'SOFT_OPT_IN_NOT_MET'] as const;
const UNPROVEN = ['CONSENT_UNPROVEN', 'SOFT_OPT_IN_NOT_MET'] as const;
const ELSEWHERE = ['CONSENT_SCOPE_MISMATCH', 'SOFT_OPT_IN_NOT_MET'] as const;
const NOTHING = ['SOFT_OPT_IN_NOT_MET', 'CONSENT_MISSING'] as const;
const SMS_ONLY = { 'wash-sms': 'consent', newsletter: ELSEWHERE } as const;
const NEWS_ONLY = { 'autumn-fuel': ELSEWHERE, newsletter: 'consent' } as const;
const NO_SMS = { 'wash-sms': WITHDRAWN, newsletter: 'soft_opt_in' } as const;
const FUEL_ONLY = { 'wash-sms': NOTHING, newsletter: 'soft_opt_in' } as const;

/** Grounds: consent, soft opt-in, and what is missing for either. */
export const consentStories = [
  story('gave an address at the till', [lapsed, regular, charger, washer], [], 'soft_opt_in'),
  story('consented', [unknown, visitor], [consents()], 'consent'),
  story('consented to SMS only', [nameless(washer)], [consents(sms)], SMS_ONLY),
  story('consented to the newsletter only', [unknown], [consents({ topic: 'newsletter' })], NEWS_ONLY),
  story('consented to the bank only', [unknown], [consents(toBank)], ELSEWHERE),
  story('consented to cookies only', [unknown], [consents(cookies)], ELSEWHERE),
  story('consented to a member association', [lapsedMember], [consents(toMembers)], ['CONSENT_SCOPE_MISMATCH']),
  story('consented until October', [unknown, unknown, unknownRegular], [consents(untilOctober)], EXPIRED),
  story('consented, without proof', [unknown, nameless(charger)], [consents({ evidence: '' })], UNPROVEN),
  story('consented, never confirmed it', [unknown], [consents({ answer: 'unconfirmed' })], UNPROVEN),
  story('consented, when it was recorded nobody knows', [unknownRegular], [consents({ recorded_at: '' })], NOTHING),
  story('consented after as-of', [unknownRegular], [consents({ days: -1 })], NOTHING),
  story('consented as a profile since merged', [unknown], [hadBankProfile, consents({ by: 'bank profile' })], NOTHING),
  story('said no', [lapsed, unknownRegular, regular], [consents({ answer: 'no' })], REFUSED),
  story('said no to the bank only', [lapsed], [consents({ ...toBank, answer: 'no' })], 'soft_opt_in'),
  story('withdrew', [lapsed, unknownRegular, regular], [consents(), withdraws], WITHDRAWN),
  story('withdrew from SMS only', [washer], [smsWithdrawn], NO_SMS),
  story('withdrew, then consented again', [lapsed], [withdraws, consents({ days: 30 })], 'consent'),
  story('withdrew, and objected', [unknown], [withdraws, objects()], ['OBJECTION_DIRECT_MARKETING', ...WITHDRAWN]),
  story('was offered no way to refuse', [unasked(lapsed), unasked(washer)], [], NOTHING),
  story('gave no address at the till', [unknown, nameless(charger)], [], NOTHING),
  story('gave an address with fuel, not with a wash', [secretWasher], [], FUEL_ONLY),
  story('bought too long ago', [longAgo, longAgo], [], NOTHING),
];
