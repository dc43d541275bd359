import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { reachedBy, runDecisionCases, runDecisionCasesOnDuckDb } from '../../src/testing/index.js';

const folder = fileURLToPath(new URL('./suites/', import.meta.url));
const suites = readdirSync(folder)
  .sort()
  .map((file) => ({ file, suite: parse(readFileSync(`${folder}${file}`, 'utf8'), { schema: 'core', merge: true }) }));
/** In SQL every eighth case, to keep the test command short; `npm run test:cases` decides them all. */
const EVERY = process.env.CLEARLIST_ALL_CASES === undefined ? 8 : 1;
const decided = suites.map(({ file, suite }) => ({ file, suite, results: runDecisionCases(suite) }));

describe.each(decided)('$file', ({ suite, results }) => {
  test.each(results)('$id $title', ({ status, found }) => {
    expect({ status, found }).toEqual({ status: 'passed', found });
  });

  test('DuckDB finds the same, reason by reason', async () => {
    const chosen = (_: unknown, i: number): boolean => i % EVERY === 0;
    const inSql = await runDecisionCasesOnDuckDb({ ...suite, cases: suite.cases.filter(chosen) });
    expect(inSql).toEqual(results.filter(chosen));
  });
});

test('every id is there once', () => {
  const ids = decided.flatMap(({ results }) => results.map(({ id }) => id));
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

test('every reason and every ground is the outcome of a case', () => {
  const { codes } = reachedBy(decided.flatMap(({ results }) => results));
  const never = Object.entries(codes).flatMap(([code, { first }]) => (first === 0 ? [code] : []));
  expect(never).toEqual([]);
});
