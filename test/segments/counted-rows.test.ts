import { expect, test } from 'vitest';
import { builder } from '../../src/segments/builder.js';
import { absolute, next, rolling } from '../../src/segments/window.js';
import { type Case, event, expected, line, saidOf, worldOf } from './rows-by-hand.js';

const { events, purchases } = builder();

const FEBRUARY = absolute('2026-02-01', '2026-03-01');
const sale = (profileId: string, occurredAt: string, fields: object = {}) =>
  line(profileId, { occurredAt, receipt: 'r1', id: 'l1', amount: '100', currency: 'SEK', ...fields });
const back = (profileId: string, occurredAt: string, fields: object = {}) =>
  sale(profileId, occurredAt, { type: 'return', receipt: 'r9', id: 'l9', ...fields });

test('returns: at the time of the sale they name, overlooked, or with their order', async () => {
  const records = worldOf({
    purchase: [
      sale('kept', '2026-02-10T10:00:00Z'),
      // The sale before the window, the return in it.
      sale('before', '2026-01-31T22:59:59Z'),
      back('before', '2026-02-10T10:00:00Z', { originalReceipt: 'r1' }),
      // The sale in the window, the return after it.
      sale('after', '2026-02-10T10:00:00Z'),
      back('after', '2026-03-02T10:00:00Z', { originalReceipt: 'r1' }),
      // The same without a name for the sale.
      sale('unlinked', '2026-02-10T10:00:00Z'),
      back('unlinked', '2026-03-02T10:00:00Z'),
      // Returned after as-of, which nobody has seen; and at as-of, which is not yet past.
      sale('unseen', '2026-02-10T10:00:00Z'),
      back('unseen', '2026-03-04T10:00:00Z', { originalReceipt: 'r1' }),
      sale('now', '2026-02-10T10:00:00Z'),
      back('now', '2026-03-03T10:00:00Z', { originalReceipt: 'r1' }),
      // One of two lines, by its id; the sale is found by the line though the receipt is wrong.
      sale('by line', '2026-02-10T10:00:00Z'),
      sale('by line', '2026-02-10T10:00:00Z', { id: 'l2' }),
      back('by line', '2026-03-02T10:00:00Z', { originalLine: 'l2', originalReceipt: 'elsewhere' }),
      // A sale that nobody has: the return counts at its own time.
      back('lost', '2026-02-10T10:00:00Z', { originalReceipt: 'gone', originalLine: 'gone' }),
      // Lines without receipt.
      sale('no receipt', '2026-02-10T10:00:00Z', { receipt: undefined }),
      back('no receipt', '2026-02-11T10:00:00Z', { receipt: undefined, originalLine: 'l1' }),
    ].map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== undefined)) as typeof row),
  });
  const bought = purchases().lines().in(FEBRUARY);
  const cases: readonly Case[] = [
    ['a return counts at its sale', bought.exactly(0), ['before', 'after', 'silent', 'no receipt']],
    ['one that names no sale at its own time', bought.exactly(1), ['kept', 'unlinked', 'unseen', 'now', 'by line']],
    ['so it does where the sale is not known', bought.exactly(-1), ['lost']],
    [
      'receipts are those of the sale',
      purchases().receipts().in(FEBRUARY).exactly(1),
      ['kept', 'unlinked', 'unseen', 'now', 'by line'],
    ],
    ['amounts too', purchases().amount('SEK').in(FEBRUARY).exactly(-100), ['lost']],
    [
      'in March only the unlinked return is left',
      purchases().lines().in(absolute('2026-03-01', '2026-04-01')).exactly(-1),
      ['unlinked'],
    ],
    ['overlooked', bought.returns('ignore').exactly(1), ['kept', 'after', 'unlinked', 'unseen', 'now', 'no receipt']],
    ['overlooked, two lines', bought.returns('ignore').exactly(2), ['by line']],
    [
      'with the order: any return of it, whenever',
      bought.returns('exclude_order').exactly(0),
      ['before', 'after', 'by line', 'lost', 'no receipt', 'silent'],
    ],
    [
      'with the order: one that names another order does not count',
      bought.returns('exclude_order').exactly(1),
      ['kept', 'unlinked', 'unseen', 'now'],
    ],
    [
      'a test on an amount takes the return off too',
      purchases({ amount: { gte: 100 } })
        .lines()
        .in(FEBRUARY)
        .exactly(0),
      ['before', 'after', 'silent', 'no receipt'],
    ],
  ];
  expect(await saidOf(cases, records)).toEqual(expected(cases));
});

const version = (profileId: string, recordedAt: string | undefined, fields: object = {}) =>
  sale(profileId, '2026-02-10T10:00:00Z', { ...(recordedAt === undefined ? {} : { recordedAt }), ...fields });

