import path from 'node:path';
import {
  type Campaign,
  type Form,
  type Job,
  lapsedDrivers,
  letter,
  listing,
  type Segment,
  twenty,
} from './campaigns.js';

/** The jobs as a Clearlist project. Where the jobs are stricter or looser than the preset, the bindings say it. */

/** Days of 24 hours, as hours: a `PT` window, whatever the zone. */
const hours = (days: number): string => `PT${days * 24}H`;
const currencies = { SE: 'SEK', FI: 'EUR', NO: 'NOK', DK: 'DKK' };

const atLeast = (over: 'purchase' | 'event', where: object, measure: object, days: number, value: number): object => ({
  kind: 'aggregate',
  over,
  where,
  measure,
  in: { kind: 'rolling', last: hours(days) },
  is: 'gte',
  value,
});

function condition({ category, windowDays, quietDays, leastCount, leastSpend, event }: Segment): object {
  const bought = { category };
  const spent = Object.entries(currencies).map(([country, currency]) => ({
    kind: 'all',
    of: [
      { kind: 'compare', field: 'country', is: 'eq', value: country },
      atLeast('purchase', bought, { sum: 'amount', currency }, windowDays, leastSpend),
    ],
  }));
  return {
    kind: 'all',
    of: [
      atLeast('purchase', bought, { count: 'line' }, windowDays, leastCount),
      // Returns count against sales: the count may be below one though there was one.
      ...(quietDays > 0 ? [{ ...atLeast('purchase', bought, { count: 'line' }, quietDays, 1), is: 'lt' }] : []),
      { kind: 'any', of: spent },
      ...(event === undefined ? [] : [atLeast('event', { type: event.type }, { count: 'line' }, event.days, 1)]),
    ],
  };
}

/** The jobs take these words for no address at all, so that the reason is NO_IDENTIFIER_FOR_CHANNEL. */
const nothing = Object.fromEntries(['n/a', '-', 'null', 'none', 'unknown'].map((word) => [word, ' ']));
const noted = (column: string): object => ({ map: { lower: column }, words: nothing });

function sources(data: string, form: Form): object {
  const from = (table: string): object => ({
    path: path.join(data, `${table}.${form}`),
    ...(form === 'parquet' ? { format: { type: 'parquet' } } : {}),
  });
  const identifier = { kind: 'identifier_kind', value: 'identifier' };
  const report = { kind: 'delivery', identifier };
  return {
    profiles: {
      kind: 'profile',
      ...from('profiles'),
      derived: { mail: noted('email'), number: noted('phone') },
      columns: {
        ...{ id: 'profile_id', email: 'mail', phone: 'number', firstName: 'first_name', lastName: 'last_name' },
        ...{ postalCode: 'postal_code', city: 'city', language: 'language', country: 'country' },
        ...{ birthDate: 'birth_date', deceased: 'deceased', protectedIdentity: 'protected_identity' },
      },
    },
    purchases: {
      kind: 'purchase',
      ...from('purchases'),
      columns: {
        ...{ profileId: 'profile_id', occurredAt: 'at', category: 'category', quantity: 'quantity', amount: 'amount' },
        ...{ currency: 'currency', type: 'kind', contactCollected: 'contact_collected' },
        ...{ optOutOffered: 'opt_out_offered', controller: 'controller' },
      },
    },
    events: {
      kind: 'event',
      ...from('events'),
      columns: { profileId: 'profile_id', occurredAt: 'at', type: 'type' },
    },
    permissions: {
      kind: 'permission',
      ...from('permissions'),
      columns: {
        ...{ profileId: 'profile_id', controller: 'controller', purpose: 'purpose', channel: 'channel' },
        ...{ topic: 'topic', state: 'state', occurredAt: 'occurred_at', recordedAt: 'recorded_at' },
        ...{ origin: 'source', evidence: 'evidence' },
      },
    },
    objections: {
      kind: 'objection',
      ...from('objections'),
      identifier,
      columns: {
        ...{ id: 'objection_id', profileId: 'profile_id', controller: 'controller', purpose: 'purpose' },
        ...{ channel: 'channel', occurredAt: 'received_at', recordedAt: 'recorded_at', origin: 'source' },
        // A lift's own row is its proof.
        evidence: 'objection_id',
        state: { column: 'action', words: { objection: 'objected', lifted: 'lifted' } },
      },
    },
    opt_outs: {
      kind: 'opt_out',
      ...from('opt_outs'),
      identifier,
      columns: {
        ...{ profileId: 'profile_id', controller: 'controller', channel: 'channel', topic: 'topic' },
        ...{ occurredAt: 'occurred_at', origin: 'source' },
      },
    },
    // In the jobs no consent ends a complaint: without a time it is permanent. No report is later than as-of.
    deliveries: {
      ...from('deliveries'),
      records: {
        bounces: {
          ...report,
          columns: {
            channel: 'channel',
            occurredAt: 'at',
            outcome: {
              column: 'outcome',
              words: { hard_bounce: 'hard_bounce', soft_bounce: 'soft_bounce', complaint: 'auto_reply' },
            },
          },
        },
        complaints: {
          ...report,
          columns: {
            channel: 'channel',
            outcome: {
              column: 'outcome',
              words: { complaint: 'complaint', hard_bounce: 'auto_reply', soft_bounce: 'auto_reply' },
            },
          },
        },
      },
    },
    contacts: {
      kind: 'contact',
      ...from('contacts'),
      columns: {
        ...{ profileId: 'profile_id', campaign: 'campaign', channel: 'channel', topic: 'kind' },
        ...{ purpose: 'purpose', occurredAt: 'at' },
      },
    },
  };
}

const sent = (audience: string, { segment, target }: Pick<Campaign, 'segment' | 'target'>): object => ({
  controller: 'okq8',
  kind: target.kind,
  channel: target.channel,
  products: segment.category,
  audience,
  columns: [
    'profileId',
    { header: target.channel === 'sms' ? 'phone' : 'email', field: 'address' },
    { header: 'first_name', field: 'firstName' },
    'language',
  ],
});

const fields = ['email', 'phone', 'first_name', 'last_name', 'postal_code', 'country'];
const listed = (destination: string, service: object): object => ({
  controller: 'okq8',
  kind: listing.kind,
  channel: listing.channel,
  audience: 'lapsed',
  destination,
  listing: { ...service, fields },
});

/** @param folder Where the lists and what Clearlist keeps go. @param cache Whether tables are kept for later runs. */
export const projectOf = (job: Job, data: string, form: Form, folder: string, cache = false): object => ({
  clearlist: 1,
  zone: 'UTC',
  policy: 'okq8',
  sources: sources(path.resolve(data), form),
  segments:
    job === 'ab'
      ? { lapsed: condition(lapsedDrivers) }
      : Object.fromEntries(twenty.map(({ id, segment }) => [`segment-${id}`, condition(segment)])),
  destinations: { meta: { contract: 'benchmark' }, google: { contract: 'benchmark', account: { id: '1234567890' } } },
  campaigns:
    job === 'ab'
      ? {
          email: sent('lapsed', { segment: lapsedDrivers, target: letter }),
          meta: listed('meta', { service: 'meta-custom-audience', form: 'csv' }),
          google: listed('google', { service: 'google-customer-match' }),
        }
      : Object.fromEntries(twenty.map((campaign) => [`list-${campaign.id}`, sent(`segment-${campaign.id}`, campaign)])),
  store: { folder: path.join(folder, 'store'), ...(cache ? { cache: true } : {}) },
  output: path.join(folder, 'lists'),
});
