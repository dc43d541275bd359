import once from 'lodash-es/once.js';
import * as z from 'zod';
import { entriesOf } from './entries.js';
import { type GoogleFieldOptions, googleFields } from './google-fields.js';
import type { Contradiction, ListingService, ListingSource } from './listing-service.js';

/** What every way to Customer Match has in common. */

const READ = '2026-11-22';

export const FORMATTING: ListingSource = {
  url: 'https://developers.google.com/data-manager/api/devguides/concepts/formatting',
  read: READ,
};
export const FORMATTER_TESTS: ListingSource = {
  url: 'https://github.com/googleads/data-manager-node/blob/main/util/test/formatter.test.ts',
  read: READ,
};
export const CUSTOMER_DATA: ListingSource = { url: 'https://support.google.com/google-ads/answer/7659867', read: READ };
export const DV360_DATA: ListingSource = {
  url: 'https://developers.google.com/display-video/api/guides/tasks/upload-customer-match-audience/prepare-data',
  read: READ,
};

export const googleOptions = once(() => ({
  /** Whether hyphens, apostrophes and full stops stay in names. */
  googleNamePunctuation: z.enum(['keep', 'strip']).default('keep'),
  /** Writes every spelling that Google’s rules can be read to mean. */
  variants: z.boolean().default(false),
}));

export const optionsOf = (options: z.ZodObject, given: Readonly<Record<string, unknown>>) =>
  z.object(googleOptions()).parse(options.parse(given));

export const rulesOf = (
  { googleNamePunctuation, variants }: z.infer<z.ZodObject<ReturnType<typeof googleOptions>>>,
  { encoding, spaces }: { readonly encoding: GoogleFieldOptions['encoding']; readonly spaces: 'keep' | 'strip' },
) =>
  googleFields({ encoding, names: { punctuation: googleNamePunctuation, spaces }, writes: variants ? 'all' : 'first' });

export const contactList = ['email', 'phone', 'first_name', 'last_name', 'postal_code', 'country'] as const;

export const googleProfile = {
  defaultFields: ['email', 'phone'],
  together: ['first_name', 'last_name', 'country', 'postal_code'],
  consent: 'google',
  entries: entriesOf,
} as const satisfies Partial<ListingService>;

export const googleContradictions: readonly Contradiction[] = [
  {
    about: 'email',
    between: 'the formatting page takes white space out of the middle; the utilities refuse such an address',
    chosen: 'refused',
    because: 'an address with a gap in it is two addresses or none, and a wrong hash is another person',
  },
  {
    about: 'email',
    between: 'the same box answers to gmail.com and googlemail.com; the domain is compared as typed',
    chosen: 'the domain as typed; the other one is a variant',
    because: 'the formatting page and the tests of the utilities keep the domain',
  },
  {
    about: 'phone',
    between: 'the utilities put a plus before whatever digits there are; the documentation asks for E.164',
    chosen: 'a number of the country’s numbering plan, in E.164',
    because: '`070…` with a plus in front is nobody’s number',
  },
  {
    about: 'first_name',
    between: 'the API reference says “no punctuation”; the help page and the tests keep it',
    chosen: 'punctuation stays; `googleNamePunctuation: strip` takes it out; the other form is a variant',
    because: 'the tests of the utilities hash `quinn-alex`',
  },
  {
    about: 'first_name',
    between: 'Google Ads and Data Manager keep white space between names; Display & Video 360 takes it out',
    chosen: 'each as its own page says; the other form is a variant',
    because: 'the pages are of different products, which may compare differently',
  },
  {
    about: 'first_name',
    between: 'the utilities take one title off; the rule says no titles',
    chosen: 'titles and suffixes are taken off until none is left',
    because: 'normalising twice must change nothing',
  },
  {
    about: 'last_name',
    between: 'a suffix is ` v` or ` vi`, which can be a surname',
    chosen: 'taken off',
    because: 'Google’s own utilities do so, and both sides must hash the same',
  },
  {
    about: 'postal_code',
    between: 'nothing is said of the gap in `111 22`',
    chosen: 'as written, without the country in front; the same code without or with its gap is a variant',
    because: 'the template has codes with a gap, and the utilities only trim',
  },
];
