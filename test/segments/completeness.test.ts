import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparisonNames } from '../../src/segments/comparisons.js';
import { conditionKinds } from '../../src/segments/condition-kinds.js';
import { comparison } from '../parity/compare-arbitraries.js';

const textOf = (folder: URL, wanted: RegExp): string =>
  readdirSync(folder)
    .filter((file) => wanted.test(file) && !import.meta.url.endsWith(file))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');

const tables = textOf(new URL('.', import.meta.url), /\.test\.ts$/);
/** Operators that the generators of comparisons make. */
const generated = new Set<string>(fc.sample(comparison, 1000).map(({ is }) => is));
const generators = textOf(new URL('../parity/', import.meta.url), /arbitraries\.ts$/);

test.each(Object.keys(conditionKinds))('the condition kind %s has a truth table and a parity generator', (kind) => {
  expect(new RegExp(`kind: '${kind}'|[^a-z]${kind}\\(`).test(tables)).toBe(true);
  expect(generators.includes(`'${kind}'`)).toBe(true);
});

test.each(comparisonNames)('the operator %s has a truth table and a parity generator', (operator) => {
  expect(tables.includes(`'${operator}'`)).toBe(true);
  expect(generated.has(operator) || generators.includes(`'${operator}'`)).toBe(true);
});
