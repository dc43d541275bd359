import { describe, expect, test } from 'vitest';
import type { ListingRow } from '../../../src/export/listing-files/listing-row.js';
import { hash, readable, written } from './rows.js';

/** Every form, written by hand: what a person who knows the platform would send. `<a>` stands for the SHA-256 of `a`. */

const granted = { consent: 'granted' } as const;

const address = (first: string, last: string) => ({
  first_name: [hash(first)],
  last_name: [hash(last)],
  country: ['SE'],
  postal_code: ['11122'],
});

describe('Google Ads, CSV', () => {
  const input = { service: 'google-customer-match', form: 'csv', place: { audience: 'customers' } } as const;

  test('headers stand as often as anybody needs them; country and postal code are plain', async () => {
    const rows: readonly ListingRow[] = [
      { ...granted, values: { email: [hash('a'), hash('b')], phone: [hash('c')], ...address('d', 'e') } },
      { ...granted, values: { phone: [hash('f')] } },
    ];
    const files = await written(input, { add: rows });
    expect(Object.keys(files)).toEqual(['ads.add.csv']);
    expect(readable(files['ads.add.csv'] ?? '')).toBe(
      'Email,Email,Phone,First Name,Last Name,Country,Zip\r\n' + '<a>,<b>,<c>,<d>,<e>,SE,11122\r\n' + ',,<f>,,,,\r\n',
    );
  });

  test('without addresses there are no columns of them; a second spelling is a line of its own', async () => {
    const one = await written(input, { remove: [{ values: { email: [hash('a')] } }] });
    expect(readable(one['ads.remove.csv'] ?? '')).toBe('Email\r\n<a>\r\n');
    const two = { ...address('d', 'e'), first_name: [hash('d'), hash('x')], last_name: [hash('e'), hash('e')] };
    const files = await written(input, { add: [{ ...granted, values: { email: [hash('a')], ...two } }] });
    expect(readable(files['ads.add.csv'] ?? '')).toBe(
      'Email,First Name,Last Name,Country,Zip\r\n<a>,<d>,<e>,SE,11122\r\n,<x>,<e>,SE,11122\r\n',
    );
  });

  test('persons with and without stated consent are never in one file', async () => {
    const rows: readonly ListingRow[] = [
      { values: { email: [hash('a')] } },
      { ...granted, values: { email: [hash('b')] } },
    ];
    const files = await written(input, { add: rows });
    expect(readable(JSON.stringify(files))).toBe(
      '{"ads.add.csv":"Email\\r\\n<b>\\r\\n","ads.add.consent-not-stated.csv":"Email\\r\\n<a>\\r\\n"}',
    );
  });

  test('bytes are UTF-8 without a byte order mark, the same each time; names say what is not for sending', async () => {
    const rows = { add: [{ ...granted, values: { email: [hash('a')] } }] };
    const once = await written(input, rows);
    expect(await written(input, rows)).toEqual(once);
    expect(once['ads.add.csv']?.charCodeAt(0)).toBe('E'.charCodeAt(0));
    expect(Object.keys(await written({ ...input, forSending: false, suffix: '.age' }, rows))).toEqual([
      'ads.add.replay-not-for-sending.csv.age',
    ]);
  });
});