test('a row counts once, as it was known', async () => {
  const records = worldOf({
    purchase: [
      version('twice', undefined),
      version('twice', undefined),
      version('corrected', '2026-02-11T00:00:00Z'),
      version('corrected', '2026-02-12T00:00:00Z', { amount: '40' }),
      version('corrected, rows the other way', '2026-02-12T00:00:00Z', { amount: '40' }),
      version('corrected, rows the other way', '2026-02-11T00:00:00Z'),
      version('without a time before all', '2026-02-11T00:00:00Z', { amount: '40' }),
      version('without a time before all', undefined),
      version('voided', '2026-02-11T00:00:00Z'),
      version('voided', '2026-02-12T00:00:00Z', { type: 'void' }),
      version('reserved', undefined, { type: 'void' }),
      version('tie', '2026-02-11T00:00:00Z', { amount: '40' }),
      version('tie', '2026-02-11T00:00:00Z', { amount: '41' }),
      // Known at as-of, and a microsecond later.
      version('just known', '2026-03-03T10:00:00Z'),
      version('not yet known', '2026-03-03T10:00:00.000001Z'),
      version('voided too late', '2026-02-11T00:00:00Z'),
      version('voided too late', '2026-03-04T00:00:00Z', { type: 'void' }),
      line('different lines', { id: 'a' }),
      line('different lines', { id: 'b' }),
      line('no ids'),
      line('no ids'),
    ],
    event: [event('clicked', { id: '1' }), event('clicked', { id: '1', recordedAt: '2026-02-11T00:00:00Z' })],
  });
  const lines = purchases().lines();
  const once = [
    'twice',
    'corrected',
    'corrected, rows the other way',
    'without a time before all',
    'tie',
    'just known',
    'voided too late',
  ];
  const cases: readonly Case[] = [
    ['one id is one line', lines.exactly(1), once],
    ['different ids, and no ids, are different lines', lines.exactly(2), ['different lines', 'no ids']],
    [
      'a void takes it out; what was recorded later is not seen',
      purchases().lines().exactly(0),
      ['voided', 'reserved', 'not yet known', 'clicked', 'silent'],
    ],
    [
      'the one recorded last counts',
      purchases().amount('SEK').exactly(40),
      ['corrected', 'corrected, rows the other way', 'without a time before all'],
    ],
    ['recorded at once: the greater fields', purchases().amount('SEK').exactly(41), ['tie']],
    ['events too', events('visit').count().exactly(1), ['clicked']],
  ];
  expect(await saidOf(cases, records)).toEqual(expected(cases));

  const early: readonly Case[] = [
    [
      'as it was known before',
      purchases().amount('SEK').exactly(100),
      ['twice', 'corrected', 'corrected, rows the other way', 'voided', 'voided too late'],
    ],
  ];
  expect(await saidOf(early, records, { knownAt: '2026-02-11T00:00:00Z' })).toEqual(expected(early));
  const late: readonly Case[] = [
    ['known by now', lines.exactly(1), [...once.filter((id) => id !== 'voided too late'), 'not yet known']],
  ];
  expect(await saidOf(late, records, { knownAt: '2026-03-05T00:00:00Z' })).toEqual(expected(late));
});

test('which rows count', async () => {
  const profiles = [{ id: 'home', city: 's1' }, { id: 'away', city: 's2' }, { id: 'nowhere' }];
  const records = worldOf(
    {
      purchase: [
        line('home', {
          station: 's1',
          category: 'fuel/diesel',
          product: 'A-1',
          unit: 'litre',
          amount: '100',
          currency: 'SEK',
        }),
        line('away', { station: 's1', category: 'fuel', product: 'a_b', amount: '99.999999', currency: 'SEK' }),
        line('nowhere', { station: 's1', category: 'fuel_card' }),
        line('bare'),
        line('soon', { category: 'shop/tobacco', product: 'x', recordedAt: '2026-03-03T09:00:00Z' }),
      ],
    },
    profiles,
  );
  const where = (tests: Parameters<typeof purchases>[0]) => purchases(tests).lines().atLeast(1);
  const cases: readonly Case[] = [
    ['a category with all under it', where({ category: 'fuel' }), ['home', 'away']],
    ['but for a part of it', where({ category: { under: 'fuel', not_under: 'fuel/diesel' } }), ['away']],
    ['everything else; no category is none', where({ category: { not_under: ['fuel', 'shop'] } }), ['nowhere']],
    [
      'unless the missing match',
      where({ category: { not_under: ['fuel', 'shop'], missing: 'match' } }),
      ['nowhere', 'bare'],
    ],
    ['what it begins with', where({ category: { starts: 'fuel' } }), ['home', 'away', 'nowhere']],
    ['the person’s own', where({ station: { eq: { profile: 'city' } } }), ['home']],
    ['another than the own; without one it is unknown', where({ station: { ne: { profile: 'city' } } }), ['away']],
    ['missing is neither', where({ product: { ne: 'A-1' } }), ['away', 'soon']],
    ['one of several', where({ product: ['A-1', 'x'] }), ['home', 'soon']],
    ['a pattern in which _ is itself', where({ product: { glob: '?_b' } }), ['away']],
    ['an amount at the limit', where({ amount: { gte: 100 } }), ['home']],
    ['a millionth below', where({ amount: { between: [0, '99.999999'] } }), ['away']],
    ['what is there', where({ unit: { present: true } }), ['home']],
    ['what is not', where({ station: { present: false } }), ['bare', 'soon']],
    ['two tests of one field', where({ product: { gt: 'A', lt: 'B' } }), ['home']],
    ['two fields', where({ category: 'fuel', unit: 'litre' }), ['home']],
    ['a time in a window', where({ recordedAt: { within: rolling('PT24H') } }), ['soon']],
    ['a time to come', where({ recordedAt: { within: next('P1D') } }), []],
    ['none of no values is everything there', where({ product: { not_in: [] } }), ['home', 'away', 'soon']],
  ];
  expect(await saidOf(cases, records)).toEqual(expected(cases));
});
