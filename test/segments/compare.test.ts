import { beforeAll, describe, expect, test } from 'vitest';
import { builder } from '../../src/segments/builder.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { membersOf } from './members.js';

/** One person for each value, and one for whom nothing is known. */
const profile = [
  { id: 'gold', country: 'SE', birthDate: '2008-03-03', deceased: true, attributes: { tier: 'gold', points: '10' } },
  {
    id: 'silver',
    country: 'NO',
    birthDate: '2008-03-04',
    deceased: false,
    attributes: { tier: 'Silver', points: '10.000001' },
  },
  { id: 'åke', country: 'SE', birthDate: '1985-05-01', attributes: { tier: 'Å', points: '-1' } },
  { id: 'nobody', country: null, attributes: { tier: '  ', points: null } },
];

/** Towns as people write them, one for each id: what is special in patterns stands for itself. */
const towns = Object.entries({
  lund: 'Lund',
  shout: 'LUND',
  ring: 'Åmål',
  small: 'åmål',
  percent: '100% Lund',
  percents: '100 Lund',
  line: 'a_b',
  letter: 'axb',
  slash: 'a\\b',
  star: 'a*b',
  face: '\u{1f600}x',
  dotted: 'İzmir',
  sharp: 'Straße',
  sigma: 'ΟΔΟΣ',
}).map(([id, city]) => ({ id, city }));

const { all, any, not } = builder();
const compare = (field: string, is: string, value: unknown): Condition =>
  ({ kind: 'compare', field, is, value }) as Condition;

const table: readonly [string, Condition, readonly string[]][] = [
  ['equal', compare('country', 'eq', 'SE'), ['gold', 'åke']],
  ['equal, in another spelling of the country', compare('country', 'eq', 'se'), ['gold', 'åke']],
  ['not equal leaves the missing out', compare('country', 'ne', 'SE'), ['silver']],
  ['one of', compare('country', 'in', ['SE', 'DK']), ['gold', 'åke']],
  ['one of none', compare('country', 'in', []), []],
  ['none of leaves the missing out', compare('country', 'not_in', ['SE']), ['silver']],
  ['none of none is everybody with a value', compare('country', 'not_in', []), ['gold', 'silver', 'åke']],
  ['text is exact', compare('tier', 'eq', 'silver'), []],
  ['text is trimmed on both sides', compare('tier', 'eq', ' gold '), ['gold']],
  ['text in Unicode form C on both sides', compare('tier', 'eq', 'A\u030a'), ['åke']],
  ['text in byte order', compare('tier', 'lt', 'gold'), ['silver']],
  ['text at its own place', compare('tier', 'lte', 'gold'), ['gold', 'silver']],
  ['text after ASCII', compare('tier', 'gt', 'zz'), ['åke']],
  ['numbers are exact', compare('points', 'eq', 10), ['gold']],
  ['a millionth more', compare('points', 'gt', '10'), ['silver']],
  ['at least', compare('points', 'gte', '10.000001'), ['silver']],
  ['below', compare('points', 'lt', 10), ['åke']],
  ['at most', compare('points', 'lte', 10), ['gold', 'åke']],
  ['a number other than', compare('points', 'ne', 10), ['silver', 'åke']],
  ['days as days', compare('birthDate', 'lte', '2008-03-03'), ['gold', 'åke']],
  ['the day after', compare('birthDate', 'gt', '2008-03-03'), ['silver']],
  ['a flag', compare('deceased', 'eq', true), ['gold']],
  ['a flag other than true leaves the unsaid out', compare('deceased', 'ne', true), ['silver']],
  ['the id', compare('id', 'gte', 'silver'), ['silver', 'åke']],
  ['between holds both ends', compare('points', 'between', [10, '10.000001']), ['gold', 'silver']],
  ['between days', compare('birthDate', 'between', ['1985-05-01', '2008-03-03']), ['gold', 'åke']],
  ['between one and the same', compare('points', 'between', [-1, -1]), ['åke']],
  ['between texts in byte order', compare('tier', 'between', ['Silver', 'gold']), ['gold', 'silver']],
  [
    'missing may match',
    { ...compare('country', 'eq', 'SE'), missing: 'match' } as Condition,
    ['gold', 'nobody', 'åke'],
  ],
  [
    'missing may match beside other',
    { ...compare('country', 'ne', 'SE'), missing: 'match' } as Condition,
    ['nobody', 'silver'],
  ],
  ['missing may match none of none', { ...compare('country', 'in', []), missing: 'match' } as Condition, ['nobody']],
  ['present', { kind: 'presence', field: 'birthDate', is: 'present' }, ['gold', 'silver', 'åke']],
  ['missing', { kind: 'presence', field: 'birthDate', is: 'missing' }, ['nobody']],
  ['blank text is missing', { kind: 'presence', field: 'tier', is: 'missing' }, ['nobody']],
  ['a flag nobody set is missing', { kind: 'presence', field: 'deceased', is: 'missing' }, ['nobody', 'åke']],
  ['not takes the missing in', not(compare('country', 'eq', 'SE')), ['nobody', 'silver']],
  ['not not', { kind: 'not', of: not(compare('country', 'eq', 'SE')) }, ['gold', 'åke']],
  ['all', all(compare('country', 'eq', 'SE'), compare('points', 'gt', 0)), ['gold']],
  ['all of nothing is everybody', all(), ['gold', 'nobody', 'silver', 'åke']],
  ['any', any(compare('country', 'eq', 'NO'), compare('points', 'lt', 0)), ['silver', 'åke']],
  ['any of nothing is nobody', any(), []],
  ['not any of nothing is everybody', not(any()), ['gold', 'nobody', 'silver', 'åke']],
];

