import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Texts that break things, from the folders that environment variables name; a few look-alikes otherwise, and the
 * name of the test says so.
 */
export interface Texts {
  readonly from: string;
  readonly texts: readonly string[];
}

function texts(variable: string, lookAlikes: readonly string[], read: (folder: string) => readonly string[]): Texts {
  const folder = process.env[variable];
  return folder === undefined
    ? { from: `look-alikes of ${variable}`, texts: lookAlikes }
    : { from: variable, texts: read(folder) };
}

const cells = (csv: string): readonly string[] => csv.split(/\r?\n/).flatMap((line) => line.split(','));

export const names: Texts = texts(
  'CLEARLIST_NAMES',
  ['Åsa', 'Þórður', "O'Brien", 'Ærø', 'Գրիգորյան', 'Bengt-Åke', 'Jääskeläinen'],
  (folder) => [
    ...new Set(
      ['faker_nordic_names.csv', 'common-forenames-by-country.csv', 'common-surnames-by-country.csv'].flatMap((file) =>
        cells(readFileSync(join(folder, file), 'utf8')),
      ),
    ),
  ],
);

export const naughtyStrings: Texts = texts(
  'CLEARLIST_NAUGHTY_STRINGS',
  [
    'undefined',
    'NULL',
    '1E+02',
    '1/0',
    '$HOME',
    'ÅÍÎÏ˝ÓÔÒÚÆ☃',
    'Ω≈ç√∫˜µ≤≥÷',
    '田中さん',
    '👾 🙇',
    '1;DROP TABLE users',
    '\u202etest',
    'ﷺ',
    '١٢٣',
    'ﬁ',
    'ẞ@ß.de',
  ],
  (folder) => JSON.parse(readFileSync(join(folder, 'blns.json'), 'utf8')) as readonly string[],
);

/** An address with the verdict of isemail; `ISEMAIL_ERR` is what no RFC takes. */
export interface EmailCase {
  readonly address: string;
  readonly category: string;
}

const folder = process.env.CLEARLIST_EMAIL_CASES;
export const emailCases: { readonly from: string; readonly cases: readonly EmailCase[] } =
  folder === undefined
    ? {
        from: 'look-alikes of CLEARLIST_EMAIL_CASES',
        cases: [
          ...[
            'test',
            '@',
            'test@',
            '@iana.org',
            '.test@iana.org',
            'test.@iana.org',
            'test@-iana.org',
            'test@iana..com',
            'a@b@iana.org',
          ],
          ...['test@iana.org.', 'test\\@test@iana.org', '"test@iana.org'],
        ]
          .map((address) => ({ address, category: 'ISEMAIL_ERR' }))
          .concat(
            [
              'a@iana.org',
              'test.test@iana.org',
              '!#$%&`*+/=?^`{|}~@iana.org',
              '123@iana.org',
              'test@c--n.com',
              'test@mason-dixon.com',
            ].map((address) => ({ address, category: 'ISEMAIL_VALID_CATEGORY' })),
          ),
      }
    : {
        from: 'CLEARLIST_EMAIL_CASES',
        cases: JSON.parse(readFileSync(join(folder, 'jackbearheart_tests.json'), 'utf8')) as readonly EmailCase[],
      };
