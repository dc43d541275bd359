import { readFileSync } from 'node:fs';
import { PurposeRestriction, RestrictionType } from '@iabtechlabtcf/core';
import { describe, expect, test } from 'vitest';
import { consentReader } from '../../../src/sources/consent/consent-reader.js';
import { type ConsentTable, consentColumnSchema } from '../../../src/sources/consent/consent-table.js';
import { encoded } from './tc-string.js';

interface Sample {
  readonly text: string;
  /** Purposes consented to; `undefined` for a string that must not be read. */
  readonly purposes: readonly number[] | undefined;
  readonly lastUpdated?: string;
}

/** Where the public samples are absent, strings made here stand in for them. */
function samples(): readonly Sample[] {
  const folder = process.env.CLEARLIST_CONSENT_STRINGS;
  if (folder === undefined) {
    const own = [[], [1], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]].map((purposes) => ({ text: encoded(purposes), purposes }));
    return [...own, { text: encoded([1]).slice(0, 9), purposes: undefined }];
  }
  type Row = {
    tcString: string;
    decoded: { ok: boolean; version?: number; purposeConsents: number[]; lastUpdated: string };
  };
  const rows = JSON.parse(readFileSync(`${folder}/tcf_strings.json`, 'utf8')) as readonly Row[];
  return rows.map(({ tcString, decoded }) => ({
    text: tcString,
    purposes: decoded.ok && decoded.version === 2 ? decoded.purposeConsents : undefined,
    ...(decoded.ok ? { lastUpdated: decoded.lastUpdated } : {}),
  }));
}

const everyPurpose = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`p${i + 1}`, { purposes: [i + 1] }]));

describe(`TC strings${process.env.CLEARLIST_CONSENT_STRINGS === undefined ? ' (made here: the public samples are absent)' : ''}`, () => {
  test.each(samples())('$text', async ({ text, purposes, lastUpdated }) => {
    const said = (await consentReader({ format: 'tcf', purposes: everyPurpose }))(text);
    if (purposes === undefined) {
      expect(said).toEqual({ unreadable: expect.any(String) });
      expect(JSON.stringify(said)).not.toContain(text);
      return;
    }
    expect(said).toMatchObject({
      ...(lastUpdated === undefined ? {} : { occurredAt: lastUpdated }),
      states: Object.keys(everyPurpose).map((purpose, i) => ({
        purpose,
        state: purposes.includes(i + 1) ? 'given' : 'refused',
      })),
    });
  });
});

const ask = async (table: ConsentTable, text: string) => (await consentReader(table))(text);
const marketing = (switches: object): ConsentTable =>
  ({ format: 'tcf', purposes: { marketing_cookies: switches } }) as ConsentTable;
const state = async (switches: object, text: string) =>
  ((await ask(marketing(switches), text)) as { states?: readonly { state: string }[] }).states?.[0]?.state;

