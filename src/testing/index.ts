/**
 * `clearlist/testing`: tests of your own policy and rules, with any test runner.
 *
 * Decisions written down as cases, and assertions whose message is the explanation.
 */

export { describeOutcome, expectAllowed, expectReasons, expectSuppressed } from './assertions.js';
export type { CaseFound } from './case-findings.js';
export { type CaseExpectation, type DecisionCase, type DecisionCases, decisionCasesSchema } from './case-format.js';
export {
  type CaseResult,
  type RunDecisionCasesOptions,
  readDecisionCases,
  runDecisionCases,
  runDecisionCasesOnDuckDb,
} from './decision-cases.js';
export { decisionCasesJsonSchema } from './json-schema.js';
export { type Reached, type ReachedCodes, reachedBy } from './reached-codes.js';
