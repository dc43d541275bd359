import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchesOf } from '../../../src/export/listing-files/batches.js';
import type { ListingOperation } from '../../../src/export/listing-files/listing-file.js';
import { linesOf } from '../../../src/export/listing-files/listing-lines.js';
import { keyOrder, type ListingRow } from '../../../src/export/listing-files/listing-row.js';
import { removalRow } from '../../../src/export/listing-files/removal-row.js';
import { entriesOf } from '../../../src/export/listing-services/entries.js';
import { cases } from '../../setup/drawn-cases.js';
import { hash, streamed, written } from './rows.js';

const digest = fc.integer({ min: 0, max: 30 }).map((number) => hash(`value ${number}`));
const someDigests = fc.uniqueArray(digest, { maxLength: 13 });

const contacts = fc.record({ email: someDigests, phone: someDigests }).map(withoutEmpty);

const address = fc
  .record({
    first: fc.array(digest, { minLength: 1, maxLength: 2 }),
    last: digest,
    code: fc.constantFrom('11122', '0150'),
  })
  .map(({ first, last, code }) => ({
    first_name: first,
    last_name: first.map(() => last),
    country: ['SE'],
    postal_code: [code],
  }));

const row: fc.Arbitrary<ListingRow> = fc
  .tuple(contacts, fc.option(address, { nil: {} }), fc.boolean())
  .map(([given, place, isGranted]) => ({
    values: { ...given, ...place },
    ...(isGranted ? ({ consent: 'granted' } as const) : {}),
  }));

function withoutEmpty(values: Record<string, readonly string[]>): ListingRow['values'] {
  return Object.fromEntries(Object.entries(values).filter(([, texts]) => texts.length > 0));
}

/** Every digest in a text, as often as it stands there. */
const digestsIn = (texts: Iterable<string>): readonly string[] =>
  [...texts].flatMap((text) => text.match(/[0-9a-f]{64}/g) ?? []).sort();

const runs = { numRuns: cases(60) };

describe('no identifier is lost or doubled, whatever the form', () => {
  const cases = [
    ['google-customer-match', 'csv'],
    ['google-data-manager', 'requests'],
    ['google-dv360', 'requests'],
  ] as const;

  test.each(cases)('%s as %s: exactly the identifiers of the rows', async (service, form) => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
        const place = { audience: '1', account: { id: '1' } };
        const files = await written({ service, form, place }, { add: rows });
        const expected = rows.flatMap(({ values }) => Object.values(values).flat());
        expect(digestsIn(Object.values(files))).toEqual(digestsIn(expected));
      }),
      runs,
    );
  });

  test.each(['csv', 'requests'] as const)(
    'Meta as %s: every e-mail of a person once for each spelling of the name',
    async (form) => {
      await fc.assert(
        fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
          const place = { audience: '1', account: { id: '1' } };
          const hashedCountry = rows.map((one) => ({
            ...one,
            values: {
              ...one.values,
              ...(one.values.country === undefined ? {} : { country: [hash('se')], postal_code: [hash('11122')] }),
            },
          }));
          const files = await written({ service: 'meta-custom-audience', form, place }, { add: hashedCountry });
          const found = new Set(digestsIn(Object.values(files)));
          expect(found).toEqual(
            new Set(digestsIn(hashedCountry.flatMap(({ values }) => Object.values(values).flat()))),
          );
        }),
        runs,
      );
    },
  );

  test('the lines of a person hold every value of every key, and at most one of each', () => {
    fc.assert(
      fc.property(row, (one) => {
        const lines = linesOf(one);
        for (const key of keyOrder) {
          const texts = one.values[key] ?? [];
          expect(new Set(lines.flatMap((line) => line[key] ?? []))).toEqual(new Set(texts));
        }
        const pairs = (one.values.first_name ?? []).map((first, i) => `${first} ${one.values.last_name?.[i]}`);
        if (pairs.length > 0)
          expect(new Set(lines.map((line) => `${line.first_name} ${line.last_name}`))).toEqual(new Set(pairs));
      }),
    );
  });

  test('batches, put together, are what was given; only the last is smaller, and none is empty', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer(), { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        async (items, size) => {
          const batches: (readonly number[])[] = [];
          for await (const batch of batchesOf(streamed(items), size)) batches.push(batch);
          expect(batches.flat()).toEqual(items);
          expect(batches.slice(0, -1).every((batch) => batch.length === size)).toBe(true);
          expect(batches.every((batch) => batch.length >= 1 && batch.length <= size)).toBe(true);
        },
      ),
    );
  });
});

