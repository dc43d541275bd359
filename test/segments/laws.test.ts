import fc from 'fast-check';
import { expect, test } from 'vitest';
import { populationOf } from '../../src/campaign/reference-run.js';
import { readRecords } from '../../src/model/records.js';
import type { PersonView } from '../../src/segments/condition.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { evaluator } from '../../src/segments/evaluator.js';
import { membersAmong } from '../../src/segments/segment.js';
import { ledger } from '../parity/arbitraries.js';
import { condition, NAMED } from '../parity/condition-arbitraries.js';
import { attributes, runDefinition } from '../parity/run-both.js';
import { cases } from '../setup/drawn-cases.js';

const run = runDefinition([]);
const context = { ...run, uses: NAMED };

const persons = ledger.map((input): readonly PersonView[] => {
  const population = populationOf(run, readRecords(input, { ...run.words, attributes }));
  return population.persons(population.directory(undefined));
});

const not = (of: Condition): Condition => ({ kind: 'not', of });
const all = (...of: readonly Condition[]): Condition => ({ kind: 'all', of });
const any = (...of: readonly Condition[]): Condition => ({ kind: 'any', of });
const members = (node: Condition, people: readonly PersonView[]): readonly string[] =>
  membersAmong({ id: 's', condition: node, uses: NAMED }, people, context).map(({ profile }) => profile.id);

/** Laws of conditions, with missing values and all. */
const laws: readonly [string, (a: Condition, b: Condition) => readonly [Condition, Condition]][] = [
  ['not not a = a', (a) => [not(not(a)), a]],
  ['not (a and b) = not a or not b', (a, b) => [not(all(a, b)), any(not(a), not(b))]],
  ['not (a or b) = not a and not b', (a, b) => [not(any(a, b)), all(not(a), not(b))]],
  ['a and a = a', (a) => [all(a, a), a]],
  ['a or not a = everybody', (a) => [any(a, not(a)), all()]],
  ['a and not a = nobody', (a) => [all(a, not(a)), any()]],
  ['a and b = b and a', (a, b) => [all(a, b), all(b, a)]],
  ['a or (a and b) = a', (a, b) => [any(a, all(a, b)), a]],
];

test.each(laws)('%s', (_, law) => {
  fc.assert(
    fc.property(condition, condition, persons, (a, b, people) => {
      const [left, right] = law(a, b);
      expect(members(left, people)).toEqual(members(right, people));
    }),
    { numRuns: cases(50) },
  );
});

test('a comparison and its negative word never both hold, and neither holds of a missing value', () => {
  fc.assert(
    fc.property(persons, (people) => {
      const is: Condition = { kind: 'compare', field: 'tier', is: 'eq', value: 'gold' };
      const isNot: Condition = { kind: 'compare', field: 'tier', is: 'ne', value: 'gold' };
      const missing: Condition = { kind: 'presence', field: 'tier', is: 'missing' };
      const { evaluate } = evaluator(context);
      for (const person of people) {
        expect([is, isNot, missing].filter((node) => evaluate(node, person))).toHaveLength(1);
      }
    }),
    { numRuns: cases(50) },
  );
});
