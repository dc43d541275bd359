import once from 'lodash-es/once.js';
import * as z from 'zod';
import { entriesOf } from './entries.js';
import type { Contradiction, ListingService } from './listing-service.js';
import { matchFields } from './match.js';
import { metaFields } from './meta-fields.js';

const options = once(() =>
  z.strictObject({
    /** `ascii` writes every name in Roman letters as well, as a row of its own. */
    metaNames: z.enum(['utf8', 'ascii']).default('utf8'),
    /** Writes every spelling that Meta’s rules can be read to mean. */
    variants: z.boolean().default(false),
  }),
);

const contradictions: readonly Contradiction[] = [
  {
    about: 'first_name',
    between: 'names may carry any letter in UTF-8; Roman letters are said to match best, without saying how',
    chosen: 'letters stay; `metaNames: ascii` adds a row in Roman letters, which else is a variant',
    because: 'Meta’s newest tested library keeps letters, and a second row can only add matches',
  },
  {
    about: 'first_name',
    between: 'some libraries keep white space and hyphens inside names, others take them out',
    chosen: 'taken out',
    because: 'the guide says no punctuation, and the newest library takes out both',
  },
  {
    about: 'city',
    between: 'the guide and older libraries take a–z only; the Conversions API libraries keep `ö`',
    chosen: 'a–z only; with letters and in Roman letters are variants; not sent unless asked for',
    because: 'the guide is about this very upload; in the Nordic countries the field matches little either way',
  },
  {
    about: 'state',
    between: 'the same as of cities, and the codes of other countries’ regions are nowhere said',
    chosen: 'two letters in the United States, else the name as a city; not sent unless asked for',
    because: 'the guide names the codes of the United States only',
  },
  {
    about: 'email',
    between: 'one library trims full stops at the end of an address',
    chosen: 'refused: it is no address',
    because: 'what is behind it cannot be known',
  },
  {
    about: 'postal_code',
    between:
      'the guide asks for area, district and sector in Great Britain; no library does so; all cut `SE-111 22` to `se`',
    chosen: 'area, district and sector; no country in front',
    because: 'the guide is what is matched by; the libraries’ cut is plainly a fault',
  },
  {
    about: 'external_id',
    between: 'libraries trim, lower or hash it',
    chosen: 'plain, as it is',
    because: 'it must be the same text every time, and the guide says that it need not be hashed',
  },
];

/** Custom audiences from a customer list, on Facebook and Instagram. */
export const metaCustomAudience: ListingService = {
  id: 'meta-custom-audience',
  name: 'Meta Custom Audience (Facebook, Instagram)',
  version: 'meta-custom-audience@2026-11',
  date: '2026-11-22',
  confidence: 'high',
  sources: [
    {
      url: 'https://developers.facebook.com/documentation/ads-commerce/marketing-api/audiences/guides/custom-audiences',
      read: '2026-09-12',
    },
    { url: 'https://www.facebook.com/business/help/2082575038703844', read: '2026-11-22' },
    { url: 'https://github.com/facebook/capi-param-builder', read: '2026-11-22' },
  ],
  get options() {
    return options();
  },
  fields: (given) => {
    const { metaNames, variants } = options().parse(given);
    return metaFields({ names: metaNames, variants });
  },
  defaultFields: ['email', 'phone'],
  lists: [matchFields],
  keyNames: {
    email: 'EMAIL',
    phone: 'PHONE',
    first_name: 'FN',
    last_name: 'LN',
    postal_code: 'ZIP',
    city: 'CT',
    state: 'ST',
    country: 'COUNTRY',
    birth_year: 'DOBY',
    birth_month: 'DOBM',
    birth_day: 'DOBD',
    gender: 'GEN',
    maid: 'MADID',
    external_id: 'EXTERN_ID',
  },
  limits: { rowsPerRequest: 10_000, minimumAudience: 100 },
  contradictions,
  entries: entriesOf,
};
