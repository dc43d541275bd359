/**
 * `clearlist/testing`: tests of your own policy and rules, with any test runner.
 *
 * Decisions written down as cases, and assertions whose message is the explanation.
 */
export { describeOutcome, expectAllowed, expectReasons, expectSuppressed } from './assertions.js';
export { type CaseExpectation, type DecisionCase, type DecisionCases, decisionCasesSchema } from './case-format.js';
export {
  type CaseFound,
  type CaseResult,
  type RunDecisionCasesOptions,
  readDecisionCases,
  runDecisionCases,
} from './decision-cases.js';