test('what a transfer remembers takes back exactly what was written', () => {
  fc.assert(
    fc.property(row, ({ values }) => {
      const entries = [...entriesOf({ values })];
      expect(entries.flatMap((entry) => [...entriesOf(removalRow(entry))])).toEqual(entries);
    }),
  );
  expect(removalRow('address:a|b|GB|SW1|A').values).toEqual({
    first_name: ['a'],
    last_name: ['b'],
    country: ['GB'],
    postal_code: ['SW1|A'],
  });
  expect(removalRow('external_id:a:b').values).toEqual({ external_id: ['a:b'] });
  for (const entry of ['email:', 'name:x', 'address:a|b|c', 'x']) expect(() => removalRow(entry)).toThrow('bug:');
});

describe('a raw identifier stops the release, wherever it stands', () => {
  const place = { audience: '1', account: { id: '1' } };
  const raw = [
    'anna@example.se',
    '+46701234567',
    '46701234567',
    '0701234567',
    'anna',
    hash('x').toUpperCase(),
    `${hash('x')}0`,
  ];
  const nothing = [hash(''), Buffer.from(hash(''), 'hex').toString('base64')];
  const md5AndSha1 = ['d41d8cd98f00b204e9800998ecf8427e', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'];

  test.each([
    ['google-customer-match', 'csv'],
    ['google-data-manager', 'requests'],
    ['google-dv360', 'requests'],
    ['meta-custom-audience', 'csv'],
    ['meta-custom-audience', 'requests'],
  ] as const)('%s as %s', async (service, form) => {
    for (const key of ['email', 'phone', 'first_name', 'last_name'] as const) {
      for (const value of [...raw, ...nothing, ...md5AndSha1, `a,${hash('x')}`, `"${hash('x')}"`]) {
        const values = { first_name: [hash('d')], last_name: [hash('e')], [key]: [value] };
        for (const operation of ['add', 'remove'] satisfies ListingOperation[]) {
          const failing = written({ service, form, place }, { [operation]: [{ values }] });
          await expect(failing, `${key}: ${value}`).rejects.toMatchObject({ code: 'list-not-hashed' });
        }
      }
    }
  });

  test.each(['country', 'postal_code'] as const)(
    'not in the plain %s either; the error shows nothing of it',
    async (key) => {
      for (const value of ['anna@example.se', '+46701234567', '46701234567', 'Andersson', hash('x')]) {
        const values = {
          first_name: [hash('d')],
          last_name: [hash('e')],
          country: ['SE'],
          postal_code: ['11122'],
          [key]: [value],
        };
        const error = await written(
          { service: 'google-customer-match', form: 'csv', place },
          { add: [{ values }] },
        ).catch((thrown) => thrown);
        expect(error).toMatchObject({ code: 'list-not-hashed' });
        expect(JSON.stringify(error)).not.toContain(value);
      }
    },
  );

  test.each(['anna@example.se', '+46 70 123 45 67', '+46701234567'])(
    'nor as an external id or a device: %s',
    async (value) => {
      for (const key of ['external_id', 'maid']) {
        const failing = written(
          { service: 'meta-custom-audience', form: 'requests', place },
          { add: [{ values: { [key]: [value] } }] },
        );
        await expect(failing).rejects.toMatchObject({ code: 'list-not-hashed' });
      }
    },
  );
});

test('an entry that the form has no place for is told, never left out', async () => {
  const failing = written(
    { service: 'meta-custom-audience', form: 'csv', place: { audience: '1' } },
    { remove: [{ values: { external_id: ['K-17'] } }] },
  );
  await expect(failing).rejects.toMatchObject({ code: 'definition-invalid' });
});
