import fc from 'fast-check';
import { expect, test } from 'vitest';
import { populationOf } from '../../src/campaign/reference-run.js';
import { DAY, formatInstant } from '../../src/model/instant.js';
import { type RecordsInput, readRecords } from '../../src/model/records.js';
import type { PersonView } from '../../src/segments/condition.js';
import { type Condition, conditionKinds } from '../../src/segments/condition-kinds.js';
import { evaluator } from '../../src/segments/evaluator.js';
import { fitBoundaries } from '../../src/segments/fit-boundaries.js';
import { readSegment } from '../../src/segments/read-segment.js';
import { segmentHash } from '../../src/segments/segment.js';
import { condition, NAMED } from '../parity/condition-arbitraries.js';
import { attributes, runDefinition } from '../parity/run-both.js';
import { segmentLedger } from '../parity/segment-world.js';
import { cases } from '../setup/drawn-cases.js';

/** Laws of what people do, over long and nasty histories. */

const run = runDefinition([]);
const { trace } = evaluator({ ...run, uses: NAMED });

function people(input: RecordsInput): readonly PersonView[] {
  const population = populationOf(run, readRecords(input, { ...run.words, attributes }));
  return population.persons(population.directory(undefined));
}

function members(node: Condition, input: RecordsInput): readonly string[] {
  const everybody = people(input);
  const { evaluate } = evaluator(fitBoundaries([node], everybody, { ...run, uses: NAMED }));
  return everybody.flatMap((person) => (evaluate(node, person) ? [person.profile.id] : []));
}

/** Where windows are cut: on rows, beside them, and where clocks change. */
const instant = fc.oneof(
  fc
    .constantFrom('2026-02-01T10:00:00Z', '2025-10-26T01:00:00Z', '2025-03-30T01:00:00Z')
    .map((text) => Date.parse(text) * 1000),
  fc.integer({ min: -800, max: 0 }).map((days) => run.asOf + days * DAY),
);

test.each<[string, object]>([
  ['lines', { count: 'line' }],
  ['quantities', { sum: 'quantity', unit: 'piece' }],
  ['amounts', { sum: 'amount', currency: 'SEK' }],
])('%s of two windows that touch add up to those of both', (_, measure) => {
  fc.assert(
    fc.property(segmentLedger, fc.uniqueArray(instant, { minLength: 3, maxLength: 3 }), (input, cuts) => {
      const [a, b, c] = cuts.sort((x, y) => x - y) as [number, number, number];
      const seen = (from: number, to: number, person: PersonView): number =>
        Number(
          trace(
            {
              kind: 'aggregate',
              over: 'purchase',
              where: {},
              measure,
              in: { kind: 'absolute', from: formatInstant(from), to: formatInstant(to) },
              is: 'gte',
              value: 0,
            } as unknown as Condition,
            person,
          ).saw?.split(' ')[0],
        );
      for (const person of people(input)) {
        expect(seen(a, b, person) + seen(b, c, person)).toBeCloseTo(seen(a, c, person), 5);
      }
    }),
    { numRuns: cases(30) },
  );
});

test('the order of rows in a source says nothing', () => {
  fc.assert(
    fc.property(segmentLedger, condition, fc.boolean(), (input, node, backwards) => {
      const turned = (rows: readonly object[]): readonly object[] =>
        backwards ? [...rows].reverse() : [...rows.slice(1), ...rows.slice(0, 1)];
      const other = Object.fromEntries(Object.entries(input).map(([kind, rows]) => [kind, turned(rows)]));
      expect(members(node, other as RecordsInput)).toEqual(members(node, input));
    }),
    { numRuns: cases(100) },
  );
});

test('a row that is there twice by its id counts once', () => {
  fc.assert(
    fc.property(segmentLedger, condition, (input, node) => {
      const twice = (rows: readonly object[] = []): readonly object[] => [
        ...rows,
        ...rows.filter((row) => 'id' in row),
      ];
      const other = Object.fromEntries(
        Object.entries(input).map(([kind, rows]) => [
          kind,
          kind === 'purchase' || kind === 'event' ? twice(rows) : rows,
        ]),
      );
      expect(members(node, other as RecordsInput)).toEqual(members(node, input));
    }),
    { numRuns: cases(100) },
  );
});

/** The same content, with every object's keys the other way round. */
const turnedKeys = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(turnedKeys)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, one]) => [key, turnedKeys(one)]),
        )
      : value;

test('every generated condition is valid JSON of the language, and its hash does not see the order of keys', () => {
  fc.assert(
    fc.property(condition, (node) => {
      const read = (json: unknown) => readSegment('s', json, { attributes, uses: NAMED });
      const segment = read(JSON.parse(JSON.stringify(node)));
      expect(segment.condition).toEqual(node);
      expect(segmentHash(read(turnedKeys(node)))).toBe(segmentHash(segment));
    }),
    { numRuns: cases(150) },
  );
  expect(Object.keys(conditionKinds).length).toBeGreaterThan(8);
});
