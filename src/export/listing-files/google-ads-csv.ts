import type { MatchKey, MatchValues } from '../listing-services/match.js';
import { type Cells, csvText } from './csv-text.js';
import type { FileJob, FormFile, ListingForm } from './listing-file.js';
import { range } from './listing-lines.js';
import { type ListingRow, singleKeys, spellingsIn } from './listing-row.js';
import { scanCsv } from './scan.js';

/**
 * Customer lists for the upload page of Google Ads, hashed: e-mail, phone and names as digests, country and postal code
 * as they are. A person is one line; a second spelling of a name is a line of its own.
 *
 * The upload page asks for the consent of a whole file, so that persons whose consent is stated and persons for whom
 * nothing is stated (outside the EEA, the United Kingdom and Switzerland) are never in one file.
 *
 * Source: https://support.google.com/google-ads/answer/7659867 and its template (read 2026-11-22).
 */
export const googleAdsCsv: ListingForm = {
  ending: 'csv',
  operations: ['remove', 'add'],
  keys: ['email', 'phone', 'first_name', 'last_name', 'country', 'postal_code'],
  needs: { account: false, audience: false },
  groupOf: ({ consent }, operation) => (operation === 'add' && consent === undefined ? NOT_STATED : ''),
  files,
  scan: () =>
    scanCsv({
      Email: 'digest',
      Phone: 'digest',
      'First Name': 'digest',
      'Last Name': 'digest',
      Country: 'country',
      Zip: 'postalCode',
    }),
};

const NOT_STATED = 'consent-not-stated';

/** A file with an address needs all four columns; without one it needs none of them. */
const ADDRESS = [
  ['first_name', 'First Name'],
  ['last_name', 'Last Name'],
  ['country', 'Country'],
  ['postal_code', 'Zip'],
] as const satisfies readonly (readonly [MatchKey, string])[];

async function* files({ rows, survey, group }: FileJob): AsyncGenerator<FormFile> {
  const { mostEmails, mostPhones, keys } = survey;
  const address = keys.includes('first_name') ? ADDRESS : [];
  const headers = [
    ...range(mostEmails).map(() => 'Email'),
    ...range(mostPhones).map(() => 'Phone'),
    ...address.map(([, header]) => header),
  ];
  let persons = 0;
  const lineOf = (values: MatchValues, spelling: number): Cells => {
    const single = singleKeys(values, spelling);
    const isFirst = spelling === 0;
    const line: (string | undefined)[] = [];
    for (let i = 0; i < mostEmails; i += 1) line.push(isFirst ? values.email?.[i] : undefined);
    for (let i = 0; i < mostPhones; i += 1) line.push(isFirst ? values.phone?.[i] : undefined);
    for (const [key] of address) line.push(single[key]);
    return line;
  };
  const cells = ({ values }: ListingRow): readonly Cells[] => {
    persons += 1;
    return range(spellingsIn(values)).map((spelling) => lineOf(values, spelling));
  };
  yield { mark: group, text: csvText(headers, rows(), cells), rows: () => persons };
}