const city = (is: string, value: string, more: object = {}): Condition =>
  ({ kind: 'compare', field: 'city', is, value, ...more }) as Condition;
const ANY_CASE = { fold: 'case' };

const texts: readonly [string, Condition, readonly string[]][] = [
  ['starts', city('starts', 'L'), ['lund', 'shout']],
  ['starts, letter by letter', city('starts', 'Lu'), ['lund']],
  ['starts, in any case', city('starts', 'l', ANY_CASE), ['lund', 'shout']],
  [
    'does not start',
    city('not_starts', '1'),
    ['dotted', 'face', 'letter', 'line', 'lund', 'ring', 'sharp', 'shout', 'sigma', 'slash', 'small', 'star'],
  ],
  ['ends', city('ends', 'Lund'), ['lund', 'percent', 'percents']],
  ['ends with a blank before it', city('ends', ' Lund'), ['percent', 'percents']],
  [
    'does not end, in any case',
    city('not_ends', 'D', ANY_CASE),
    ['dotted', 'face', 'letter', 'line', 'ring', 'sharp', 'sigma', 'slash', 'small', 'star'],
  ],
  ['contains', city('contains', 'und'), ['lund', 'percent', 'percents']],
  ['contains, in any case', city('contains', 'UND', ANY_CASE), ['lund', 'percent', 'percents', 'shout']],
  [
    'does not contain leaves the missing out',
    city('not_contains', 'm'),
    ['face', 'letter', 'line', 'lund', 'percent', 'percents', 'sharp', 'shout', 'sigma', 'slash', 'star'].filter(
      (id) => id !== 'dotted',
    ),
  ],
  ['a per cent sign is one', city('contains', '0%'), ['percent']],
  ['a low line is one', city('contains', 'a_b'), ['line']],
  ['a backslash is one', city('contains', 'a\\b'), ['slash']],
  ['a star in a piece is one', city('contains', 'a*b'), ['star']],
  ['letters are never other letters', city('contains', 'a', ANY_CASE), ['letter', 'line', 'sharp', 'slash', 'star']],
  ['å in any case', city('starts', 'Å', ANY_CASE), ['ring', 'small']],
  ['a piece in another form of Unicode', city('starts', 'A\u030a'), ['ring']],
  ['ß is not ss', city('contains', 'SS', ANY_CASE), []],
  ['ß in any case', city('eq', 'STRAßE', ANY_CASE), ['sharp']],
  ['sigma at the end of a word is sigma', city('ends', 'σ', ANY_CASE), ['sigma']],
  ['a dotted capital i keeps its dot', city('starts', 'i', ANY_CASE), ['dotted']],
  ['equal, in any case', city('eq', 'lUND', ANY_CASE), ['lund', 'shout']],
  [
    'other than, in any case, leaves the missing out',
    city('ne', 'lUND', ANY_CASE),
    towns
      .map(({ id }) => id)
      .filter((id) => id !== 'lund' && id !== 'shout')
      .sort(),
  ],
  ['looks like', city('glob', 'L*d'), ['lund']],
  ['a question mark is one character', city('glob', 'a?b'), ['letter', 'line', 'slash', 'star']],
  ['one character, however it is stored', city('glob', '?x'), ['face']],
  ['a pattern is of the whole text', city('glob', 'und'), []],
  ['a star may stand for nothing', city('glob', '*Lund*'), ['lund', 'percent', 'percents']],
  ['looks like, in any case', city('glob', 'å*L', ANY_CASE), ['ring', 'small']],
  ['does not look like', city('not_glob', '*?*'), []],
  ['missing may match a piece', city('contains', 'zz', { missing: 'match' }), ['nowhere']],
];

