/**
 * What the benchmark asks, as data, for both sides. As-of is 2026-01-01T00:00:00Z, days are of 24 hours.
 *
 * Job `ab`: one segment, a list of e-mail addresses and two hashed listings. Job `c`: twenty campaigns over the same
 * data, each with a segment of its own.
 */
export const AS_OF = '2026-01-01T00:00:00Z';

/** Who might care: a category and all below it, counts and spend net of returns, spend in the customer's own currency. */
export interface Segment {
  readonly category: string;
  readonly windowDays: number;
  /** No purchase of the category in so many days; 0 asks nothing. */
  readonly quietDays: number;
  readonly leastCount: number;
  readonly leastSpend: number;
  readonly event?: { readonly type: string; readonly days: number };
}

/** Whom the policy lets it reach. A listing needs consent; the others rest on consent or on an earlier sale. */
export interface Target {
  readonly channel: 'email' | 'sms' | 'social_listing';
  readonly kind: string;
  readonly purpose: 'direct_marketing' | 'listing_advertising';
}

export const lapsedDrivers: Segment = {
  category: 'fuel',
  windowDays: 365,
  quietDays: 60,
  leastCount: 3,
  leastSpend: 1000,
  event: { type: 'app_open', days: 30 },
};

export const letter: Target = { channel: 'email', kind: 'targeted_offer', purpose: 'direct_marketing' };
export const listing: Target = { channel: 'social_listing', kind: 'listing_ad', purpose: 'listing_advertising' };

export interface Campaign {
  readonly id: string;
  readonly segment: Segment;
  readonly target: Target;
}

/** category, window, quiet, count, spend, event, its days, channel, kind */
type Line = readonly [string, number, number, number, number, string | undefined, number, 'email' | 'sms', string];

const lines: readonly Line[] = [
  ['fuel', 365, 60, 3, 1000, 'app_open', 30, 'email', 'targeted_offer'],
  ['fuel', 365, 90, 5, 2000, 'app_open', 60, 'email', 'targeted_offer'],
  ['fuel', 180, 30, 2, 300, undefined, 0, 'email', 'general_offer'],
  ['fuel/diesel', 365, 45, 1, 400, 'app_open', 30, 'email', 'targeted_offer'],
  ['fuel/petrol_95', 365, 60, 2, 500, 'page_view', 30, 'email', 'targeted_offer'],
  ['fuel/hvo100', 365, 0, 2, 200, undefined, 0, 'sms', 'targeted_offer'],
  ['fuel', 90, 0, 4, 800, 'app_open', 7, 'sms', 'targeted_offer'],
  ['wash', 365, 60, 2, 100, 'app_open', 30, 'email', 'targeted_offer'],
  ['wash/premium', 365, 90, 1, 100, undefined, 0, 'email', 'targeted_offer'],
  ['wash', 180, 0, 2, 150, 'page_view', 14, 'sms', 'targeted_offer'],
  ['shop', 90, 0, 2, 60, 'app_open', 30, 'email', 'targeted_offer'],
  ['shop/coffee', 180, 30, 2, 20, 'app_open', 30, 'sms', 'targeted_offer'],
  ['shop/bakery', 365, 60, 1, 20, 'email_open', 60, 'email', 'targeted_offer'],
  ['charging', 365, 0, 2, 50, 'app_open', 14, 'email', 'targeted_offer'],
  ['charging/fast', 365, 60, 1, 50, 'app_open', 90, 'sms', 'targeted_offer'],
  ['parts', 365, 0, 2, 50, 'search', 60, 'email', 'targeted_offer'],
  ['parts/engine_oil', 365, 120, 1, 30, undefined, 0, 'email', 'general_offer'],
  ['shop', 365, 30, 5, 200, 'add_to_cart', 30, 'email', 'targeted_offer'],
  ['fuel', 365, 0, 8, 3000, 'email_click', 60, 'email', 'targeted_offer'],
  ['wash', 365, 30, 1, 50, 'app_open', 30, 'sms', 'general_offer'],
];

export const twenty: readonly Campaign[] = lines.map(
  ([category, windowDays, quietDays, leastCount, leastSpend, type, days, channel, kind], i) => ({
    id: String(i + 1).padStart(2, '0'),
    segment: {
      category,
      windowDays,
      quietDays,
      leastCount,
      leastSpend,
      ...(type === undefined ? {} : { event: { type, days } }),
    },
    target: { channel, kind, purpose: 'direct_marketing' },
  }),
);

/** Listings of fewer persons are not written. */
export const LEAST_LISTING = 100;

export const jobs = ['ab', 'c'] as const;
export type Job = (typeof jobs)[number];
export type Form = 'csv' | 'parquet';
