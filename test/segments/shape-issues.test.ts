import { expect, test } from 'vitest';
import type { ClearlistError } from '../../src/errors.js';
import { readSegment } from '../../src/segments/read-segment.js';

const measured = { over: 'purchase', where: {}, measure: { sum: 'amount' }, in: { kind: 'ever' } };
const aggregate = { kind: 'aggregate', ...measured, is: 'gte', value: 3 };

test.each<[string, object, readonly (readonly [string, string])[]]>([
  [
    'a kind that is none',
    { kind: 'agregate' },
    [['s.kind', 'no kind of condition is named "agregate"; did you mean "aggregate"?']],
  ],
  [
    'a window that is none',
    { ...aggregate, in: { kind: 'roling', last: 'P1D' } },
    [['s.in.kind', 'no kind of window is named "roling"; did you mean "rolling"?']],
  ],
  ['a value that is not there', { kind: 'compare', field: 'country', is: 'eq' }, [['s.value', 'is missing']]],
  [
    'a word that is not there',
    { kind: 'rank', by: measured, top: 3 },
    [['s.order', 'is missing; there are highest, lowest']],
  ],
  [
    'a mistake within a choice',
    { kind: 'rank', by: { ...measured, over: 'purchases' }, order: 'highest', top: 3 },
    [['s.by.over', expect.stringContaining('"purchase"') as unknown as string]],
  ],
  [
    'a key of another place',
    { ...aggregate, windows: 1 },
    [['s', expect.stringContaining('no key "windows" here') as unknown as string]],
  ],
])('%s is told in words', (_, condition, expected) => {
  try {
    readSegment('s', condition, { attributes: {} }, 's');
    expect.unreachable();
  } catch (error) {
    expect((error as ClearlistError).issues.map(({ at, message }) => [at, message])).toEqual(expected);
  }
});
