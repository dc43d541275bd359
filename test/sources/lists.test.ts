import { afterAll, beforeAll, expect, test } from 'vitest';
import { field } from '../../src/model/record-kind.js';
import { noWords, open, readByDuckDb, readBySpecification } from './both-readers.js';
import { Duck } from './duckdb.js';
import { Scratch } from './scratch.js';

const scratch = new Scratch();
const scope = { ...noWords, attributes: { likes: field('list', 'likes') } };

let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open();
});
afterAll(() => scratch.remove());

/** Two columns of a profile in one row, the way they are bound, and the items read; nothing for none. */
const table: readonly (readonly [
  one: string,
  other: string,
  bound: unknown,
  items: readonly string[] | 'unreadable',
])[] = [
  ['a;b', '', { column: 'one', separator: ';' }, ['a', 'b']],
  [' a ; ;\u00a0b;', '', { column: 'one', separator: ';' }, ['a', 'b']],
  ['a;b', '', 'one', ['a;b']],
  ['a|b', '', { column: 'one', separator: '|' }, ['a', 'b']],
  ['a  b', '', { column: 'one', separator: ' ' }, ['a', 'b']],
  ['A\u030a;å', '', { column: 'one', separator: ';' }, ['Å', 'å']],
  ['a\u037eb', '', { column: 'one', separator: ';' }, ['a', 'b']],
  ["o'b;%_\\", '', { column: 'one', separator: ';' }, ["o'b", '%_\\']],
  [' ; ', '', { column: 'one', separator: ';' }, []],
  ['', '', 'one', []],
  ['a;a', '', { column: 'one', separator: ';' }, ['a', 'a']],
  ['a', 'b', ['other', 'one'], ['b', 'a']],
  ['', 'b', ['one', 'other'], ['b']],
  ['', ' ', ['one', 'other'], []],
  [
    'a;b',
    'c,d',
    [
      { column: 'one', separator: ';' },
      { column: 'other', separator: ',' },
    ],
    ['a', 'b', 'c', 'd'],
  ],
  ['a\u001fb', '', { column: 'one', separator: ';' }, 'unreadable'],
  ['a\u001fb', '', 'one', 'unreadable'],
  ['a', 'b\u001f', ['one', 'other'], 'unreadable'],
];

test.each(table)('%j and %j, bound as %j', async (one, other, likes, items) => {
  scratch.write('p.csv', `id\tone\tother\np1\t${one}\t${other}\n`);
  const binding = {
    kind: 'profile',
    path: 'p.csv',
    format: { type: 'csv', delimiter: '\t' },
    columns: { id: 'id' },
    attributes: { likes },
  };
  const source = await open(scratch.folder, binding, scope);
  const found = await readBySpecification(source);
  expect(await readByDuckDb(duck, source)).toEqual(found);
  const row = found.rows[0];
  expect(row?.unreadable).toBe(items === 'unreadable');
  if (items !== 'unreadable') expect(row?.attribute_likes).toBe(items.length === 0 ? null : items.join('\u001f'));
});
