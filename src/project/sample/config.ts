import { sampleBindings } from './bindings.js';

/** Behaviour in a window before as-of. */
const count = (over: 'purchase' | 'event', where: object, measure: string, last: string, atLeast: number) => ({
  kind: 'aggregate',
  over,
  where,
  measure: { count: measure },
  in: { kind: 'rolling', last },
  is: 'gte',
  value: atLeast,
});

const fuel = { category: 'fuel' };

/** The sample's project file. */
export const sampleConfig = {
  clearlist: 1,
  zone: 'Europe/Stockholm',
  policy: 'okq8',
  attributes: {
    tier: { type: 'text', about: 'membership level', category: 'demographic_profile' },
    customerOf: { type: 'text', about: 'whose customer or member the person is', category: 'demographic_profile' },
  },
  sources: sampleBindings,
  segments: {
    everybody: { kind: 'all', of: [] },
    'lapsed-fuel': {
      kind: 'all',
      of: [
        count('purchase', fuel, 'receipt', 'P365D', 3),
        { kind: 'not', of: count('purchase', fuel, 'receipt', 'P60D', 1) },
        count('event', { type: 'app_open' }, 'line', 'P30D', 1),
      ],
    },
    'swedish-washers': {
      kind: 'all',
      of: [
        { kind: 'compare', field: 'country', is: 'eq', value: 'SE' },
        count('purchase', { category: 'wash' }, 'receipt', 'P180D', 2),
      ],
    },
  },
  campaigns: {
    'autumn-fuel': {
      controller: 'okq8',
      kind: 'targeted_offer',
      channel: 'email',
      products: 'fuel',
      audience: 'lapsed-fuel',
      columns: ['profileId', 'address', 'firstName', 'language'],
    },
    newsletter: {
      controller: 'okq8',
      kind: 'newsletter',
      channel: 'email',
      products: ['fuel', 'wash', 'shop', 'charging'],
      audience: 'everybody',
      columns: ['profileId', 'address', 'firstName', 'language', 'country'],
    },
    'wash-sms': {
      controller: 'okq8',
      kind: 'targeted_offer',
      channel: 'sms',
      products: 'wash',
      country: 'SE',
      audience: 'swedish-washers',
      columns: ['profileId', 'address', 'firstName'],
    },
  },
  output: 'lists',
} as const;

export type CampaignId = keyof typeof sampleConfig.campaigns;
