import { expect, test } from 'vitest';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { discreetSentence } from '../../src/segments/discreet-sentence.js';

test.each<[string, Condition]>([
  ['a country, which is of many', { kind: 'compare', field: 'country', is: 'eq', value: 'SE' } as Condition],
])('a value that is of many stays: %s', (_, condition) => {
  expect(discreetSentence({ id: 's', condition })).toContain('SE');
});

test.each<[string, unknown]>([
  ['an id', { kind: 'compare', field: 'id', is: 'eq', value: 'secret-1' }],
  ['ids', { kind: 'compare', field: 'id', is: 'in', value: ['secret-1', 'secret-2'] }],
  ['a name, inside others', { kind: 'not', of: { kind: 'compare', field: 'lastName', is: 'starts', value: 'secret' } }],
  ['ids on a list', { kind: 'list', ids: ['secret-1'] }],
])('what is of one person is left out: %s', (_, condition) => {
  const says = discreetSentence({ id: 's', condition: condition as Condition });
  expect(says).not.toContain('secret');
  expect(says.length).toBeGreaterThan(5);
});
