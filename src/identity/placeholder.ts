import { DASHES } from './visible-text.js';

/**
 * Words that people and systems write where they have nothing to write.
 *
 * Source: `n/a`, `null` and their like are what databases and spreadsheets export; the Nordic words are what clerks
 * type into a field that must not be empty.
 */
const WORDS: readonly string[] = [
  ...[
    'n/a',
    '#n/a',
    'n.a.',
    'null',
    '(null)',
    '<null>',
    '\\n',
    'nil',
    'none',
    'undefined',
    'nan',
    'void',
    'empty',
    '(empty)',
    '(blank)',
  ],
  ...[
    'unknown',
    'not known',
    'not given',
    'missing',
    'no name',
    'no email',
    'noemail',
    'no phone',
    'test',
    'testtest',
    'asdf',
    'qwerty',
    'xxx',
    'tbd',
  ],
  ...[
    'okänd',
    'okänt',
    'okand',
    'saknas',
    'uppgift saknas',
    'ingen',
    'inget',
    'ej angivet',
    'ej känd',
    'finns ej',
    'vet ej',
  ],
  ...['ei ole', 'eiole', 'ei tiedossa', 'ei tietoa', 'tuntematon', 'puuttuu', 'ei mitään'],
  ...['ukjent', 'ukendt', 'mangler', 'ikke oppgitt', 'ikke oplyst', 'ingen', 'intet', 'findes ikke', 'finnes ikke'],
];
const PLACEHOLDERS: ReadonlySet<string> = new Set(WORDS);

/** Those of {@link WORDS} that could be names by their letters, and one letter over and over; for JavaScript and RE2 alike. */
export const PLACEHOLDER_NAMES = `xx+|${WORDS.filter((word) => /^[a-z -]+$/.test(word)).join('|')}`;

/** Nothing but signs, or one sign over and over: `-`, `...`, `0000000`, `xxxx`. */
const SIGNS_ONLY = /^[^\p{L}\p{N}]+$/u;
const ZEROS = /^[0\s+()./-]+$/;
const ONE_LETTER_REPEATED = /^([x?*])\1+$/;

/** Whether a text stands for a missing value. The text is visible text of any case. */
export function isPlaceholder(text: string): boolean {
  const word = text.toLowerCase().replace(DASHES, '-').replace(/\s+/g, ' ');
  return PLACEHOLDERS.has(word) || SIGNS_ONLY.test(word) || ZEROS.test(word) || ONE_LETTER_REPEATED.test(word);
}

/** Local parts and domain names that are no address of anybody when they meet: `test@test.se`, `none@none.com`. */
export const PLACEHOLDER_EMAIL_WORDS =
  'test|testtest|testing|none|null|noemail|nomail|na|nan|unknown|undefined|missing|asdf|qwerty|xxx?|x|okand|saknas|ingen|inget|eiole|ei|ukjent|ukendt|mangler';
