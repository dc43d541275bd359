import { describe, expect, test } from 'vitest';
import { type GoogleConsentOptions, googleConsentSignals, okq8 } from '../../src/index.js';

const purposes: GoogleConsentOptions['purposes'] = {
  ad_storage: 'marketing_cookies',
  ad_user_data: 'listing_advertising',
  ad_personalization: 'targeted_marketing',
  analytics_storage: 'analytics_cookies',
};
const profile = { id: 'p1', email: 'anna@example.se', country: 'SE', birthDate: '1985-05-01' };
const given = (purpose: string, more: object = {}) => ({
  profileId: 'p1',
  controller: 'okq8',
  purpose,
  channel: '*',
  state: 'given',
  origin: 'data_subject',
  evidence: 'cmp-1',
  occurredAt: '2025-06-01T10:00:00Z',
  ...more,
});
const all = Object.values(purposes).map((purpose) => given(purpose));
const signals = (records: GoogleConsentOptions['records'], change: Partial<GoogleConsentOptions> = {}) =>
  Object.values(
    googleConsentSignals({
      person: 'p1',
      records: { profile: [profile], ...records },
      policy: okq8,
      controller: 'okq8',
      asOf: '2026-03-03T10:00:00Z',
      purposes,
      ...change,
    }),
  ).map((said) => (said === 'granted' ? '+' : '-'));

/** ad_storage, ad_user_data, ad_personalization, analytics_storage. */
describe('signals', () => {
  test.each<[string, GoogleConsentOptions['records'], string]>([
    ['nothing known', {}, '----'],
    ['every consent', { permission: all }, '++++'],
    ['one consent', { permission: [given('marketing_cookies')] }, '+---'],
    ['a consent without proof', { permission: [given('marketing_cookies', { evidence: null })] }, '----'],
    [
      'a withdrawal since',
      { permission: [...all, given('analytics_cookies', { state: 'withdrawn', occurredAt: '2025-07-01T00:00:00Z' })] },
      '+++-',
    ],
    [
      'a consent that ran out',
      { permission: [given('listing_advertising', { validUntil: '2026-01-01T00:00:00Z' })] },
      '----',
    ],
    [
      'an objection to profiling',
      {
        permission: all,
        objection: [
          {
            profileId: 'p1',
            controller: 'okq8',
            purpose: 'profiling',
            channel: '*',
            occurredAt: '2026-01-01T00:00:00Z',
          },
        ],
      },
      '++-+',
    ],
    ['an unreadable record', { permission: [...all, given('fun')] }, '----'],
    ['a minor', { profile: [{ ...profile, birthDate: '2010-01-01' }], permission: all }, '----'],
  ])('%s: %s', (_, records, expected) => {
    expect(signals(records).join('')).toBe(expected);
  });

  test('are another controller’s own', () => {
    expect(signals({ permission: all }, { controller: 'okq8_bank' }).join('')).toBe('----');
  });
});
