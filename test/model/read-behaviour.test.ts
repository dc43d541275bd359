import { describe, expect, test } from 'vitest';
import { UNREADABLE } from '../../src/model/read-cell.js';
import { type Cells, readRow } from '../../src/model/read-record.js';

const ref = { source: 'till', row: 1 };
const ONE = 1_000_000n;
const LINE: Cells = { profileId: 'p1', occurredAt: 5 };
const purchase = (cells: Cells): unknown => {
  const row = readRow('purchase', { ...LINE, ...cells }, ref);
  return 'record' in row ? row.record : row;
};

describe('a line of a receipt is signed: a return is negative', () => {
  test.each<[string, Cells, object]>([
    ['one piece where nothing is said', {}, { type: 'sale', quantity: ONE }],
    ['a sale', { type: 'sale', quantity: 2n * ONE, amount: 50n }, { type: 'sale', quantity: 2n * ONE, amount: 50n }],
    [
      'a return with positive figures',
      { type: 'return', quantity: ONE, amount: 50n },
      { type: 'return', quantity: -ONE, amount: -50n },
    ],
    [
      'a return with negative figures',
      { type: 'return', quantity: -ONE, amount: -50n },
      { type: 'return', quantity: -ONE, amount: -50n },
    ],
    [
      'a negative quantity is a return',
      { quantity: -ONE, amount: 50n },
      { type: 'return', quantity: -ONE, amount: -50n },
    ],
    ['a negative amount alone is a return', { amount: -50n }, { type: 'return', quantity: -ONE, amount: -50n }],
    ['a quantity of nothing is a sale of nothing', { quantity: 0n }, { type: 'sale', quantity: 0n }],
    ['the amount from the unit price', { quantity: 3n * ONE, unitPrice: 2_500_000n }, { amount: 7_500_000n }],
    ['a bound amount goes before the unit price', { quantity: 3n * ONE, unitPrice: ONE, amount: ONE }, { amount: ONE }],
    ['a returned unit price', { quantity: -2n * ONE, unitPrice: ONE }, { type: 'return', amount: -2n * ONE }],
  ])('%s', (_, cells, expected) => {
    expect(purchase(cells)).toMatchObject(expected);
  });

  test('no amount is no zero', () => {
    expect(purchase({ quantity: ONE })).not.toHaveProperty('amount');
    expect(purchase({ unitPrice: ONE })).not.toHaveProperty('amount');
    expect(purchase({ quantity: ONE, unitPrice: ONE })).not.toHaveProperty('unitPrice');
  });

  test.each<[string, Cells, string]>([
    ['an amount finer than a millionth', { quantity: 1n, unitPrice: 1n }, 'unitPrice'],
    ['an unreadable quantity', { quantity: UNREADABLE }, 'quantity'],
    ['an unreadable category', { category: UNREADABLE }, 'category'],
    ['an unreadable time', { occurredAt: UNREADABLE }, 'occurredAt'],
  ])('%s loses the row', (_, cells, lost) => {
    expect(purchase(cells)).toEqual({ lost });
  });
});

describe('an event and a link', () => {
  test('are kept as they are', () => {
    expect(readRow('event', { profileId: 'p1', type: 'app_open', occurredAt: 5, id: 'e1' }, ref)).toEqual({
      record: { id: 'e1', profileId: 'p1', type: 'app_open', occurredAt: 5, ref: { ...ref, id: 'e1' } },
    });
    expect(
      readRow('identity_link', { link: 'merge', profileId: 'p1', intoProfileId: 'p2', occurredAt: UNREADABLE }, ref),
    ).toEqual({
      record: { link: 'merge', profileId: 'p1', intoProfileId: 'p2', ref },
    });
  });

  test('an event with an unreadable controller is lost', () => {
    expect(readRow('event', { profileId: 'p1', type: 'app_open', occurredAt: 5, controller: UNREADABLE }, ref)).toEqual(
      {
        lost: 'controller',
      },
    );
  });
});
