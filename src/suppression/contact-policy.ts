import type { Channel, Purpose } from '../model/vocabulary.js';

/**
 * How often, when and whom a policy wants to contact at all, beyond what the law asks: the lowest-ranked reasons,
 * which never hide a legal one.
 */
export interface ContactPolicy {
  /** So many temporary failures of an address within the days before as-of, and it is left alone. */
  readonly softBounces?: Limit;
  readonly frequencyCaps: readonly FrequencyCap[];
  /** Days before the same kind of message goes to a person again, by message kind or topic. */
  readonly notAgainWithinDays: Readonly<Record<string, number>>;
  /** When a channel may be used at all; a channel without an entry for a country may always be. */
  readonly contactHours: readonly ContactHours[];
  /** The clock on the wall by which hours are read, by country of the person: IANA zone. */
  readonly zones: Readonly<Record<string, string>>;
  readonly sunset?: Sunset;
}

/** At `count` in the last `windowDays` days of 24 hours, there is no further one. */
export interface Limit {
  readonly count: number;
  readonly windowDays: number;
}

/** Contacts count in `(asOf − window, asOf]`, those of every controller of the group. */
export interface FrequencyCap extends Limit {
  /** Whether contacts on other channels count too. */
  readonly per: 'channel' | 'person';
  /** Purposes that are not capped and do not count. */
  readonly purposesExcluded: readonly Purpose[];
}

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** The hours of a country on some channels, by the clock on the wall where the person is. */
export interface ContactHours {
  readonly country: string;
  readonly channels: readonly Channel[];
  readonly days: readonly Weekday[];
  /** `HH:mm`, inclusive. */
  readonly from: string;
  /** `HH:mm`, exclusive. */
  readonly to: string;
  readonly publicHolidays: 'open' | 'closed';
}

/** Whoever did nothing for so long is no longer written to on these channels. */
export interface Sunset {
  readonly channels: readonly Channel[];
  /** A purchase, an event, a click or a consent counts as doing something for this many days of 24 hours. */
  readonly days: number;
}

const NORDIC_ZONES = {
  DK: 'Europe/Copenhagen',
  FI: 'Europe/Helsinki',
  NO: 'Europe/Oslo',
  SE: 'Europe/Stockholm',
} as const;

/**
 * What the presets start from.
 *
 * Norway: no marketing calls to consumers on Saturdays, Sundays and public holidays, nor on weekdays before 09 and
 * after 21 (markedsføringsloven (2009-01-09-2) § 14, read in summaries on 2026-11-22). The other countries have no such
 * hours in law. Three contacts in seven days on a channel: `suppression-decisions/1`. Soft bounces: own choice.
 */
export const nordicContactPolicy: ContactPolicy = {
  softBounces: { count: 5, windowDays: 30 },
  frequencyCaps: [{ count: 3, windowDays: 7, per: 'channel', purposesExcluded: ['service'] }],
  notAgainWithinDays: {},
  contactHours: [
    {
      country: 'NO',
      channels: ['phone'],
      days: ['mon', 'tue', 'wed', 'thu', 'fri'],
      from: '09:00',
      to: '21:00',
      publicHolidays: 'closed',
    },
  ],
  zones: NORDIC_ZONES,
};
