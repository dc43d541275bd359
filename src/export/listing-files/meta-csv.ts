import type { MatchKey, MatchValues } from '../listing-services/match.js';
import { type Cells, csvText } from './csv-text.js';
import type { FileJob, FormFile, ListingForm } from './listing-file.js';
import { range } from './listing-lines.js';
import { type ListingRow, singleKeys, spellingsIn } from './listing-row.js';
import { scanCsv } from './scan.js';

/**
 * Customer lists for the upload page of Meta's Ads Manager, hashed but for ids of devices.
 *
 * `email` and `phone` stand three times, as the page takes them; whoever has more of them gets another line, as does each
 * further spelling of a name. The page has no place for an external id, nor for month and day of birth apart from the year.
 *
 * Source: https://www.facebook.com/business/help/2082575038703844 (a mirror, read 2026-11-22); order of columns:
 * https://github.com/facebook/facebook-python-business-sdk/issues/278.
 */
export const metaCsv: ListingForm = {
  ending: 'csv',
  operations: ['remove', 'add'],
  keys: [
    'email',
    'phone',
    'maid',
    'first_name',
    'last_name',
    'postal_code',
    'city',
    'state',
    'country',
    'birth_year',
    'gender',
  ],
  needs: { account: false, audience: false },
  files,
  scan: () =>
    scanCsv({
      email: 'digest',
      phone: 'digest',
      madid: 'deviceId',
      fn: 'digest',
      ln: 'digest',
      zip: 'digest',
      ct: 'digest',
      st: 'digest',
      country: 'digest',
      doby: 'digest',
      gen: 'digest',
    }),
};

const CONTACTS_PER_LINE = 3;

const SINGLE = [
  ['maid', 'madid'],
  ['first_name', 'fn'],
  ['last_name', 'ln'],
  ['postal_code', 'zip'],
  ['city', 'ct'],
  ['state', 'st'],
  ['country', 'country'],
  ['birth_year', 'doby'],
  ['gender', 'gen'],
] as const satisfies readonly (readonly [MatchKey, string])[];

async function* files({ rows, survey: { keys } }: FileJob): AsyncGenerator<FormFile> {
  const contacts = (['email', 'phone'] as const).filter((key) => keys.includes(key));
  const single = SINGLE.filter(([key]) => keys.includes(key));
  const headers = [
    ...contacts.flatMap((key) => range(CONTACTS_PER_LINE).map(() => key)),
    ...single.map(([, header]) => header),
  ];
  let persons = 0;
  const lineOf = (values: MatchValues, from: number, spelling: number): Cells => {
    const rest = singleKeys(values, spelling);
    const line: (string | undefined)[] = [];
    for (const key of contacts) for (let i = from; i < from + CONTACTS_PER_LINE; i += 1) line.push(values[key]?.[i]);
    for (const [key] of single) line.push(rest[key]);
    return line;
  };
  const cells = ({ values }: ListingRow): readonly Cells[] => {
    persons += 1;
    const most = Math.max(1, ...contacts.map((key) => values[key]?.length ?? 0));
    const lines: Cells[] = [];
    for (let from = 0; from < most; from += CONTACTS_PER_LINE)
      for (let spelling = 0; spelling < spellingsIn(values); spelling += 1) lines.push(lineOf(values, from, spelling));
    return lines;
  };
  yield { mark: '', text: csvText(headers, rows(), cells), rows: () => persons };
}
