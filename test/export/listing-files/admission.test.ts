import { describe, expect, test } from 'vitest';
import { admit, needsConsent, refusedOf } from '../../../src/export/listing-files/admission.js';
import { formIssues, type ListingShape } from '../../../src/export/listing-files/form-issues.js';
import { operationsOf } from '../../../src/export/listing-files/listing-forms.js';
import { refusalCounts, refusedRowsText } from '../../../src/export/listing-files/refused-rows.js';
import { heldBack } from '../../../src/export/listing-files/singling-out.js';
import type { MatchRow } from '../../../src/export/listing-services/match.js';
import { listingServices } from '../../../src/export/listing-services/registry.js';
import type { Basis } from '../../../src/model/reasons.js';
import { hash } from './rows.js';

const values = { email: [hash('a')] };
const row = (basis: Basis | undefined, country: string | undefined): MatchRow => ({
  row: 7,
  personId: 'p',
  ...(basis === undefined ? {} : { basis }),
  ...(country === undefined ? {} : { country }),
  values,
  refused: [],
});

describe('Google’s consent signals', () => {
  const google = listingServices['google-data-manager'];

  test.each<
    readonly [Basis | undefined, string | undefined, 'granted' | 'nothing stated' | 'refused', 'granted' | 'refused']
  >([
    ['consent', 'SE', 'granted', 'granted'],
    ['legacy_consent', 'FI', 'granted', 'granted'],
    ['consent', 'US', 'granted', 'granted'],
    ['consent', undefined, 'granted', 'granted'],
    ['legitimate_interest', 'SE', 'refused', 'granted'],
    ['soft_opt_in', 'NO', 'refused', 'granted'],
    ['service_message', 'GB', 'refused', 'granted'],
    ['legitimate_interest', 'CH', 'refused', 'granted'],
    ['legitimate_interest', 'AX', 'refused', 'granted'],
    ['legitimate_interest', undefined, 'refused', 'granted'],
    [undefined, 'DK', 'refused', 'granted'],
    ['legitimate_interest', 'US', 'nothing stated', 'granted'],
    ['legitimate_interest', 'FO', 'nothing stated', 'granted'],
  ])('cleared on %s in %s: %s; where the project declares consent: %s', (basis, country, alone, declared) => {
    const said = (admission: ReturnType<typeof admit>) =>
      'refused' in admission ? 'refused' : (admission.row.consent ?? 'nothing stated');
    expect(said(admit(google, row(basis, country)))).toBe(alone);
    expect(said(admit(google, row(basis, country), { because: 'dpia-7' }))).toBe(declared);
  });

  test('whom Google does not ask about, no service asks about', () => {
    expect(admit(listingServices['meta-custom-audience'], row('legitimate_interest', 'SE'))).toEqual({
      row: row('legitimate_interest', 'SE'),
    });
  });

  test.each(['AT', 'IS', 'LI', 'NO', 'SJ', 'GB', 'JE', 'CH', 'RE', undefined])('needed in %s', (country) => {
    expect(needsConsent(country)).toBe(true);
  });
  test.each(['US', 'GL', 'FO', 'TR', 'RS'])('not needed in %s', (country) => expect(needsConsent(country)).toBe(false));

  test('nobody is sent of whom nothing is left, and the report has places and reasons only', () => {
    const empty: MatchRow = {
      ...row('consent', 'SE'),
      values: {},
      refused: [{ field: 'email', reason: 'PLACEHOLDER' }],
    };
    const missing = row('soft_opt_in', 'SE');
    const refused = [empty, missing].flatMap((one) => refusedOf(one, admit(google, one)));
    expect([...refusedRowsText(refused)].join('')).toBe(
      'row,field,reason\r\n7,email,PLACEHOLDER\r\n7,,NOTHING_TO_MATCH_BY\r\n7,,CONSENT_SIGNALS_MISSING\r\n',
    );
    expect(refusalCounts([...refused, ...refused])).toEqual([
      { reason: 'CONSENT_SIGNALS_MISSING', rows: 2 },
      { reason: 'NOTHING_TO_MATCH_BY', rows: 2 },
      { reason: 'PLACEHOLDER', field: 'email', rows: 2 },
    ]);
  });
});

