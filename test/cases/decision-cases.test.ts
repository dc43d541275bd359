import { describe, expect, test } from 'vitest';
import { verdictOf } from '../../src/campaign/ledger/verdicts.js';
import { decideRequest, Ledger } from '../../src/index.js';
import { headerPolicy } from '../../src/testing/case-policy.js';
import { readDecisionCases, runDecisionCases, runDecisionCasesOnDuckDb } from '../../src/testing/decision-cases.js';
import { translateCase } from '../../src/testing/translate-case.js';
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

describe('a ledger has the verdict that the case says', () => {
  const { defaults, cases } = readDecisionCases(suite);
  const translated = cases.flatMap((one) => {
    const asked = translateCase(one, { policy: headerPolicy(defaults), defaults, own: false });
    return 'unsupported' in asked || asked.refused !== undefined ? [] : [{ id: one.id, asked }];
  });

  test.each(translated)('$id', ({ asked: { persons, records, request, asOf, ...options } }) => {
    const ledger = new Ledger(options);
    ledger.append(records);
    const answers = ledger.ask({ request, asOf });
    for (const person of persons) {
      const outcome = decideRequest({ ...options, person, records, request, asOf });
      expect(answers.verdict(person)).toEqual(verdictOf(outcome));
    }
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
