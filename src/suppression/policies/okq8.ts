import { nordicContactPolicy } from '../contact-policy.js';
import { nordicCompanies } from '../grounds/company.js';
import type { Policy } from '../policy.js';
import { defaultDestinations } from './default-destinations.js';
import { nordicRegisters } from './nordic-registers.js';

/**
 * The practice of a Swedish fuel retailer with a bank and member associations, for Sweden, Finland, Norway and
 * Denmark: e-mail and SMS by consent, or by soft opt-in to customers.
 *
 * Source: notice on marketing, OKQ8, 2022-08-27; defaults of the decision cases `suppression-decisions/1`.
 */
export const okq8: Policy = {
  id: 'okq8',
  version: '1',
  controllers: [
    { id: 'okq8', group: 'okq8' },
    { id: 'okq8_bank', group: 'okq8' },
    { id: 'ok_forening', group: 'okq8' },
  ],
  countries: ['DK', 'FI', 'NO', 'SE'],
  topics: [],
  bases: {
    direct_marketing: {
      email: ['consent', 'soft_opt_in'],
      sms: ['consent', 'soft_opt_in'],
      push: ['consent', 'legitimate_interest'],
      own_web: ['consent', 'legitimate_interest'],
      own_app: ['consent', 'legitimate_interest'],
      phone: ['consent', 'legitimate_interest'],
      post: ['consent', 'legitimate_interest'],
    },
    distance_selling: { phone: ['consent', 'legitimate_interest'] },
    market_research: { phone: ['legitimate_interest'], post: ['legitimate_interest'] },
    opinion_research: { phone: ['legitimate_interest'], post: ['legitimate_interest'] },
    tracking_advertising: {
      partner_web: ['consent'],
      partner_app: ['consent'],
      social_tracking: ['consent'],
      affiliate: ['consent'],
    },
    listing_advertising: { social_listing: ['consent'] },
    service: {
      email: ['service_message'],
      sms: ['service_message'],
      push: ['service_message'],
      phone: ['service_message'],
      post: ['service_message'],
      own_web: ['service_message'],
      own_app: ['service_message'],
    },
  },
  consentPurposes: { tracking_advertising: 'marketing_cookies' },
  consentNeedsEvidence: true,
  companyOptOut: nordicCompanies,
  assessments: {},
  objectionScope: 'group',
  softOptIn: { maxDaysSinceSale: 365 },
  minimumAge: 18,
  unknownAgeBlocks: ['social_listing'],
  gpcEnds: ['tracking_advertising', 'listing_advertising'],
  contact: nordicContactPolicy,
  registers: nordicRegisters,
  destinations: defaultDestinations,
  assumeRequestCountryForPhone: true,
};
