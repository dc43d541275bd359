import { describe, expect, test } from 'vitest';
import { runDecisionCases, runDecisionCasesOnDuckDb } from '../../src/testing/decision-cases.js';
import suite from './decision-cases.json' with { type: 'json' };
import unsupported from './unsupported.json' with { type: 'json' };

const results = runDecisionCases(suite);

test('the suite holds its fifty cases', () => {
  expect(results.map(({ id }) => id)).toHaveLength(50);
  expect(new Set(results.map(({ id }) => id)).size).toBe(50);
});

test('what this version cannot ask is listed; the list must shrink to nothing', () => {
  expect(results.filter(({ status }) => status === 'unsupported').map(({ id }) => id)).toEqual(unsupported);
});

describe('the reference decides as the case says', () => {
  test.each(results.filter(({ status }) => status !== 'unsupported'))('$id $title', ({ status, expected, found }) => {
    expect({ status, found }).toEqual({ status: 'passed', found });
    expect(found).toMatchObject({ outcome: expected.outcome });
  });
});

const inSql = await runDecisionCasesOnDuckDb(suite);

describe('DuckDB decides as the case says', () => {
  test.each(inSql.filter(({ status }) => status !== 'unsupported'))('$id $title', ({ status, found }) => {
    expect({ status, found }).toEqual({ status: 'passed', found });
  });

  test('and gives the same reasons as the reference, not only the first', () => {
    expect(inSql).toEqual(results);
  });
});