describe('a bad row never stops the others', () => {
  const google = listingServices['google-customer-match'];
  const address = { first_name: [hash('d')], last_name: [hash('e')], country: ['XX'] };

  test.each<readonly [MatchRow['values'], MatchRow['values'] | undefined, string | undefined]>([
    [{ ...values, ...address, postal_code: ['0701234567'] }, values, 'NOT_A_POSTAL_CODE'],
    [{ ...values, external_id: ['anna@example.se'] }, values, 'NOT_AN_EXTERNAL_ID'],
    [{ ...values, external_id: ['+46701234567'] }, values, 'NOT_AN_EXTERNAL_ID'],
    [{ ...address, postal_code: ['0701234567'] }, undefined, 'NOT_A_POSTAL_CODE'],
    [
      { ...values, ...address, postal_code: ['94043-1351'] },
      { ...values, ...address, postal_code: ['94043-1351'] },
      undefined,
    ],
    [
      { ...values, ...address, postal_code: ['K1A 0B1'] },
      { ...values, ...address, postal_code: ['K1A 0B1'] },
      undefined,
    ],
    [{ ...values, postal_code: [hash('11122')] }, { ...values, postal_code: [hash('11122')] }, undefined],
  ])('%j', (given, sent, reason) => {
    const one: MatchRow = { ...row('consent', 'SE'), values: given };
    const admission = admit(google, one);
    expect('row' in admission ? admission.row.values : undefined).toEqual(sent);
    const said = refusedOf(one, admission).map(({ reason: code }) => code);
    expect(said).toEqual([
      ...(reason === undefined ? [] : [reason]),
      ...(sent === undefined ? ['NOTHING_TO_MATCH_BY'] : []),
    ]);
  });
});

describe('a change that would single somebody out waits', () => {
  test.each<readonly [string, [number, number, number, number], { added: boolean; left: boolean }]>([
    ['the first upload has its own minimum', [0, 1, 0, 0], { added: false, left: false }],
    ['one more', [500, 1, 0, 0], { added: true, left: false }],
    ['nineteen more', [500, 19, 0, 0], { added: true, left: false }],
    ['twenty more', [500, 20, 0, 0], { added: false, left: false }],
    ['one who left', [500, 0, 1, 0], { added: false, left: true }],
    ['one who left and one who refused', [500, 0, 1, 1], { added: false, left: true }],
    ['one who left and nineteen who refused', [500, 0, 1, 19], { added: false, left: false }],
    ['only those who refused never wait', [500, 0, 0, 1], { added: false, left: false }],
    ['many left, few came', [500, 3, 40, 0], { added: true, left: false }],
  ])('%s', (_, [before, added, left, refused], expected) => {
    expect(heldBack({ before, added, left, refused }, 20)).toEqual(expected);
  });
});

describe('what keeps a listing’s files from being written', () => {
  const shape: ListingShape = {
    service: 'meta-custom-audience',
    form: 'requests',
    fields: ['email', 'birth_date', 'external_id'],
    place: { audience: '123', account: { id: '9' } },
  };
  const issues = (change: Partial<ListingShape>) =>
    formIssues({ ...shape, ...change }, 'at').map(({ at, message }) => `${at}: ${message}`);

  test('nothing, where all is said', () => {
    expect(issues({})).toEqual([]);
    expect(issues({ form: 'csv', fields: ['email', 'birth_date'], place: { audience: 'any name' } })).toEqual([]);
  });

  test('a form that the service does not have, fields that the form has no place for, numbers that are missing', () => {
    expect(issues({ service: 'google-dv360', form: 'csv' })).toEqual([
      'at.form: google-dv360 has no form "csv"; it has requests',
    ]);
    expect(issues({ form: 'csv' })).toEqual([
      'at.fields: the form "csv" of meta-custom-audience has no place for "external_id"',
    ]);
    expect(issues({ place: { audience: 'autumn' } })).toEqual([
      'at.audience: requests need the number of the audience at the service',
      'at.service: requests need the number of the account: set it as `account` of the destination',
    ]);
    expect(issues({ place: { audience: '1', account: { id: 'act_9', login: { id: '7' } } } })).toEqual([
      'at.service: the number of an account is digits only',
    ]);
  });

  test('an audience is replaced only where the service has a way to do so', () => {
    expect(issues({ replace: true })).toEqual([]);
    expect(issues({ replace: true, form: 'csv', fields: ['email'] })).toEqual([
      'at.replace: the form "csv" of meta-custom-audience has no way to replace an audience',
    ]);
  });

  test('what each form can be told', () => {
    expect(operationsOf('meta-custom-audience', 'requests')).toEqual(['remove_everywhere', 'remove', 'add', 'replace']);
    expect(operationsOf('google-customer-match', 'csv')).toEqual(['remove', 'add']);
    expect(operationsOf('google-customer-match', 'requests')).toEqual([]);
  });
});
