import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { jsonSchemas } from 'clearlist/node';
import { decisionCasesJsonSchema } from 'clearlist/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { sampleConfig } from '../../src/project/sample/config.js';
import { conditionKinds } from '../../src/segments/condition-kinds.js';
import { readSegments } from '../../src/segments/read-segment.js';
import { windowSchema } from '../../src/segments/window.js';
import { condition, NAMED } from '../parity/condition-arbitraries.js';
import { attributes } from '../parity/run-both.js';
import { cases } from '../setup/drawn-cases.js';

const schemas = jsonSchemas();
const ajv = new Ajv2020({ strict: false, allErrors: false });
const accepts = {
  project: ajv.compile(schemas.project),
  condition: ajv.compile(schemas.condition),
  cases: ajv.compile(decisionCasesJsonSchema()),
};

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Every condition that stands in the page about segments. */
const page = readFileSync(new URL('../../docs/segments.md', import.meta.url), 'utf8');
const shown = [...page.matchAll(/`(\{"kind": "[^`]*\})`/g)]
  .map(([, text = '']) => text)
  .filter((text) => !text.includes('…'))
  .map((text) => JSON.parse(text) as { kind: string });
const examples = shown.filter(({ kind }) => Object.hasOwn(conditionKinds, kind));
const windows = shown.filter(({ kind }) => !Object.hasOwn(conditionKinds, kind));

describe('the published JSON Schemas', () => {
  test('take the sample project', () => {
    expect(accepts.project(json(sampleConfig)), JSON.stringify(accepts.project.errors)).toBe(true);
  });

  test('take every generated condition', () => {
    fc.assert(
      fc.property(condition, (node) => {
        expect(accepts.condition(json(node)), JSON.stringify(accepts.condition.errors)).toBe(true);
      }),
      { numRuns: cases(200) },
    );
  });

  test('take a condition that names its schema, in a file but not within another', () => {
    expect(accepts.condition({ $schema: 'x', kind: 'all', of: [] })).toBe(true);
    expect(accepts.condition({ kind: 'all', of: [{ $schema: 'x', kind: 'all', of: [] }] })).toBe(false);
  });

  test.each([
    [{ kind: 'sequense' }],
    [{ kind: 'all' }],
    [{ kind: 'all', of: [], off: 1 }],
    [{ kind: 'not', of: { kind: 'not' } }],
    [{ kind: 'compare', field: 'country', is: 'equals', value: 'SE' }],
    [{ kind: 'at_least', k: -1, of: [] }],
  ])('refuse %j', (node) => {
    expect(accepts.condition(node)).toBe(false);
  });

  test('refuse a project with a segment that is no condition', () => {
    expect(accepts.project(json({ ...sampleConfig, segments: { a: { kind: 'x' } } }))).toBe(false);
  });

  test('take every suite of decision cases, and none in another format', () => {
    const suites = new URL('../cases/suites/', import.meta.url);
    for (const file of readdirSync(suites)) {
      const suite = parse(readFileSync(new URL(file, suites), 'utf8'), { schema: 'core', merge: true });
      expect(accepts.cases(suite), `${file}: ${JSON.stringify(accepts.cases.errors)}`).toBe(true);
      expect(accepts.cases({ ...suite, format: 'suppression-decisions/2' })).toBe(false);
    }
  });

  test('are in the package as they are given by the library', () => {
    const require = createRequire(import.meta.url);
    for (const [name, schema] of Object.entries({ ...schemas, 'decision-cases': decisionCasesJsonSchema() })) {
      expect(require(`../../dist/schema/${name}.json`)).toEqual(json(schema));
    }
  });
});

describe('the conditions in the page about segments', () => {
  test('are some', () => {
    expect(examples.length).toBeGreaterThan(10);
  });

  test.each(windows.map((node) => [node.kind, node] as const))('the window %s can be read as it stands', (_, node) => {
    expect(windowSchema().safeParse(node).success).toBe(true);
  });

  test.each(examples.map((node) => [node.kind, node] as const))('%s can be read as it stands', (_, node) => {
    expect(accepts.condition(node), JSON.stringify(accepts.condition.errors)).toBe(true);
    const others = { 'lapsed-fuel': { kind: 'any', of: [] } };
    const { issues } = readSegments({ example: node, ...others }, { attributes, uses: { lists: NAMED.lists } });
    expect(issues.filter(({ at }) => at?.startsWith('segments.example'))).toEqual([]);
  });
});
