import { beforeAll, describe, expect, test } from 'vitest';
import { contentOf } from '../../src/campaign/cleared-list.js';
import { listCell } from '../../src/campaign/list-values.js';
import { ClearedList, clearAudience, okq8 } from '../../src/index.js';
import { field } from '../../src/model/record-kind.js';
import type { RecordsInput } from '../../src/model/records.js';
import { attributes, runBoth, runDefinition, type Said } from '../parity/run-both.js';

const EVERYBODY = { id: 'everybody', condition: { kind: 'all', of: [] } } as const;
const BASE = { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: EVERYBODY } as const;

const given = (profileId: string) => ({
  profileId,
  controller: 'okq8',
  purpose: 'direct_marketing',
  channel: '*',
  state: 'given',
  occurredAt: '2026-01-01T00:00:00Z',
  origin: 'data_subject',
  evidence: 'form-1',
});

/** Ids that UTF-16 would put in another order, and three persons of one address. */
const IDS = ['b', 'B', 'a', 'å', '10', '9', '\uff5e', '\u{1f600}'] as const;
const records: RecordsInput = {
  profile: [
    ...IDS.map((id, i) => ({
      id,
      country: 'SE',
      email: `p${i}@example.se`,
      firstName: 'Åsa',
      attributes: { points: '10.50', tier: '=1+1' },
    })),
    { id: 'same2', country: 'SE', email: 'Same@example.se' },
    { id: 'same1', country: 'SE', email: ['x@', 'same@example.se'] },
    { id: 'same0', country: 'SE', email: 'same@example.se', deceased: true },
    { id: 'tag', country: 'SE', email: 'same+tag@example.se' },
  ],
  permission: [...IDS, 'same1', 'same2', 'same0', 'tag'].map(given),
};

describe('a list', () => {
  let found: { reference: readonly Said[]; duckdb: readonly Said[] };
  beforeAll(async () => {
    const columns = ['profileId', 'address', 'firstName', 'points', 'tier', 'deceased'];
    found = await runBoth(runDefinition([{ ...BASE, columns }]), records);
  });

  test('is the same from both engines', () => {
    expect(found.duckdb).toEqual(found.reference);
  });

  test('is in UTF-8 byte order of the profile id', () => {
    expect(found.duckdb[0]?.rows.map(([id]) => id)).toEqual([
      '10',
      '9',
      'B',
      'a',
      'b',
      'same1',
      'tag',
      'å',
      '\uff5e',
      '\u{1f600}',
    ]);
  });

  test('holds one person an address, the lowest id that is cleared; a tag is another address', () => {
    expect(found.duckdb[0]?.rows.filter(([, address]) => address?.startsWith('same'))).toEqual([
      ['same1', 'same@example.se', undefined, undefined, undefined, undefined],
      ['tag', 'same+tag@example.se', undefined, undefined, undefined, undefined],
    ]);
  });

  test('writes values as recorded; making them safe for a spreadsheet is the exporter’s', () => {
    expect(found.duckdb[0]?.rows[0]).toEqual(['10', 'p4@example.se', 'Åsa', '10.5', '=1+1', undefined]);
  });

  test('says what became of everybody', () => {
    expect(found.duckdb[0]?.counts).toEqual({
      universe: 12,
      members: 12,
      suppressed: 1,
      cleared: 11,
      capped: 0,
      duplicates: 1,
      overLimit: 0,
      heldOut: 0,
      listed: 10,
      parts: [],
      reasons: [{ code: 'DECEASED', primary: 1, any: 1 }],
      bases: [{ basis: 'consent', persons: 11 }],
    });
  });
});

test('persons without an address are nobody’s duplicates', async () => {
  const policy = { ...okq8, bases: { direct_marketing: { own_web: ['legitimate_interest' as const] } } };
  const run = runDefinition([{ ...BASE, channel: 'own_web', kind: 'general_offer' }], { policy });
  const { reference, duckdb } = await runBoth(run, records);
  expect(duckdb).toEqual(reference);
  expect(duckdb[0]?.counts).toMatchObject({ cleared: 11, duplicates: 0, listed: 11 });
});

test('an address is chosen by preference among those that are cleared', async () => {
  const profile = [
    { id: 'p1', country: 'SE', email: ['first@example.se', 'second@example.se', 'third@example.se'] },
    { id: 'p2', country: 'SE', email: 'first@example.se' },
  ];
  const opt_out = [{ profileId: 'p2', channel: 'email' }];
  const { reference, duckdb } = await runBoth(runDefinition([BASE]), {
    profile,
    opt_out,
    permission: [given('p1'), given('p2')],
  });
  expect(duckdb).toEqual(reference);
  expect(duckdb[0]?.rows).toEqual([['p1', 'second@example.se']]);
});

test.each<[string, Parameters<typeof listCell>[0], Parameters<typeof listCell>[1], string | undefined]>([
  ['missing', undefined, undefined, undefined],
  ['null', null, field('text', 't'), undefined],
  ['text', 'å', field('text', 't'), 'å'],
  ['a decimal', 10_500_000n, field('decimal', 'd'), '10.5'],
  ['a flag', false, field('boolean', 'b'), 'false'],
  ['an instant', 1, field('instant', 'i'), '1970-01-01T00:00:00.000001Z'],
])('a cell: %s', (_, value, definition, expected) => {
  expect(listCell(value, definition)).toBe(expected);
});

describe('a cleared list is a handle that only the campaign step makes', () => {
  const options = { campaign: { ...BASE, id: 'c1' }, policy: okq8, records, attributes, asOf: '2026-03-03T10:00:00Z' };

  test('for sending, or a replay', async () => {
    const list = await clearAudience(options);
    expect([list.campaign, list.forSending, list.counts.listed]).toEqual(['c1', true, 10]);
    expect(list.columns.map(({ header }) => header)).toEqual(['profile_id', 'email']);
    const rows: unknown[] = [];
    for await (const row of list) rows.push(row);
    expect(rows).toHaveLength(10);
    expect((await clearAudience({ ...options, replay: true })).forSending).toBe(false);
  });

  test('nothing else is one', () => {
    expect(() => Reflect.construct(ClearedList, [])).toThrow(TypeError);
    const forged = Object.create(ClearedList.prototype) as ClearedList;
    expect(() => contentOf(forged)).toThrow(expect.objectContaining({ code: 'not-a-cleared-list' }));
    expect(() => forged.counts).toThrow(expect.objectContaining({ code: 'not-a-cleared-list' }));
  });

  test.each<[string, object, string]>([
    ['an as-of without offset', { asOf: '2026-03-03' }, 'as-of-invalid'],
    ['an as-of finer than a millisecond', { asOf: '2026-03-03T10:00:00.0000001Z' }, 'ok'],
    ['a zone that does not exist', { zone: 'Europe/Atlantis' }, 'definition-invalid'],
    ['an undeclared attribute', { attributes: {} }, 'input-invalid'],
    ['two profiles of one id', { records: { profile: [{ id: 'p' }, { id: 'p' }] } }, 'duplicate-id'],
    ['a refusal of nobody', { records: { profile: [], opt_out: [{ email: 'not an address' }] } }, 'rows-lost'],
  ])('%s', async (_, changes, code) => {
    const made = clearAudience({ ...options, ...changes }).then(
      () => 'ok',
      (error: { code: string }) => error.code,
    );
    expect(await made).toBe(code);
  });
});