describe('Google Data Manager, requests', () => {
  const place = { audience: '777', account: { id: '1234567890' }, termsAccepted: true };
  const input = { service: 'google-data-manager', form: 'requests', place } as const;
  const destinations = [
    { operatingAccount: { accountType: 'GOOGLE_ADS', accountId: '1234567890' }, productDestinationId: '777' },
  ];
  const body = (files: Readonly<Record<string, string>>, name: string) => JSON.parse(readable(files[name] ?? '{}'));

  test('adding: one member for a person, consent once for all of them, terms as declared', async () => {
    const files = await written(input, {
      add: [{ ...granted, values: { email: [hash('a')], phone: [hash('c')], ...address('d', 'e') } }],
    });
    expect(Object.keys(files)).toEqual(['ads.add.0001.json', 'ads.requests.json']);
    expect(body(files, 'ads.add.0001.json')).toEqual({
      destinations,
      audienceMembers: [
        {
          userData: {
            userIdentifiers: [
              { emailAddress: '<a>' },
              { phoneNumber: '<c>' },
              { address: { givenName: '<d>', familyName: '<e>', regionCode: 'SE', postalCode: '11122' } },
            ],
          },
        },
      ],
      consent: { adUserData: 'CONSENT_GRANTED', adPersonalization: 'CONSENT_GRANTED' },
      encoding: 'HEX',
      termsOfService: { customerMatchTermsOfServiceStatus: 'ACCEPTED' },
    });
    expect(body(files, 'ads.requests.json')).toEqual({
      service: 'google-data-manager',
      requests: [{ method: 'POST', path: '/v1/audienceMembers:ingest', file: 'ads.add.0001.json' }],
    });
  });

  test('where not all have consented, those who have say so themselves; terms are not claimed', async () => {
    const files = await written(
      { ...input, place: { ...place, termsAccepted: false } },
      { add: [{ ...granted, values: { email: [hash('a')] } }, { values: { email: [hash('b')] } }] },
    );
    expect(body(files, 'ads.add.0001.json')).toEqual({
      destinations,
      audienceMembers: [
        {
          userData: { userIdentifiers: [{ emailAddress: '<a>' }] },
          consent: { adUserData: 'CONSENT_GRANTED', adPersonalization: 'CONSENT_GRANTED' },
        },
        { userData: { userIdentifiers: [{ emailAddress: '<b>' }] } },
      ],
      encoding: 'HEX',
    });
  });

  test('removing states no consent and no terms; each encoding has its own requests', async () => {
    const base64 = Buffer.from(hash('b'), 'hex').toString('base64');
    const files = await written(input, {
      remove: [{ values: { email: [hash('a')] } }, { values: { phone: [base64] } }],
    });
    expect(body(files, 'ads.remove.0001.json')).toEqual({
      destinations,
      audienceMembers: [{ userData: { userIdentifiers: [{ emailAddress: '<a>' }] } }],
      encoding: 'HEX',
    });
    expect(body(files, 'ads.remove.base64.0001.json')).toEqual({
      destinations,
      audienceMembers: [{ userData: { userIdentifiers: [{ phoneNumber: base64 }] } }],
      encoding: 'BASE64',
    });
    expect(body(files, 'ads.requests.json').requests).toEqual([
      { method: 'POST', path: '/v1/audienceMembers:remove', file: 'ads.remove.0001.json' },
      { method: 'POST', path: '/v1/audienceMembers:remove', file: 'ads.remove.base64.0001.json' },
    ]);
  });

  test('a person with more than ten identifiers is several members, with each identifier once', async () => {
    const email = Array.from({ length: 12 }, (_, i) => hash(`address ${i}`));
    const files = await written(input, { add: [{ ...granted, values: { email } }] });
    const members = JSON.parse(files['ads.add.0001.json'] ?? '').audienceMembers;
    const identifiers = members.map((one: { userData: { userIdentifiers: object[] } }) => one.userData.userIdentifiers);
    expect(identifiers.map((some: object[]) => some.length)).toEqual([10, 2]);
    expect(identifiers.flat()).toEqual(email.map((emailAddress) => ({ emailAddress })));
  });

  test('devices and user ids need no encoding; a login account is told apart', async () => {
    const maid = ['38400000-8cf0-11bd-b23e-10b96e40000d'];
    const login = { id: '42' };
    const files = await written(
      { ...input, place: { audience: '7', account: { id: '1', type: 'DISPLAY_VIDEO_ADVERTISER', login } } },
      {
        add: [
          { ...granted, values: { maid } },
          { ...granted, values: { external_id: ['K-17'] } },
        ],
      },
    );
    expect(body(files, 'ads.add.0001.json')).toEqual({
      destinations: [
        {
          operatingAccount: { accountType: 'DISPLAY_VIDEO_ADVERTISER', accountId: '1' },
          loginAccount: { accountType: 'DISPLAY_VIDEO_ADVERTISER', accountId: '42' },
          productDestinationId: '7',
        },
      ],
      audienceMembers: [{ mobileData: { mobileIds: maid } }, { userIdData: { userId: 'K-17' } }],
      consent: { adUserData: 'CONSENT_GRANTED', adPersonalization: 'CONSENT_GRANTED' },
    });
  });
});

