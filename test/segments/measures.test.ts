import { expect, test } from 'vitest';
import { builder } from '../../src/segments/builder.js';
import { calendar, complete, rolling } from '../../src/segments/window.js';
import { type Case, event, expected, line, saidOf, worldOf } from './rows-by-hand.js';

const { events, purchases, not } = builder();

/** As-of 2026-03-03T10:00:00Z, Stockholm. */
const SEK = { currency: 'SEK' };
const kr = (amount: string, fields: object = {}) => ({ amount, currency: 'SEK', ...fields });

test('sums, averages, extremes, quantiles and proportions of purchases', async () => {
  const records = worldOf({
    purchase: [
      line('two', kr('100', { receipt: 'r1', product: 'A' })),
      line('two', kr('50', { receipt: 'r1', product: 'B' })),
      // A third is never 33.333333: 100 over three lines is above it and below 33.333334.
      line('third', kr('100')),
      line('third', kr('0')),
      line('third', kr('0')),
      line('gap', kr('10')),
      line('gap', { currency: 'SEK' }),
      line('back', kr('80', { receipt: 'r2', product: 'A' })),
      line('back', kr('80', { receipt: 'r2', product: 'A', type: 'return' })),
      line('loss', kr('40', { netAmount: '32', margin: '-5', listAmount: '50', discount: '10' })),
      line('gift', kr('0', { listAmount: '0', discount: '0' })),
      line('litres', { quantity: '40', unit: 'litre', amount: '800', currency: 'SEK' }),
      line('litres', { quantity: '3', unit: 'piece', amount: '30', currency: 'SEK' }),
      line('litres', { quantity: '7' }),
      line('euro', { amount: '100', currency: 'EUR' }),
      line('big', kr('999999999999.999999')),
      line('big', kr('999999999999.999999')),
      ...['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'].map((amount) => line('ten', kr(amount))),
    ],
  });
  const cases: readonly Case[] = [
    ['a sum nets returns', purchases().amount('SEK').between(0, 10), ['back', 'gap', 'gift', 'silent', 'euro']],
    ['a sum beyond what one amount can be', purchases().amount('SEK').moreThan('999999999999.999999'), ['big']],
    ['another currency is not added', purchases().amount('EUR').atLeast(1), ['euro']],
    ['litres are not added to pieces', purchases().quantity('litre').exactly(40), ['litres']],
    ['pieces', purchases().quantity('piece').atLeast(1), ['litres']],
    ['without a unit: lines that name none', purchases().quantity().exactly(7), ['litres']],
    ['an average of exactly', purchases().average('amount', SEK).exactly(75), ['two']],
    [
      'a third is above 33.333333',
      purchases().average('amount', SEK).moreThan('33.333333'),
      ['two', 'third', 'loss', 'litres', 'big'],
    ],
    ['and below 33.333334', purchases().average('amount', SEK).between('33.333333', '33.333334'), ['third']],
    ['a line without amount takes no part', purchases().average('amount', SEK).exactly(10), ['gap']],
    [
      'what is taken back whole has no average',
      purchases().average('amount', SEK).atLeast(-1000),
      ['two', 'third', 'gap', 'loss', 'gift', 'litres', 'big', 'ten'],
    ],
    ['nor below anything', not(purchases().average('amount', SEK).otherThan(1)), ['back', 'euro', 'silent']],
    [
      'an average basket',
      purchases()
        .average('amount', { ...SEK, per: 'receipt' })
        .exactly(150),
      ['two'],
    ],
    [
      'an average day',
      purchases()
        .average('amount', { ...SEK, per: 'day' })
        .exactly(55),
      ['ten'],
    ],
    ['the smallest', purchases().min('amount', SEK).exactly(0), ['third', 'gift']],
    ['the greatest is a sale, whatever was taken back', purchases().max('amount', SEK).exactly(80), ['back']],
    [
      'nothing has no smallest',
      purchases().min('amount', SEK).atMost(1_000_000),
      ['two', 'third', 'gap', 'back', 'loss', 'gift', 'litres', 'ten'],
    ],
    ['the median of ten is the fifth', purchases().median('amount', SEK).exactly(5), ['ten']],
    ['the quantile 0.5 and a bit is the sixth', purchases().quantile('amount', '0.500001', SEK).exactly(6), ['ten']],
    ['the quantile 0.1 is the first', purchases().quantile('amount', 0.1, SEK).exactly(1), ['ten']],
    ['and the quantile 1 the last', purchases().quantile('amount', 1, SEK).exactly(10), ['ten', 'gap']],
    ['a discount of a fifth', purchases().discountShare('SEK').exactly('0.2'), ['loss']],
    ['nothing of nothing is no share', purchases().discountShare('SEK').atMost(1), ['loss']],
    ['margin in proportion to net amount', purchases().ratio('margin', 'netAmount', SEK).exactly('-0.15625'), ['loss']],
    [
      'a price of a litre',
      purchases()
        .ratio('amount', 'quantity', { ...SEK, unit: 'litre' })
        .exactly(20),
      ['litres'],
    ],
    ['different products of which something is left', purchases().distinct('product').exactly(2), ['two']],
    ['one taken back is not left', purchases().distinct('product').atLeast(1), ['two']],
    ['of several values', purchases().lines().oneOf(10, 3), ['ten', 'third', 'litres']],
    ['of none of several', purchases().lines().in(rolling('P30D')).noneOf(0, 1, 2, 3), ['ten']],
  ];
  expect(await saidOf(cases, records)).toEqual(expected(cases));
});

