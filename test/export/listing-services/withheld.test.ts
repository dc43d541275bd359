import { expect, test } from 'vitest';
import type { MatchRow } from '../../../src/export/listing-services/match.js';
import { consent, rowsOnBoth } from './both-engines.js';

const LISTING = { service: 'meta-custom-audience', fields: ['email', 'phone'] } as const;
const person = {
  id: 'p1',
  country: 'SE',
  email: ['anna@example.se', 'Anna.Work@example.se'],
  phone: ['+46701000001'],
};

const about = (address: Readonly<Record<string, string>>) => ({ ...consent('p1'), profileId: null, ...address });
const withheldOf = ({ refused }: MatchRow): readonly string[] =>
  refused.filter(({ reason }) => reason === 'NOT_CLEARED').map(({ field }) => field);

test.each([
  ['everything, where the consent names the person', [consent('p1')], { email: 2, phone: 1 }, []],
  [
    'one of two addresses, in another writing, and not the number',
    [about({ email: ' ANNA@example.se' })],
    { email: 1, phone: 0 },
    ['email', 'phone'],
  ],
  ['the number alone', [about({ phone: '070-100 00 01' })], { email: 0, phone: 1 }, ['email']],
  [
    'each that some consent names',
    [about({ email: 'anna.work@example.se' }), about({ phone: '+46701000001' })],
    { email: 1, phone: 1 },
    ['email'],
  ],
] as const)('a listing is given what a permission reaches: %s', async (_, said, sent, withheld) => {
  const [both] = await rowsOnBoth([person], [LISTING], {}, said);
  expect(both?.duckdb).toEqual(both?.reference);
  const [row] = both?.reference ?? [];
  expect({ email: row?.values.email?.length ?? 0, phone: row?.values.phone?.length ?? 0 }).toEqual(sent);
  expect(row && withheldOf(row)).toEqual(withheld);
});

test('which of the addresses is sent is the one that was cleared', async () => {
  const [one] = await rowsOnBoth([{ ...person, email: ['anna@example.se'], phone: [] }], [LISTING]);
  const [other] = await rowsOnBoth([person], [LISTING], {}, [about({ email: 'anna@example.se' })]);
  expect(other?.duckdb[0]?.values.email).toEqual(one?.duckdb[0]?.values.email);
});

test('a digest could be of an address that was not cleared', async () => {
  const digest = 'ab'.repeat(32);
  const listing = {
    service: 'meta-custom-audience',
    fields: ['email'],
    hashed: { email: { field: 'tier', encoding: 'sha256-hex' } },
  } as const;
  const hashed = { ...person, attributes: { tier: digest } };
  const [all] = await rowsOnBoth([hashed], [listing]);
  expect(all?.duckdb).toEqual(all?.reference);
  expect(all?.duckdb[0]?.values.email).toEqual([digest]);
  const [some] = await rowsOnBoth([hashed], [listing], {}, [about({ email: 'anna@example.se' })]);
  expect(some?.duckdb).toEqual(some?.reference);
  expect(some?.duckdb[0]).toMatchObject({ values: {}, refused: [{ field: 'email', reason: 'NOT_CLEARED' }] });
  const [number] = await rowsOnBoth([hashed], [listing], {}, [
    about({ email: 'anna@example.se' }),
    about({ email: 'anna.work@example.se' }),
  ]);
  expect(number?.duckdb[0]?.values.email).toEqual([digest]);
});