test('Display & Video 360: contact infos with one consent for a request', async () => {
  const files = await written(
    { service: 'google-dv360', form: 'requests', place: { audience: '55', account: { id: '9' } } },
    {
      remove: [{ values: { phone: [hash('z')] } }],
      add: [
        { ...granted, values: { email: [hash('a'), hash('b')], phone: [hash('c')], ...address('d', 'e') } },
        { values: { email: [hash('f')] } },
      ],
    },
  );
  const path = '/v4/firstPartyAndPartnerAudiences/55:editCustomerMatchMembers';
  expect(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, JSON.parse(readable(text))]))).toEqual({
    'ads.remove.0001.json': {
      advertiserId: '9',
      removedContactInfoList: { contactInfos: [{ hashedPhoneNumbers: ['<z>'] }] },
    },
    'ads.add.0001.json': {
      advertiserId: '9',
      addedContactInfoList: {
        contactInfos: [
          {
            hashedEmails: ['<a>', '<b>'],
            hashedPhoneNumbers: ['<c>'],
            hashedFirstName: '<d>',
            hashedLastName: '<e>',
            countryCode: 'SE',
            zipCodes: ['11122'],
          },
        ],
        consent: { adUserData: 'CONSENT_STATUS_GRANTED', adPersonalization: 'CONSENT_STATUS_GRANTED' },
      },
    },
    'ads.add.consent-not-stated.0001.json': {
      advertiserId: '9',
      addedContactInfoList: { contactInfos: [{ hashedEmails: ['<f>'] }] },
    },
    'ads.requests.json': {
      service: 'google-dv360',
      requests: ['ads.remove.0001.json', 'ads.add.0001.json', 'ads.add.consent-not-stated.0001.json'].map((file) => ({
        method: 'POST',
        path,
        file,
      })),
    },
  });
});

