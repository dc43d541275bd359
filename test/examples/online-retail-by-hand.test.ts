import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HEADER } from '../../examples/online-retail/look-alike.js';
import { makePeople, type Sheets } from '../../examples/online-retail/make-people.js';
import type { Row } from '../../examples/online-retail/people/sheet.js';
import { AS_OF } from '../../examples/online-retail/project.js';
import { writeSheets } from '../../examples/online-retail/write-project.js';
import { campaigns, type ExpectedList, type ExpectedRun, expectedRun } from './online-retail/expected.js';
import { csvLines, linesOf, runCommand, type WrittenRun, writtenCounts } from './online-retail/run-command.js';

/** Thirteen customers whose lists can be worked out with a pencil, so that neither the SQL nor the command has the last word. */
const lines = [
  // 101 comes twice, and as 110 once more.
  'A1,85123A,HEART,6,2011-03-01 10:00:00,10,101,United Kingdom',
  'A2,85123A,HEART,6,2011-04-01 10:00:00,10,101,United Kingdom',
  'A3,85123A,HEART,1,2011-03-02 10:00:00,1,110,United Kingdom',
  // 102 brings half of it back: 60 pounds are left, which is too little.
  'B1,85123A,HEART,6,2011-03-01 10:00:00,10,102,United Kingdom',
  'B2,85123A,HEART,6,2011-04-01 10:00:00,10,102,United Kingdom',
  'CB2,85123A,HEART,-6,2011-04-02 10:00:00,10,102,United Kingdom',
  ...['103', '105', '106', '107'].flatMap((customer) => [
    `${customer}1,22423,CAKESTAND,6,2011-03-01 10:00:00,10,${customer},United Kingdom`,
    `${customer}2,22423,CAKESTAND,6,2011-04-01 10:00:00,10,${customer},United Kingdom`,
  ]),
  // The first instant of half a year, and the last one before it.
  '1081,22423,CAKESTAND,1,2011-06-10 00:00:00,1000.50,108,United Kingdom',
  '1091,22423,CAKESTAND,1,2011-06-09 23:59:59,1000.50,109,United Kingdom',
  'Z1,22423,CAKESTAND,1000,2011-12-01 10:00:00,1000,,United Kingdom',
];

const person = (customer: string, changes: Row = {}): Row => ({
  customer_no: customer,
  email: `${customer}@example.com`,
  country: 'SE',
  first_name: 'Örjan',
  last_name: 'Ek',
  born: '1980-01-01',
  ...changes,
});

const yes = (customer: string, at: string, changes: Row = {}): Row => ({
  customer_no: customer,
  company: 'okq8',
  purpose: 'direct_marketing',
  channel: 'email',
  answer: 'given',
  said_at: at,
  entered_at: at,
  source: 'data_subject',
  proof: 'form',
  ...changes,
});

const objection = (customer: string, at: string, changes: Row = {}): Row => ({
  customer_no: customer,
  company: 'okq8_bank',
  purpose: 'direct_marketing',
  channel: '*',
  state: 'objected',
  received_at: at,
  entered_at: at,
  source: 'data_subject',
  ...changes,
});

const optOut = (customer: string, at: string): Row => ({
  customer_no: customer,
  company: 'okq8',
  channel: 'email',
  clicked_at: at,
  entered_at: at,
});

const lift = { state: 'lifted', proof: 'letter' };
const rows: Readonly<Record<keyof Sheets, readonly Row[]>> = {
  customers: [
    person('101', { language: 'sv' }),
    person('102', { first_name: '=1+1' }),
    person('103', { email: 'Home@example.com' }),
    person('104', { email: 'home+104@example.com' }),
    person('105'),
    person('106', { first_name: 'Anna, Berit' }),
    person('107'),
    // Read by the campaign's country in the SMS, and by none in the e-mails.
    person('108', { country: '', mobile: '070-123 45 67' }),
    person('109'),
    person('110'),
    person('111', { email: 'shared@example.com' }),
    person('112', { email: 'shared@example.com' }),
    person('113'),
  ],
  consents: [
    yes('102', '2011-05-01T00:00:00Z'),
    yes('107', '2011-10-30T00:45:00Z'),
    yes('108', '2011-05-01T00:00:00+02:00', { channel: 'sms' }),
    // A consent does not pass on in a merge.
    yes('110', '2011-05-01T00:00:00Z'),
    // What 111 left on the address they share, 112 joins for themself and not for 111.
    yes('112', '2011-05-01T00:00:00Z'),
    // Names an address, and nobody can read which: it is not the one in the register.
    yes('113', '2011-05-01T00:00:00Z', { email: 'my usual one' }),
  ],
  objections: [
    // To the bank, so to the group; and to everybody who is written to at that address.
    objection('104', '2011-05-01 12:00:00'),
    objection('105', '2011-05-01 12:00:00'),
    objection('105', '2011-05-01 12:00:00', lift),
    objection('106', '2011-05-01 12:00:00'),
    objection('106', '2011-05-01 12:00:01', lift),
  ],
  // In the hour that comes twice, 00:30 UTC at first: a quarter of an hour before the consent.
  'opt-outs': [optOut('107', '2011-10-30 02:30:00'), optOut('111', '2011-04-01 12:00:00')],
  restrictions: [],
  links: [{ what: 'merge', customer_no: '110', into_customer_no: '101', at: '2011-06-01T00:00:00Z' }],
};

