import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenSource } from '../../src/sources/open-source.js';
import { readSource } from '../../src/sources/read-source.js';
import { LEFT_OUT } from '../../src/sources/relations/lost-cases.js';
import { cases } from '../setup/drawn-cases.js';
import { offsetsOf, openParts, type Reading, readByDuckDb, readBySpecification, sorted } from './both-readers.js';
import { Duck } from './duckdb.js';
import { Scratch } from './scratch.js';

const scratch = new Scratch();
let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open();
  offsetsOf('Europe/Stockholm');
});
afterAll(() => scratch.remove());

/** A customer system's export: one row a person, one column a question. */
const crm = {
  path: 'crm.csv',
  format: { type: 'csv', delimiter: ';' },
  zone: 'Europe/Stockholm',
  writing: 'sv',
  derived: { mobil: { concat: [{ map: 'land', words: { SE: '+46', FI: '+358' } }, 'mobil_nr'] } },
  records: {
    customers: {
      kind: 'profile',
      columns: { id: 'nr', email: 'epost', phone: 'mobil', country: 'land' },
      duplicates: { latest: 'ändrad' },
    },
    consents: {
      kind: 'permission',
      columns: { profileId: 'nr', email: 'epost' },
      constants: { controller: 'okq8', purpose: 'direct_marketing', origin: 'data_subject', evidence: 'CRM' },
      flags: [
        {
          column: 'nyhetsbrev',
          words: { J: 'given', N: 'refused', '?': 'none' },
          columns: { occurredAt: 'nyhetsbrev_ändrad' },
          constants: { channel: 'email', topic: 'newsletter' },
        },
        {
          column: 'sms',
          words: { '1': 'given', '0': 'refused' },
          columns: { occurredAt: 'ändrad' },
          constants: { channel: 'sms' },
        },
      ],
    },
    stops: {
      kind: 'opt_out',
      columns: { profileId: 'nr' },
      constants: { controller: 'okq8' },
      flags: [{ column: 'ej_post', words: { X: 'yes', '-': 'none' }, constants: { channel: 'post' } }],
    },
    letters: {
      kind: 'objection',
      columns: { occurredAt: 'ändrad' },
      identifier: { kind: 'id_slag', value: 'id_värde', words: { E: 'email', M: 'phone', K: 'profileId' } },
      flags: [{ column: 'brev', words: { ja: 'objected', nej: 'none', åter: 'lifted' } }],
    },
  },
};

const header = 'nr;epost;mobil_nr;land;ändrad;nyhetsbrev;nyhetsbrev_ändrad;sms;ej_post;brev;id_slag;id_värde';
const file = (...rows: readonly string[]): string => [header, ...rows, ''].join('\n');

async function bothRead(content: string, source: object = crm): Promise<Readonly<Record<string, Reading>>> {
  scratch.write('crm.csv', content);
  const readings: Record<string, Reading> = {};
  for (const part of await openParts(scratch.folder, source)) {
    const specified = await readBySpecification(part);
    const read = await readByDuckDb(duck, part);
    expect([part.name, read.rows, read.rejected]).toEqual([part.name, specified.rows, specified.rejected]);
    expect(sorted(read.identifiers)).toEqual(sorted(specified.identifiers));
    readings[part.name] = specified;
  }
  return readings;
}

const out = { lost: LEFT_OUT };
const at = (text: string): number => Date.parse(text) * 1000;

describe('one row, several records', () => {
  test('each flag is a record of its own; nobody asked is no record; an unmapped word refuses', async () => {
    const read = await bothRead(
      file(
        '1;a@x.se;701234567;SE;2024-03-12 14:05;J;2024-03-12;1;;;;',
        '2;b@x.se;;FI;2024-03-13;N;;0;X;ja;E;b@x.se',
        '3;;;SE;2024-03-13;?;;;-;nej;;',
        '4;;;SE;2024-03-13;maybe;2024-03-12;ja;o;åter;K;4',
      ),
    );
    expect(Object.keys(read)).toEqual([
      's.customers',
      's.consents.nyhetsbrev',
      's.consents.sms',
      's.stops.ej_post',
      's.letters.brev',
    ]);
    expect(read['s.customers']?.rows.map((row) => [row.id, row.source, row.row])).toEqual([
      ['1', 's.customers', 1],
      ['2', 's.customers', 2],
      ['3', 's.customers', 3],
      ['4', 's.customers', 4],
    ]);
    expect(read['s.customers']?.identifiers.map(({ kind, raw }) => [kind, raw])).toEqual([
      ['email', 'a@x.se'],
      ['phone', '+46701234567'],
      ['email', 'b@x.se'],
      ['phone', '+358'],
      ['phone', '+46'],
      ['phone', '+46'],
    ]);
    const letter = {
      channel: 'email',
      topic: 'newsletter',
      controller: 'okq8',
      purpose: 'direct_marketing',
      lost: null,
    };
    expect(read['s.consents.nyhetsbrev']?.rows).toEqual([
      expect.objectContaining({ ...letter, state: 'given', at: at('2024-03-11T23:00:00Z'), unreadable: false }),
      // Without the time at which it changed, a permission is void; a refusal is permanent.
      expect.objectContaining({ ...letter, state: 'refused', at: Number.MAX_SAFE_INTEGER }),
      out,
      expect.objectContaining({ ...letter, state: null, unreadable: true }),
    ]);
    expect(read['s.consents.sms']?.rows).toEqual([
      expect.objectContaining({ channel: 'sms', state: 'given', at: at('2024-03-12T13:05:00Z'), topic: '*' }),
      expect.objectContaining({ channel: 'sms', state: 'refused' }),
      out,
      expect.objectContaining({ channel: 'sms', state: null, unreadable: true }),
    ]);
    expect(read['s.stops.ej_post']?.rows).toEqual([
      out,
      expect.objectContaining({ profile_id: '2', channel: 'post', controller: 'okq8', lost: null }),
      out,
      expect.objectContaining({ profile_id: '4', channel: 'post', controller: 'okq8', lost: null }),
    ]);
    expect(read['s.letters.brev']?.rows).toEqual([
      out,
      expect.objectContaining({ email: 'b@x.se', profile_id: null, phone: null, state: 'objected' }),
      out,
      expect.objectContaining({ email: null, profile_id: '4', state: 'lifted' }),
    ]);
  });

  test.each([
    ['no kind', '1;;;SE;2024-03-13;;;;;ja;;b@x.se'],
    ['an unknown kind', '1;;;SE;2024-03-13;;;;;ja;F;08-123'],
    ['a kind and nothing of it', '1;;;SE;2024-03-13;;;;;ja;E;'],
  ])('an identifier of %s stops the run', async (_, row) => {
    scratch.write('crm.csv', file(row));
    const parts = await openParts(scratch.folder, crm);
    const letters = parts.find(({ name }) => name === 's.letters.brev') as OpenSource;
    const clock = { wallClock: (local: number) => local };
    await expect(readSource(letters, clock)).rejects.toMatchObject({ code: 'rows-unreadable', at: 'crm.csv:2' });
    expect((await readByDuckDb(duck, letters)).rows.map(({ lost }) => lost)).not.toContain(null);
  });
});