describe('Meta', () => {
  const place = { audience: '2384', account: { id: '99' } };
  const person: ListingRow = {
    values: {
      email: [hash('a'), hash('b')],
      phone: [hash('c')],
      first_name: [hash('d')],
      last_name: [hash('e')],
      country: [hash('s')],
      birth_year: [hash('y')],
      birth_month: [hash('m')],
      birth_day: [hash('t')],
      maid: ['38400000-8cf0-11bd-b23e-10b96e40000d'],
    },
  };

  test('CSV: three of each contact on a line, ids of devices as they are, no month and day', async () => {
    const four = { email: ['a', 'b', 'c', 'd'].map(hash), phone: [hash('p')] };
    const files = await written(
      { service: 'meta-custom-audience', form: 'csv', place },
      { add: [person, { values: four }] },
    );
    expect(readable(files['ads.add.csv'] ?? '')).toBe(
      'email,email,email,phone,phone,phone,madid,fn,ln,country,doby\r\n' +
        '<a>,<b>,,<c>,,,38400000-8cf0-11bd-b23e-10b96e40000d,<d>,<e>,<s>,<y>\r\n' +
        '<a>,<b>,<c>,<p>,,,,,,,\r\n' +
        '<d>,,,,,,,,,,\r\n',
    );
  });

  const requests = { service: 'meta-custom-audience', form: 'requests', place } as const;

  test('requests: sessions of numbered batches, rows as long as the schema, empty text for what is missing', async () => {
    const spelled: ListingRow = {
      values: { email: [hash('f')], first_name: [hash('g'), hash('h')], last_name: [hash('i'), hash('j')] },
    };
    const files = await written(requests, { add: [person, spelled] });
    const { session, payload } = JSON.parse(readable(files['ads.add.0001.json'] ?? '{}'));
    expect(session).toEqual({
      session_id: session.session_id,
      batch_seq: 1,
      last_batch_flag: true,
      estimated_num_total: 4,
    });
    expect(Number.isSafeInteger(session.session_id)).toBe(true);
    const maid = '38400000-8cf0-11bd-b23e-10b96e40000d';
    expect(payload).toEqual({
      schema: ['EMAIL', 'PHONE', 'MADID', 'FN', 'LN', 'COUNTRY', 'DOBY', 'DOBM', 'DOBD'],
      data: [
        ['<a>', '<c>', maid, '<d>', '<e>', '<s>', '<y>', '<m>', '<t>'],
        ['<b>', '', maid, '<d>', '<e>', '<s>', '<y>', '<m>', '<t>'],
        ['<f>', '', '', '<g>', '<i>', '', '', '', ''],
        ['<f>', '', '', '<h>', '<j>', '', '', '', ''],
      ],
    });
  });

  test('what is removed, removed everywhere and replaced goes where Meta takes it', async () => {
    const rows: readonly ListingRow[] = [{ values: { email: [hash('a')] } }, { values: { external_id: ['K-17'] } }];
    const files = await written(requests, { remove_everywhere: rows, remove: rows, add: rows, replace: rows });
    expect(JSON.parse(files['ads.requests.json'] ?? '{}').requests).toEqual([
      { method: 'DELETE', path: '/act_99/usersofanyaudience', file: 'ads.remove_everywhere.0001.json' },
      { method: 'DELETE', path: '/2384/users', file: 'ads.remove.0001.json' },
      { method: 'POST', path: '/2384/users', file: 'ads.add.0001.json' },
      { method: 'POST', path: '/2384/usersreplace', file: 'ads.replace.0001.json' },
    ]);
    expect(JSON.parse(readable(files['ads.remove.0001.json'] ?? ''))).toEqual({
      payload: {
        schema: ['EMAIL', 'EXTERN_ID'],
        data: [
          ['<a>', ''],
          ['', 'K-17'],
        ],
      },
    });
    const sessions = ['add', 'replace'].map(
      (name) => JSON.parse(files[`ads.${name}.0001.json`] ?? '').session.session_id,
    );
    expect(new Set(sessions).size).toBe(2);
  });

  test('ten thousand rows to a request: numbers from 1, the last flag on the last, one session and schema', async () => {
    const rows = Array.from({ length: 20_001 }, (_, i): ListingRow => ({ values: { email: [hash(String(i))] } }));
    const files = await written(requests, { add: rows });
    const bodies = [1, 2, 3].map((i) => JSON.parse(files[`ads.add.000${i}.json`] ?? '{}'));
    expect(Object.keys(files)).toHaveLength(4);
    expect(bodies.map(({ payload }) => payload.data.length)).toEqual([10_000, 10_000, 1]);
    expect(bodies.map(({ session }) => session.batch_seq)).toEqual([1, 2, 3]);
    expect(bodies.map(({ session }) => session.last_batch_flag)).toEqual([false, false, true]);
    expect(new Set(bodies.map(({ session }) => session.session_id)).size).toBe(1);
    expect(new Set(bodies.map(({ session }) => session.estimated_num_total))).toEqual(new Set([20_001]));
    expect(bodies.flatMap(({ payload }) => payload.data.flat())).toEqual(rows.map(({ values }) => values.email?.[0]));
    const exactly = await written(requests, { add: rows.slice(0, 10_000) });
    expect(JSON.parse(exactly['ads.add.0001.json'] ?? '{}').session.last_batch_flag).toBe(true);
    expect(Object.keys(exactly)).toEqual(['ads.add.0001.json', 'ads.requests.json']);
  });
});