const pencil: ExpectedRun['lists'] = {
  winback: {
    counts: {
      universe: 12,
      members: 5,
      suppressed: 2,
      cleared: 3,
      duplicates: 0,
      capped: 0,
      overLimit: 0,
      heldOut: 0,
      listed: 3,
    },
    reasons: [{ code: 'OBJECTION_DIRECT_MARKETING', primary: 2, any: 2 }],
    bases: [
      { basis: 'consent', persons: 1 },
      { basis: 'soft_opt_in', persons: 2 },
    ],
    rows: [
      ['profile_id', 'email', 'first_name', 'language'],
      ['101', '101@example.com', 'Örjan', 'sv'],
      ['106', '106@example.com', 'Anna, Berit', ''],
      ['107', '107@example.com', 'Örjan', ''],
    ],
  },
  newsletter: {
    counts: {
      universe: 12,
      members: 12,
      suppressed: 9,
      cleared: 3,
      duplicates: 0,
      capped: 0,
      overLimit: 0,
      heldOut: 0,
      listed: 3,
    },
    reasons: [
      { code: 'UNKNOWN_COUNTRY', primary: 1, any: 1 },
      { code: 'OBJECTION_DIRECT_MARKETING', primary: 3, any: 3 },
      { code: 'CHANNEL_OPT_OUT', primary: 1, any: 1 },
      { code: 'CONSENT_SCOPE_MISMATCH', primary: 0, any: 1 },
      { code: 'SOFT_OPT_IN_NOT_MET', primary: 3, any: 6 },
      { code: 'CONSENT_MISSING', primary: 1, any: 8 },
    ],
    bases: [{ basis: 'consent', persons: 3 }],
    rows: [
      ['profile_id', 'email', 'first_name', 'last_name', 'country'],
      ['102', '102@example.com', "'=1+1", 'Ek', 'SE'],
      ['107', '107@example.com', 'Örjan', 'Ek', 'SE'],
      ['112', 'shared@example.com', 'Örjan', 'Ek', 'SE'],
    ],
  },
  'sms-offer': {
    counts: {
      universe: 12,
      members: 1,
      suppressed: 0,
      cleared: 1,
      duplicates: 0,
      capped: 0,
      overLimit: 0,
      heldOut: 0,
      listed: 1,
    },
    reasons: [],
    bases: [{ basis: 'consent', persons: 1 }],
    rows: [
      ['profile_id', 'phone', 'name', 'tier'],
      ['108', '+46701234567', 'Örjan', ''],
    ],
  },
};

describe('online retail, thirteen customers worked out by hand', () => {
  let folder: string;
  let expected: ExpectedRun;
  let written: WrittenRun;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clearlist-by-hand-'));
    const purchases = join(folder, 'purchases.csv');
    await writeFile(purchases, [HEADER, ...lines, ''].join('\n'));
    const config = await writeSheets(folder, purchases, sheets());
    expected = await expectedRun(purchases, folder, '2011-12-10 00:00:00');
    written = await runCommand(config, AS_OF);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(campaigns)('the SQL of the proof gives %s as the pencil does', (campaign) => {
    expect(expected.lists[campaign]).toEqual(pencil[campaign]);
  });

  test.each(campaigns)('and so does the command, %s', (campaign) => {
    const { rows: listed, ...counts } = pencil[campaign] satisfies ExpectedList;
    expect(writtenCounts(written, campaign)).toEqual(counts);
    expect(linesOf(written.list(campaign))).toEqual(csvLines(listed));
  });
});

/** The rows above under the columns that such files have. */
const sheets = (): Sheets =>
  Object.fromEntries(
    Object.entries(makePeople([])).map(([name, { columns }]) => [name, { columns, rows: rows[name as keyof Sheets] }]),
  ) as unknown as Sheets;
