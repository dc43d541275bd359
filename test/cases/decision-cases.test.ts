import { describe, expect, test } from 'vitest';
import type { Campaign } from '../../src/campaign/campaign.js';
import type { RunDefinition } from '../../src/campaign/engine.js';
import { parseInstant } from '../../src/model/instant.js';
import { allowCode } from '../../src/model/reasons.js';
import { policyWords } from '../../src/suppression/policy.js';
import { isUnsupported } from '../../src/testing/case-format.js';
import { headerPolicy } from '../../src/testing/case-policy.js';
import { meets, readDecisionCases, runDecisionCases, takenBack } from '../../src/testing/decision-cases.js';
import { type TranslatedCase, translateCase } from '../../src/testing/translate-case.js';
import { runBoth, type Said } from '../parity/run-both.js';
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

const read = readDecisionCases(suite);
const translatedCases = read.cases.flatMap((one) => {
  const translated = translateCase(one, { policy: headerPolicy(read.defaults), defaults: read.defaults, own: false });
  return isUnsupported(translated) ? [] : [{ id: one.id, title: one.title, expected: one.expect, translated }];
});

/** The same question as a run over everybody, with what was known at as-of. */
function asRun({ request, policy, asOf, zone, keys }: TranslatedCase): RunDefinition {
  const { messageKind, products = [], targeted = false, containsPromotion = false, ...words } = request;
  const campaign: Campaign = {
    ...words,
    id: 'case',
    kind: messageKind,
    products,
    targeted,
    containsPromotion,
    audience: { id: 'everybody', condition: { kind: 'all', of: [] } },
    columns: [{ header: 'profile_id', field: 'id' }],
  };
  return {
    campaigns: [campaign],
    policy,
    asOf: parseInstant(asOf) as number,
    replay: true,
    zone,
    attributes: {},
    words: policyWords(policy),
    linkDevices: false,
    keys,
  };
}

function foundBy([said]: readonly Said[], translated: TranslatedCase): Parameters<typeof meets>[0] {
  const { operation, persons } = translated;
  if (operation === 'removal_delta') return takenBack(translated, (person) => said?.decisions[person]?.reasons);
  const outcomes = persons.map((person) => {
    const { reasons, basis } = said?.decisions[person] ?? { reasons: [] };
    const [first] = reasons;
    return { person, reasons, first, basis };
  });
  if (operation !== 'decide') {
    return {
      outcome: 'list',
      kept: outcomes.filter(({ first }) => first === undefined).map(({ person }) => person),
      dropped: outcomes.flatMap(({ person, first }) => (first === undefined ? [] : [{ person, reason: first }])),
    };
  }
  const { first, reasons, basis } = outcomes[0] as (typeof outcomes)[number];
  if (first !== undefined) return { outcome: 'suppress', primary_reason: first, reasons };
  if (basis === undefined) return { error: 'neither a reason nor a basis' };
  return { outcome: 'allow', primary_reason: allowCode[basis], reasons: [], legal_basis: basis };
}

describe('DuckDB decides as the case says', () => {
  test.each(translatedCases)('$id $title', async ({ translated, expected }) => {
    const { duckdb } = await runBoth(asRun(translated), translated.records);
    const found = foundBy(duckdb, translated);
    expect(meets(found, expected), JSON.stringify({ found, expected })).toBe(true);
  });
});