describe('a consent purpose', () => {
  test('is given where every purpose, feature and vendor named is on, and refused where one is off', async () => {
    const text = encoded([1, 3, 4], (model) => {
      model.vendorConsents.set([755]);
      model.specialFeatureOptins.set(1);
    });
    expect(await state({ purposes: [1, 3, 4] }, text)).toBe('given');
    expect(await state({ purposes: [1, 2] }, text)).toBe('refused');
    expect(await state({ purposes: [1], vendors: [755] }, text)).toBe('given');
    expect(await state({ purposes: [1], vendors: [755, 756] }, text)).toBe('refused');
    expect(await state({ purposes: [1], specialFeatures: [1] }, text)).toBe('given');
    expect(await state({ purposes: [1], specialFeatures: [2] }, text)).toBe('refused');
  });

  test('of the publisher is its own, not the vendors’', async () => {
    const text = encoded([1], (model) => model.publisherConsents.set(7));
    expect(await state({ purposes: [7], publisher: true }, text)).toBe('given');
    expect(await state({ purposes: [1], publisher: true }, text)).toBe('refused');
    expect(await state({ purposes: [7] }, text)).toBe('refused');
  });

  test('is refused to a vendor whom the publisher forbids it', async () => {
    const text = encoded([1, 3], (model) => {
      model.vendorConsents.set([755, 756]);
      model.publisherRestrictions.add(755, new PurposeRestriction(3, RestrictionType.NOT_ALLOWED));
    });
    expect(await state({ purposes: [3], vendors: [755] }, text)).toBe('refused');
    expect(await state({ purposes: [1], vendors: [755] }, text)).toBe('given');
    expect(await state({ purposes: [3], vendors: [756] }, text)).toBe('given');
  });

  test('a legitimate interest is no consent', async () => {
    expect(
      await state(
        { purposes: [2] },
        encoded([], (model) => model.purposeLegitimateInterests.set(2)),
      ),
    ).toBe('refused');
  });

  test('carries its time, language and versions', async () => {
    expect(await ask(marketing({ purposes: [1] }), encoded([1]))).toMatchObject({
      language: 'en',
      noticeVersion: expect.stringMatching(/^tcf policy \d+, vendor list 54$/),
    });
  });
});

describe('GPP strings', () => {
  const US = 'DBABLA~CAAAVVVVAFBA.QA';
  const BOTH = 'DBACNYA~CPSG_8APSG_8ANwAAAENAwCgAAAAAAAAAAAAAAAAAAAA.IAAA.YAAAAAAAAAAA~1YNN';
  const sale: ConsentTable = {
    format: 'gpp',
    purposes: { marketing_cookies: { section: 'uspv1', field: 'OptOutSale', given: ['N'], refused: ['Y'] } },
  };

  test('give their EU section as a TC string', async () => {
    const said = await ask({ format: 'gpp', purposes: { marketing_cookies: { purposes: [1] } } }, BOTH);
    expect(said).toMatchObject({ occurredAt: '2022-01-01T00:00:00.000Z', states: [{ state: 'refused' }] });
  });

  test.each<[string, string, unknown]>([
    ['N', BOTH, { states: [{ purpose: 'marketing_cookies', state: 'given' }] }],
    ['Y', 'DBABTA~1YYN', { states: [{ purpose: 'marketing_cookies', state: 'refused' }] }],
    ['a value without meaning', 'DBABTA~1Y--', { unreadable: 'marketing_cookies has no meaning in the table' }],
    ['a section that is not there', US, { unreadable: 'marketing_cookies has no meaning in the table' }],
  ])('give a field of another section: %s', async (_, text, expected) => {
    expect(await ask(sale, text)).toMatchObject(expected as object);
  });

  test.each<[string, string]>([
    ['no EU section', US],
    ['a section too few', 'DBACOeA~CPSG_8APSG_8ANwAAAENAwCAAAAAAAAAAAAAAAAAAAAA.QAAA.IAAA'],
    ['a TC string', encoded([1])],
    ['nothing', ''],
  ])('are unreadable with %s', async (_, text) => {
    expect(await ask({ format: 'gpp', purposes: { marketing_cookies: { purposes: [1] } } }, text)).toEqual({
      unreadable: expect.any(String),
    });
  });
});

test.each<[string, object]>([
  ['an empty list of purposes', { format: 'tcf', purposes: { a: { purposes: [] } } }],
  ['a purpose that is none', { format: 'tcf', purposes: { a: { purposes: [25] } } }],
  [
    'a field of GPP in a TC string',
    { format: 'tcf', purposes: { a: { section: 'usnat', field: 'x', given: [], refused: [1] } } },
  ],
  [
    'a field without a refusing value',
    { format: 'gpp', purposes: { a: { section: 'usnat', field: 'x', given: [1], refused: [] } } },
  ],
  ['an unknown key', { format: 'tcf', purposes: { a: { purposes: [1], purpose: 1 } } }],
])('a table with %s is refused', (_, table) => {
  expect(consentColumnSchema.safeParse({ ...table, column: 'tc' }).success).toBe(false);
});
