import { describe, expect, test } from 'vitest';
import { segmentMembers } from '../../src/campaign/segment-members.js';
import { ClearlistError } from '../../src/errors.js';
import { duckdb } from '../../src/node.js';
import { builder } from '../../src/segments/builder.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { type RateTable, validateRates } from '../../src/segments/rates.js';
import { segment } from '../../src/segments/segment.js';
import { absolute } from '../../src/segments/window.js';
import { okq8 } from '../../src/suppression/policies/okq8.js';
import { type Case, expected, line, saidOf, worldOf } from './rows-by-hand.js';

const { purchases } = builder();

/** One euro is worth 11 kronor until the end of February, 12.5 in March; a zloty a third of a krona and no more. */
const rates: RateTable = {
  currency: 'SEK',
  rates: [
    { currency: 'EUR', from: '2026-01-01', to: '2026-03-01', rate: '11' },
    { currency: 'EUR', from: '2026-03-01', to: '2026-04-01', rate: '12.5' },
    { currency: 'PLN', from: '2026-01-01', to: '2026-04-01', rate: '0.333333' },
  ],
};
const inSek = purchases().amount('SEK', { convert: true });
const sold = (profileId: string, occurredAt: string, amount: string, currency: string, fields: object = {}) =>
  line(profileId, { occurredAt, amount, currency, ...fields });

test('amounts are converted by the rate of their local day, exactly', async () => {
  const records = worldOf({
    purchase: [
      sold('both', '2026-02-10T10:00:00Z', '100', 'SEK'),
      sold('both', '2026-02-10T10:00:00Z', '10', 'EUR'),
      // The last instant of February in Stockholm, and the first of March.
      sold('last', '2026-02-28T22:59:59.999999Z', '1', 'EUR'),
      sold('first', '2026-02-28T23:00:00Z', '1', 'EUR'),
      // 0.000001 zloty is 0.000000333333 kronor: more than nothing, and less than a millionth.
      sold('dust', '2026-02-10T10:00:00Z', '0.000001', 'PLN'),
      // Taken back in March what was sold in February: at the rate of the sale, so that nothing is left.
      sold('back', '2026-02-10T10:00:00Z', '10', 'EUR', { receipt: 'r1' }),
      sold('back', '2026-03-02T10:00:00Z', '10', 'EUR', { type: 'return', originalReceipt: 'r1' }),
      line('no amount', { currency: 'USD' }),
    ],
  });
  const cases: readonly Case[] = [
    ['added up in one currency', inSek.exactly(210), ['both']],
    ['the last of February', inSek.exactly(11), ['last']],
    ['the first of March', inSek.exactly('12.5'), ['first']],
    ['nothing is rounded down', inSek.moreThan(0), ['both', 'last', 'first', 'dust']],
    ['nor up', inSek.lessThan('0.000001'), ['dust', 'back', 'no amount', 'silent']],
    ['a return at the rate of its sale', inSek.exactly(0), ['back', 'no amount', 'silent']],
    ['an average', purchases().average('amount', { currency: 'SEK', convert: true }).exactly(105), ['both']],
    ['the greatest', purchases().max('amount', { currency: 'SEK', convert: true }).exactly(110), ['both', 'back']],
    ['without conversion one currency counts', purchases().amount('SEK').exactly(100), ['both']],
  ];
  expect(await saidOf(cases, records, { rates })).toEqual(expected(cases));
});

describe('an amount without a rate stops everything, naming currency and day', () => {
  const ask = (condition: Condition, purchase: readonly object[]) => {
    const records = { profile: [{ id: 'p' }], purchase } as never;
    const asked = {
      segment: segment('s', condition),
      policy: okq8,
      asOf: '2026-03-03T10:00:00Z',
      zone: 'Europe/Stockholm',
      rates,
    };
    return [
      ['memory', () => segmentMembers({ ...asked, records })],
      [
        'duckdb',
        async () => {
          const engine = duckdb({ records, policy: okq8, threads: 1 });
          try {
            return await segmentMembers({ ...asked, engine });
          } finally {
            await engine.close();
          }
        },
      ],
    ] as const;
  };
  const usd = sold('p', '2026-02-28T23:00:00Z', '1', 'USD');

  test.each<[string, Condition, readonly object[], string | undefined]>([
    ['no rate for the currency', inSek.atLeast(1), [usd], 'there is no rate for USD on 2026-03-01'],
    [
      'no rate for the day',
      inSek.atLeast(1),
      [sold('p', '2025-12-31T22:59:59Z', '1', 'EUR')],
      'there is no rate for EUR on 2025-12-31',
    ],
    [
      'no currency',
      inSek.atLeast(1),
      [line('p', { amount: '1' })],
      'an amount of 2026-02-10 names no currency to convert from',
    ],
    [
      'the first of several',
      inSek.atLeast(1),
      [usd, sold('p', '2020-01-01T00:00:00Z', '1', 'EUR')],
      'EUR on 2020-01-01',
    ],
    [
      'beside a condition that decides already',
      { kind: 'all', of: [{ kind: 'any', of: [] } as Condition, inSek.atLeast(1)] } as Condition,
      [usd],
      'USD on 2026-03-01',
    ],
    ['not in the window: no need', inSek.in(absolute('2026-01-01', '2026-03-01')).atLeast(0), [usd], undefined],
    [
      'not among what is counted: no need',
      purchases({ category: 'fuel' }).amount('SEK', { convert: true }).atLeast(0),
      [usd],
      undefined,
    ],
    ['of nobody: no need', inSek.atLeast(0), [{ ...usd, profileId: 'ghost' }], undefined],
  ])('%s', async (_, condition, rows, message) => {
    for (const [engine, work] of ask(condition, rows)) {
      const found = await work().catch((error: unknown) => error);
      if (message === undefined) expect(found, engine).not.toBeInstanceOf(Error);
      else {
        expect(found, engine).toBeInstanceOf(ClearlistError);
        expect(found, engine).toMatchObject({ code: 'rate-missing', message: expect.stringContaining(message) });
      }
    }
  });
});

describe('a table of rates is held against itself', () => {
  const rate = { currency: 'EUR', from: '2026-01-01', to: '2026-02-01', rate: '11' };
  test.each<[string, RateTable, readonly string[]]>([
    ['a good one', rates, []],
    ['no currency', { currency: 'kr', rates: [] }, ['rates.currency']],
    ['the own currency', { currency: 'EUR', rates: [rate] }, ['rates.rates[0].currency']],
    ['no day', { currency: 'SEK', rates: [{ ...rate, to: '2026-02-30' }] }, ['rates.rates[0].to']],
    ['the wrong way round', { currency: 'SEK', rates: [{ ...rate, to: '2026-01-01' }] }, ['rates.rates[0]']],
    ['nothing', { currency: 'SEK', rates: [{ ...rate, rate: '0' }] }, ['rates.rates[0].rate']],
    ['finer than a millionth', { currency: 'SEK', rates: [{ ...rate, rate: '0.0000001' }] }, ['rates.rates[0].rate']],
    [
      'twice',
      { currency: 'SEK', rates: [rate, { ...rate, from: '2026-01-31', to: '2026-03-01' }] },
      ['rates.rates[1]'],
    ],
    ['one after the other', { currency: 'SEK', rates: [rate, { ...rate, from: '2026-02-01', to: '2026-03-01' }] }, []],
  ])('%s', (_, table, at) => {
    expect(validateRates(table, 'rates').map((issue) => issue.at)).toEqual(at);
  });
});
