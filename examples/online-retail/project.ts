/**
 * The project: which files there are, who the campaigns are for and what they say. This is what somebody would write
 * by hand into `clearlist.config.json`.
 */
export const projectFile = (purchases: string) => ({
  clearlist: 1,
  zone: 'Europe/London',
  policy: 'okq8',
  attributes: { tier: { type: 'text', about: 'customer level', category: 'demographic_profile' } },
  sources: { purchases: purchaseSource(purchases), ...sources },
  segments,
  campaigns,
  output: 'lists',
});

/** When the example's lists are made: the day after the last purchase. */
export const AS_OF = '2011-12-10T00:00:00Z';

/**
 * The shop's file as it is. A negative quantity is a return; the amount of a line is its quantity times its unit
 * price. Lines of nobody are left out, and counted.
 */
const purchaseSource = (path: string) => ({
  kind: 'purchase',
  path,
  format: { type: 'csv' },
  columns: {
    profileId: 'CustomerID',
    receipt: 'InvoiceNo',
    product: 'StockCode',
    occurredAt: { column: 'InvoiceDate', format: 'yyyy-MM-dd HH:mm:ss' },
    quantity: 'Quantity',
    unitPrice: 'UnitPrice',
  },
  // The shop takes e-mail and mobile number with every order and offers an opt-out there.
  constants: { controller: 'okq8', currency: 'GBP', category: 'shop', contactCollected: true, optOutOffered: true },
  zone: 'Europe/London',
  withoutSubject: 'leave_out',
});

const person = { profileId: 'customer_no', email: 'email', phone: 'mobile', country: 'country' };

const sources = {
  customers: {
    kind: 'profile',
    path: 'customers.csv',
    columns: {
      id: 'customer_no',
      email: ['email', 'second_email'],
      formerEmail: 'old_email',
      phone: 'mobile',
      formerPhone: 'old_mobile',
      country: 'country',
      language: 'language',
      firstName: 'first_name',
      lastName: 'last_name',
      birthDate: 'born',
      deceased: 'deceased',
      protectedIdentity: 'protected',
      controlGroup: 'control_group',
    },
    attributes: { tier: 'tier' },
  },
  consents: {
    kind: 'permission',
    path: 'consents.csv',
    columns: {
      ...person,
      id: 'consent_no',
      controller: 'company',
      purpose: 'purpose',
      channel: 'channel',
      topic: 'topic',
      state: 'answer',
      occurredAt: 'said_at',
      recordedAt: 'entered_at',
      validUntil: 'valid_until',
      origin: 'source',
      evidence: 'proof',
    },
  },
  objections: {
    kind: 'objection',
    path: 'objections.csv',
    columns: {
      ...person,
      id: 'objection_no',
      controller: 'company',
      purpose: 'purpose',
      channel: 'channel',
      state: 'state',
      occurredAt: 'received_at',
      recordedAt: 'entered_at',
      origin: 'source',
      evidence: 'proof',
    },
    zone: 'Europe/Stockholm',
  },
  'opt-outs': {
    kind: 'opt_out',
    path: 'opt-outs.csv',
    columns: {
      id: 'opt_out_no',
      profileId: 'customer_no',
      email: 'email',
      phone: 'mobile',
      controller: 'company',
      channel: 'channel',
      topic: 'topic',
      occurredAt: 'clicked_at',
      recordedAt: 'entered_at',
    },
    zone: 'Europe/Stockholm',
  },
  restrictions: {
    kind: 'restriction',
    path: 'restrictions.csv',
    columns: {
      id: 'restriction_no',
      profileId: 'customer_no',
      email: 'email',
      controller: 'company',
      state: 'state',
      occurredAt: 'from',
      recordedAt: 'entered_at',
    },
  },
  links: {
    kind: 'identity_link',
    path: 'links.csv',
    columns: {
      id: 'link_no',
      link: 'what',
      profileId: 'customer_no',
      intoProfileId: 'into_customer_no',
      deviceId: 'device',
      occurredAt: 'at',
    },
  },
};

const bought = (measure: object, window: object, is: string, value: number | string) => ({
  kind: 'aggregate',
  over: 'purchase',
  where: { category: 'shop', controller: 'okq8' },
  measure,
  in: window,
  is,
  value,
});

const last = (duration: string) => ({ kind: 'rolling', last: duration });
const ever = { kind: 'ever' };
const receipts = { count: 'receipt' };
const pounds = { sum: 'amount', currency: 'GBP' };

const segments = {
  /** Came back at least once, spent something after all returns, and has not been seen for three months. */
  lapsed: {
    kind: 'all',
    of: [
      bought(receipts, ever, 'gte', 2),
      bought(pounds, ever, 'gte', '100'),
      { kind: 'not', of: bought(receipts, last('P90D'), 'gte', 1) },
    ],
  },
  everybody: { kind: 'all', of: [] },
  /** A lot in half a year, or gold and here often; never the shop's own people. */
  bigSpenders: {
    kind: 'all',
    of: [
      {
        kind: 'any',
        of: [
          bought(pounds, last('P6M'), 'gte', '1000.50'),
          {
            kind: 'all',
            of: [
              { kind: 'compare', field: 'tier', is: 'eq', value: 'gold' },
              bought({ count: 'day' }, last('P1Y'), 'gte', 3),
              bought({ daysSince: 'last' }, ever, 'lte', 180),
            ],
          },
        ],
      },
      { kind: 'not', of: { kind: 'compare', field: 'tier', is: 'eq', value: 'staff' } },
    ],
  },
};

const campaigns = {
  /** Products of the shop: customers of the last year may be written to without consent, if nothing was refused. */
  winback: {
    controller: 'okq8',
    kind: 'targeted_offer',
    channel: 'email',
    products: 'shop',
    audience: 'lapsed',
    columns: ['profileId', 'address', 'firstName', 'language'],
  },
  /** Names no products, so that it rests on consent alone. */
  newsletter: {
    controller: 'okq8',
    kind: 'newsletter',
    channel: 'email',
    audience: 'everybody',
    columns: ['profileId', 'address', 'firstName', 'lastName', 'country'],
  },
  /** Swedish rules for numbers without a country; targeted because its audience reads what people bought. */
  'sms-offer': {
    controller: 'okq8',
    kind: 'general_offer',
    channel: 'sms',
    country: 'SE',
    audience: 'bigSpenders',
    columns: ['profileId', 'address', { header: 'name', field: 'firstName' }, 'tier'],
  },
};
