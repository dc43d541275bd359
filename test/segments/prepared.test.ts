import fc from 'fast-check';
import { expect, test } from 'vitest';
import { populationOf } from '../../src/campaign/reference-run.js';
import { ClearlistError, compilePredicate, okq8, readPersons, segment, segmentMembers } from '../../src/index.js';
import { readRecords } from '../../src/model/records.js';
import { type Condition, conditionKinds } from '../../src/segments/condition-kinds.js';
import { evaluator } from '../../src/segments/evaluator.js';
import { fitBoundaries } from '../../src/segments/fit-boundaries.js';
import { preparedTest } from '../../src/segments/prepared.js';
import { condition, NAMED } from '../parity/condition-arbitraries.js';
import { attributes, runDefinition } from '../parity/run-both.js';
import { segmentLedger } from '../parity/segment-world.js';
import { everyCondition } from '../parity/segments-both.js';
import { AS_OF } from '../parity/world.js';
import { cases } from '../setup/drawn-cases.js';
import { assertUntilMet } from '../setup/until-met.js';

const USUAL = 20;

/** Kinds that were never seen to hold, or never not to, where they can be made ready. */
const unseen = (seen: ReadonlySet<string>): readonly string[] =>
  Object.values(conditionKinds)
    .flatMap(({ kind, prepare }) => (prepare === undefined ? [kind] : [`${kind} true`, `${kind} false`]))
    .filter((one) => !seen.has(one));

test(`a condition made ready says what it says otherwise, with all its parts (${cases(USUAL)} ledgers)`, async () => {
  const seen = new Set<string>();
  const property = fc.property(
    segmentLedger,
    fc.array(condition, { minLength: 1, maxLength: 16, size: 'max' }),
    (input, asked) => {
      const run = runDefinition([]);
      const population = populationOf(run, readRecords(input, { ...run.words, attributes }));
      const persons = population.persons(population.directory(undefined));
      const context = fitBoundaries(asked, persons, { ...run, uses: NAMED });
      const { evaluate } = evaluator(context);
      for (const node of everyCondition(asked)) {
        const prepared = preparedTest(node, context);
        seen.add(node.kind);
        for (const person of persons) {
          const holds = evaluate(node, person);
          expect(prepared(person), JSON.stringify(node)).toBe(holds);
          seen.add(`${node.kind} ${holds}`);
        }
      }
    },
  );
  await assertUntilMet(property, USUAL, () => unseen(seen).length === 0);
});

const records = {
  profile: [
    { id: 'p1', country: 'SE', birthDate: '1980-02-29' },
    { id: 'p2', country: 'FI', birthDate: '1999-01-01' },
    { id: 'p3', country: 'SE' },
  ],
  identity_link: [{ link: 'merge', profileId: 'p3', intoProfileId: 'p2', occurredAt: '2026-01-01T00:00:00Z' }],
};
const swedes = segment('swedes', { kind: 'compare', field: 'country', is: 'eq', value: 'SE' });
const given = { policy: okq8, asOf: AS_OF };

test('a predicate finds the members that the segment has', async () => {
  const found = readPersons({ ...given, records }).filter(compilePredicate(swedes, { asOf: AS_OF }));
  const members: string[] = [];
  for await (const id of (await segmentMembers({ ...given, records, segment: swedes })).members) members.push(id);
  expect(found.map(({ profile }) => profile.id)).toEqual(members);
  expect(members).toEqual(['p1']);
});

test('a predicate is refused where its definition is none, or a rank has nobody to rank among', () => {
  const refused = (condition: Condition): string => {
    try {
      compilePredicate({ id: 's', condition }, { asOf: AS_OF });
      return 'taken';
    } catch (error) {
      return error instanceof ClearlistError ? `${error.code}: ${error.message}` : 'thrown';
    }
  };
  expect(refused({ kind: 'compare', field: 'county', is: 'eq', value: 'SE' })).toMatch(/definition-invalid.*county/s);
  const oldest = { kind: 'rank', by: { field: 'birthDate' }, order: 'lowest', top: 1 } as const;
  expect(refused(oldest as Condition)).toMatch(/definition-invalid.*rank/s);
});

test('a rank is taken among the population that is given', () => {
  const population = readPersons({ ...given, records });
  const oldest = segment('oldest', { kind: 'rank', by: { field: 'birthDate' }, order: 'lowest', top: 1 });
  const found = population.filter(compilePredicate(oldest, { asOf: AS_OF, population }));
  expect(found.map(({ profile }) => profile.id)).toEqual(['p1']);
});