/** What people like: one for each shape of a list. */
const liking = Object.entries({
  both: ['golf', 'Wine'],
  one: ['golf'],
  longer: ['golf club'],
  ring: [' \u00a0A\u030asa '],
  empty: [],
  blank: ['  ', null],
  text: 'golf',
  pattern: ['g_lf', '%'],
}).map(([id, likes]) => ({ id, attributes: { likes } }));
const likes = (is: string, value: readonly string[], more: object = {}): Condition =>
  ({ kind: 'compare', field: 'likes', is, value, ...more }) as Condition;

const lists: readonly [string, Condition, readonly string[]][] = [
  ['any of', likes('contains_any', ['golf', 'Wine']), ['both', 'one', 'text']],
  ['an item is whole', likes('contains_any', ['club', 'gol']), []],
  ['an item is exact', likes('contains_any', ['wine']), []],
  ['an item in any case', likes('contains_any', ['wINE', 'åSA'], ANY_CASE), ['both', 'ring']],
  ['items are clean on both sides', likes('contains_any', [' Åsa']), ['ring']],
  ['what is special in patterns stands for itself', likes('contains_any', ['g_lf']), ['pattern']],
  ['any of none', likes('contains_any', []), []],
  ['all of', likes('contains_all', ['Wine', 'golf']), ['both']],
  ['all of one', likes('contains_all', ['golf']), ['both', 'one', 'text']],
  [
    'all of none is everybody with an item',
    likes('contains_all', []),
    ['both', 'longer', 'one', 'pattern', 'ring', 'text'],
  ],
  ['none of leaves the missing out', likes('contains_none', ['golf']), ['longer', 'pattern', 'ring']],
  ['none of several', likes('contains_none', ['Wine', '%']), ['longer', 'one', 'ring', 'text']],
  ['none of none', likes('contains_none', []), ['both', 'longer', 'one', 'pattern', 'ring', 'text']],
  [
    'missing may match none',
    likes('contains_none', ['golf'], { missing: 'match' }),
    ['blank', 'empty', 'longer', 'pattern', 'ring'],
  ],
  ['missing may match any', likes('contains_any', ['Wine'], { missing: 'match' }), ['blank', 'both', 'empty']],
  ['not takes the missing in', not(likes('contains_any', ['golf'])), ['blank', 'empty', 'longer', 'pattern', 'ring']],
  ['a list of nothing is missing', { kind: 'presence', field: 'likes', is: 'missing' }, ['blank', 'empty']],
  [
    'a list with an item is present',
    { kind: 'presence', field: 'likes', is: 'present' },
    ['both', 'longer', 'one', 'pattern', 'ring', 'text'],
  ],
];

describe('lists', () => {
  let found: Awaited<ReturnType<typeof membersOf>>;
  beforeAll(async () => {
    found = await membersOf(
      lists.map(([, condition]) => condition),
      { profile: liking },
    );
  });

  test.each(lists.map(([says, , expected], i) => [says, i, expected] as const))('%s', (_, i, expected) => {
    expect(found[i]).toEqual({ reference: expected, duckdb: expected });
  });
});

describe('text', () => {
  let found: Awaited<ReturnType<typeof membersOf>>;
  beforeAll(async () => {
    found = await membersOf(
      texts.map(([, condition]) => condition),
      { profile: [...towns, { id: 'nowhere' }] },
    );
  });

  test.each(texts.map(([says, , expected], i) => [says, i, expected] as const))('%s', (_, i, expected) => {
    expect(found[i]).toEqual({ reference: expected, duckdb: expected });
  });
});

describe('profile conditions', () => {
  let found: Awaited<ReturnType<typeof membersOf>>;
  beforeAll(async () => {
    found = await membersOf(
      table.map(([, condition]) => condition),
      { profile },
    );
  });

  test.each(table.map(([says, , expected], i) => [says, i, expected] as const))('%s', (_, i, expected) => {
    expect(found[i]).toEqual({ reference: expected, duckdb: expected });
  });
});
