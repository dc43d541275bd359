import { consents, type Detail, hasPartner, optsOut } from '../details.js';
import { charger, type Habit, lapsed, regular, visitor, washer } from '../habits.js';
import { type Story, story } from '../story.js';

const bank = { opted_out_of: 'okq8_bank' };
const sms = { channel: 'sms' };
const later = { days: 30 };
const imported = { ...later, origin: 'import' };
const unproven = { ...later, evidence: '' };
const news = { topic: 'newsletter' };
const offers = { topic: 'targeted_offer' };

const NO_SMS = { 'wash-sms': ['CHANNEL_OPT_OUT'], newsletter: 'soft_opt_in' } as const;
const SMS_AGAIN = { 'wash-sms': 'consent', newsletter: 'soft_opt_in' } as const;
const NO_NEWS = { 'autumn-fuel': 'soft_opt_in', newsletter: ['TOPIC_OPT_OUT'] } as const;
const NO_NEWS_STILL = ['TOPIC_OPT_OUT'] as const;
const NO_OFFERS = { 'autumn-fuel': ['TOPIC_OPT_OUT'], newsletter: 'soft_opt_in' } as const;
const NO_OFFERS_SMS = { 'wash-sms': ['TOPIC_OPT_OUT'], newsletter: 'soft_opt_in' } as const;

/** An opt-out that stands, and how it reaches the person. */
const stands = (who: string, habits: readonly Habit[], details: readonly Detail[], ...via: readonly string[]): Story =>
  story(who, habits, details, ['CHANNEL_OPT_OUT'], via);

/** Opt-outs: from a channel or one kind of message, until the person consents anew. */
export const optOutStories = [
  stands('unsubscribed from e-mail', [lapsed, regular, charger], [optsOut()], 'own'),
  stands('unsubscribed from the bank', [lapsed], [optsOut(bank)], 'own', 'group'),
  stands('unsubscribed as an address', [lapsed], [optsOut({ by: 'address' })], 'identifier'),
  stands('has a partner who did', [regular], [hasPartner(visitor), optsOut({ by: 'partner' })], 'shared_identifier'),
  stands('consented, then unsubscribed', [lapsed], [consents(), optsOut()], 'own'),
  stands('unsubscribed; an import says otherwise', [regular], [optsOut(), consents(imported)], 'own'),
  stands('unsubscribed; what came later has no proof', [charger], [optsOut(), consents(unproven)], 'own'),
  story('unsubscribed, then consented anew', [lapsed, regular], [optsOut(), consents(later)], 'consent'),
  story('stopped SMS', [washer, washer], [optsOut(sms)], NO_SMS, ['own']),
  story('stopped SMS as a number', [washer], [optsOut({ ...sms, by: 'mobile' })], NO_SMS, ['identifier']),
  story('stopped SMS, then consented anew', [washer], [optsOut(sms), consents({ ...sms, ...later })], SMS_AGAIN),
  story('wants no newsletter', [lapsed, lapsed], [optsOut(news)], NO_NEWS),
  story('wants none, consented to e-mail since', [regular], [optsOut(news), consents(later)], NO_NEWS_STILL),
  story('wanted none, consented to it since', [regular], [optsOut(news), consents({ ...news, ...later })], 'consent'),
  story('wants no offers', [lapsed, lapsed], [optsOut(offers)], NO_OFFERS, ['own']),
  story('wants no offers by SMS', [washer], [optsOut({ ...offers, ...sms })], NO_OFFERS_SMS, ['own']),
];
