import { hasPartner, is } from '../details.js';
import { charger, lapsed, lapsedMember, rare, recent, refunded, regular, silent, washer } from '../habits.js';
import { story } from '../story.js';

const spoilt = is(({ email = '' }) => ({ email: email.replace('@', ' (at) ') }));
const spoiltFirst = is(({ email = '' }) => ({ email: email.replace('@', ' (at) '), email2: email }));
const cut = is({ mobile: '070-174 06' });
const inOslo = is({ country: 'NO', language: 'nb', city: 'Oslo', postal_code: '0150', mobile: '' });

const NO_ADDRESS = ['NO_IDENTIFIER_FOR_CHANNEL'] as const;
const INVALID = ['IDENTIFIER_INVALID'] as const;
const NO_NUMBER = { 'wash-sms': NO_ADDRESS, newsletter: 'soft_opt_in' } as const;
const INVALID_NUMBER = { 'wash-sms': INVALID, newsletter: 'soft_opt_in' } as const;
const NOT_LAPSED = { 'autumn-fuel': 'not a member', newsletter: 'soft_opt_in' } as const;
const NOT_SWEDISH = { 'wash-sms': 'not a member', newsletter: 'soft_opt_in' } as const;

/** Addresses, and who is in an audience at all. */
export const addressStories = [
  story('has no e-mail', [lapsed, regular, charger], [is({ email: '' })], NO_ADDRESS),
  story('has no mobile number', [washer, washer], [is({ mobile: '' })], NO_NUMBER),
  story('has an e-mail that is none', [lapsed, regular], [spoilt], INVALID),
  story('has one that is none, and no ground', [lapsedMember], [spoilt], [...INVALID, 'CONSENT_MISSING']),
  story('has a number that is none', [washer, washer], [cut], INVALID_NUMBER),
  story('has a second e-mail that is one', [lapsed], [spoiltFirst], 'soft_opt_in'),
  story('is written to once, with a partner', [lapsed, lapsed, lapsed], [hasPartner(lapsed)], 'soft_opt_in'),
  story('bought fuel last month', [recent, recent], [], NOT_LAPSED),
  story('bought fuel twice in a year', [rare], [], NOT_LAPSED),
  story('was refunded one of three receipts', [refunded], [], NOT_LAPSED),
  story('has not opened the app', [silent, silent], [], NOT_LAPSED),
  story('washes cars in Norway', [washer], [inOslo], NOT_SWEDISH),
];