describe('rows with one id', () => {
  const profiles = (duplicates: unknown): object => ({
    kind: 'profile',
    path: 'crm.csv',
    zone: 'Europe/Stockholm',
    columns: { id: 'id', email: 'e' },
    ...(duplicates === undefined ? {} : { duplicates }),
  });
  const content = 'id,e,t\n1,a@x.se,2024-01-02\n2,b@x.se,\n1,c@x.se,2024-01-03\n1,d@x.se,2024-01-01\n,x@x.se,2024\n';
  const twice = '(duplicate)';
  const nobody = { lost: 'id' };
  test.each([
    ['no rule', undefined, content, ['a@x.se', 'b@x.se', 'c@x.se', 'd@x.se'], 0],
    ['error', 'error', content, ['a@x.se', 'b@x.se'], 2],
    ['first', 'first', content, ['a@x.se', 'b@x.se'], 0],
    ['last', 'last', content, ['b@x.se', 'd@x.se'], 0],
    ['latest', { latest: 't' }, content, ['b@x.se', 'c@x.se'], 0],
    ['latest, twice', { latest: 't' }, content.replace('-01-02', '-01-03'), ['b@x.se', 'c@x.se'], 0],
    ['latest, without a time', { latest: 't' }, content.replace('2024-01-02', ''), ['b@x.se', 'c@x.se'], 1],
    ['latest, with an unreadable time', { latest: 't' }, content.replace('2024-01-03', 'May'), ['a@x.se', 'b@x.se'], 1],
  ])('%s', async (_, rule, text, emails, lost) => {
    const read = (await bothRead(text, profiles(rule))).s as Reading;
    expect(read.identifiers.map(({ raw }) => raw)).toEqual(emails);
    expect(read.rows.filter((row) => row.lost === twice)).toHaveLength(lost);
    expect(read.rows.at(-1)).toEqual(nobody);
  });
});

const cell = (...texts: readonly string[]): fc.Arbitrary<string> => fc.constantFrom('', ' ', ...texts);
const anyRow = fc.tuple(
  cell('1', '2', '3', '1', '2'),
  cell('a@x.se', 'b@x.se', '"q"'),
  cell('701234567', '0'),
  cell('SE', 'FI', 'se', 'Sverige'),
  cell('2024-03-12 14:05', '2024-03-12', '2024-10-27 02:30', '12.3.2024', '2024-02-30'),
  cell('J', 'N', '?', 'j', 'none', 'given'),
  cell('2024-03-12', 'x'),
  cell('1', '0', '2', 'toString'),
  cell('X', '-', 'x', 'yes'),
  cell('ja', 'nej', 'åter', 'A\u030ater', 'a\u030ater'),
  cell('E', 'M', 'K', 'F', 'email', '\u00a0E'),
  cell('a@x.se', '+46701234567', '1'),
);

test('DuckDB reads every part of any wide row as the specification does', { timeout: 120_000 }, async () => {
  const rules = fc.constantFrom(undefined, 'error', 'first', 'last', { latest: 'ändrad' }, { latest: 'ändrad' });
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { maxLength: 12 }), rules, async (rows, duplicates) => {
      const { duplicates: _, ...customers } = crm.records.customers;
      const records = {
        ...crm.records,
        customers: duplicates === undefined ? customers : { ...customers, duplicates },
      };
      await bothRead(file(...rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(';'))), {
        ...crm,
        records,
      });
    }),
    { numRuns: cases(3) },
  );
});