test('the first and the last row, and what they say', async () => {
  const records = worldOf({
    purchase: [
      line('plain', { occurredAt: '2026-02-01T10:00:00Z', product: 'old', id: '1' }),
      line('plain', { occurredAt: '2026-02-20T10:00:00Z', product: 'new', id: '2' }),
      // At one instant the ids decide, in UTF-8 order: "10" comes before "9", and none before both.
      line('tie', { product: 'nine', id: '9' }),
      line('tie', { product: 'ten', id: '10' }),
      line('no id', { product: 'b' }),
      line('no id', { product: 'a', id: '1' }),
      line('no ids', { product: 'b' }),
      line('no ids', { product: 'a' }),
      line('says nothing', { occurredAt: '2026-02-01T10:00:00Z', product: 'a' }),
      line('says nothing', { occurredAt: '2026-02-02T10:00:00Z' }),
      line('returned', { occurredAt: '2026-02-01T10:00:00Z', product: 'kept' }),
      line('returned', { occurredAt: '2026-02-20T10:00:00Z', product: 'back', type: 'return' }),
      // The last minute of a local day, and the first of the next, within one day of UTC.
      line('late', { occurredAt: '2026-03-02T22:59:59.999999Z' }),
      line('early', { occurredAt: '2026-03-02T23:00:00Z' }),
    ],
  });
  const cases: readonly Case[] = [
    ['the last product', purchases().last('product').exactly('new'), ['plain']],
    ['the first product', purchases().first('product').exactly('old'), ['plain']],
    ['the greatest id of an instant is the last', purchases().last('product').exactly('nine'), ['tie']],
    ['the smallest is the first', purchases().first('product').exactly('ten'), ['tie']],
    ['no id comes before every id', purchases().first('product').exactly('b'), ['no id']],
    ['without ids the greatest value is the last', purchases().last('product').exactly('b'), ['no ids']],
    ['and the smallest the first', purchases().first('product').exactly('a'), ['no ids', 'says nothing']],
    [
      'the last row says nothing: no other is asked',
      purchases().last('product').otherThan('x'),
      ['plain', 'tie', 'no id', 'no ids', 'returned'],
    ],
    ['a return is not the last', purchases().last('product').startsWith('k'), ['returned']],
    ['patterns', purchases().last('product').like('n?w'), ['plain']],
    ['what it ends with', purchases().last('product').endsWith('e'), ['tie']],
    ['what it contains', purchases().last('product').contains('ep'), ['returned']],
    ['an instant', purchases().last('occurredAt').exactly('2026-02-20T11:00:00+01:00'), ['plain']],
    ['days since the last: a local midnight ago is yesterday', purchases().daysSinceLast().exactly(1), ['late']],
    ['and after it today', purchases().daysSinceLast().exactly(0), ['early']],
    ['days since the first', purchases().daysSinceFirst().exactly(30), ['plain', 'says nothing', 'returned']],
    ['yesterday by the calendar', purchases().lines().in(calendar('day', -1)).atLeast(1), ['late']],
    ['today so far', purchases().lines().in(calendar('day', 0)).atLeast(1), ['early']],
    ['the last complete day is yesterday', purchases().lines().in(complete(1, 'day')).atLeast(1), ['late']],
    ['the last 24 hours are both', purchases().lines().in(rolling('PT24H')).atLeast(1), ['early', 'late']],
  ];
  expect(await saidOf(cases, records)).toEqual(expected(cases));
});

test('figures of events', async () => {
  const records = worldOf({
    event: [
      event('cart', { value: '250', unit: 'SEK', cart: 'c1' }),
      event('cart', { value: '50', unit: 'SEK', cart: 'c2' }),
      event('points', { value: '-10', unit: 'point' }),
      event('plain', { value: '300' }),
    ],
  });
  const cases: readonly Case[] = [
    ['a sum in its unit', events('visit').sum('value', { unit: 'SEK' }).exactly(300), ['cart']],
    ['without a unit: events that name none', events('visit').sum('value').exactly(300), ['plain']],
    ['below nothing', events('visit').sum('value', { unit: 'point' }).lessThan(0), ['points']],
    ['an average', events('visit').average('value', { unit: 'SEK' }).exactly(150), ['cart']],
    ['different carts', events('visit').distinct('cart').exactly(2), ['cart']],
  ];
  expect(await saidOf(cases, records)).toEqual(expected(cases));
});
