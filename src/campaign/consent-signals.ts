import type { ConsentPurpose } from '../model/vocabulary.js';
import { type DecideRequestOptions, decideRequest } from './decide.js';

/**
 * Google's four consent signals. Source: Google consent mode v2 and EU user consent policy, in force since 2024-03-06.
 */
export const googleSignals = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage'] as const;
/** One of Google’s consent signals. */
export type GoogleSignal = (typeof googleSignals)[number];

/** Google’s signals, each granted or denied. */
export type GoogleConsentSignals = Readonly<Record<GoogleSignal, 'granted' | 'denied'>>;

/** Whose signals, from which records and by which policy. */
export interface GoogleConsentOptions extends Omit<DecideRequestOptions, 'request'> {
  readonly controller: string;
  readonly country?: string;
  /** Which consent purpose carries each signal; nothing is mapped by the likeness of names. */
  readonly purposes: Readonly<Record<GoogleSignal, ConsentPurpose>>;
}

/**
 * What to tell Google about one person's consents, as of an instant.
 *
 * A signal is granted where the policy would let the controller rest on a consent for its purpose and nothing else
 * speaks against it: an objection, an age, an unreadable record deny it too. What is not known is denied. Personalised
 * advertising is targeted, so an objection to profiling denies that signal alone.
 *
 * @throws {ClearlistError} as `decideRequest` does.
 *
 * @example
 * googleConsentSignals({ person: 'p1', records, policy: okq8, controller: 'okq8', asOf: '2026-11-22T09:00:00Z',
 *   purposes: { ad_storage: 'marketing_cookies', ad_user_data: 'listing_advertising',
 *     ad_personalization: 'targeted_marketing', analytics_storage: 'analytics_cookies' } })
 */
export function googleConsentSignals(options: GoogleConsentOptions): GoogleConsentSignals {
  const { controller, country, purposes, policy, ...rest } = options;
  const signal = (name: GoogleSignal): 'granted' | 'denied' => {
    const { outcome, basis } = decideRequest({
      ...rest,
      policy: {
        ...policy,
        bases: { ...policy.bases, tracking_advertising: { social_tracking: ['consent'] } },
        consentPurposes: { ...policy.consentPurposes, tracking_advertising: purposes[name] },
      },
      request: {
        controller,
        purpose: 'tracking_advertising',
        messageKind: name === 'ad_personalization' ? 'social_ad' : 'affiliate_ad',
        channel: 'social_tracking',
        ...(country === undefined ? {} : { country }),
      },
    });
    return outcome === 'allow' && basis === 'consent' ? 'granted' : 'denied';
  };
  return {
    ad_storage: signal('ad_storage'),
    ad_user_data: signal('ad_user_data'),
    ad_personalization: signal('ad_personalization'),
    analytics_storage: signal('analytics_storage'),
  };
}
