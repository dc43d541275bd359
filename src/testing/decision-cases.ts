import { ClearlistError, decideRequest, type Policy, parseInstant } from '../index.js';
import { decideOnDuckDb, type EngineDecision } from '../node.js';
import { type CaseFound, findingsOf, meets } from './case-findings.js';
import {
  type CaseExpectation,
  type DecisionCase,
  decisionCasesSchema,
  isUnsupported,
  type Unsupported,
} from './case-format.js';
import { headerPolicy } from './case-policy.js';
import { type TranslatedCase, translateCase } from './translate-case.js';

/** What came of one case. */
export interface CaseResult {
  readonly id: string;
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'unsupported';
  readonly expected: CaseExpectation;
  readonly found: CaseFound;
}

/** By which policy cases are decided, where not by their own. */
export interface RunDecisionCasesOptions {
  /** The policy to hold the cases against, in place of the one that the suite's header describes. */
  readonly policy?: Policy;
}

/**
 * Runs a suite of decision cases, so that a policy can be tested with decisions a lawyer can read.
 *
 * A case that this version cannot ask is reported as `unsupported` with what it lacks; it never passes in silence.
 *
 * @param suite The parsed JSON of a suite in the format `suppression-decisions/1`.
 * @throws {ClearlistError} `input-invalid` where the suite is not of the format.
 *
 * @example
 * for (const { id, status, expected, found } of runDecisionCases(suite, { policy })) assert.equal(status, 'passed', id);
 */
export function runDecisionCases(suite: unknown, options: RunDecisionCasesOptions = {}): readonly CaseResult[] {
  return askedCases(suite, options).map(({ one, asked }) =>
    resultOf(one, isUnsupported(asked) ? asked : attempted(() => findingsOf(asked, onReference(asked)))),
  );
}

/**
 * {@link runDecisionCases} with every decision worked out in SQL by the embedded engine.
 *
 * @throws {ClearlistError} `input-invalid` where the suite is not of the format; `engine-missing` without DuckDB.
 */
export async function runDecisionCasesOnDuckDb(
  suite: unknown,
  options: RunDecisionCasesOptions = {},
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const { one, asked } of askedCases(suite, options)) {
    if (isUnsupported(asked)) results.push(resultOf(one, asked));
    else {
      const found = await onDuckDb(asked).then(
        (decisions) => findingsOf(asked, decisions),
        (error: unknown) => errorFound(error),
      );
      results.push(resultOf(one, found));
    }
  }
  return results;
}

interface AskedCase {
  readonly one: DecisionCase;
  readonly asked: TranslatedCase | Unsupported;
}

function askedCases(suite: unknown, options: RunDecisionCasesOptions): readonly AskedCase[] {
  const { defaults, cases } = readDecisionCases(suite);
  const own = options.policy !== undefined;
  const policy = options.policy ?? headerPolicy(defaults);
  return cases.map((one) => ({ one, asked: translateCase(one, { policy, defaults, own }) }));
}

function resultOf({ id, title, expect: expected }: DecisionCase, found: CaseFound): CaseResult {
  const status = 'unsupported' in found ? 'unsupported' : meets(found, expected) ? 'passed' : 'failed';
  return { id, title, status, expected, found };
}

/**
 * A suite from a file’s content.
 *
 * @throws {ClearlistError} `input-invalid` with every place where the suite is not of the format.
 */
export function readDecisionCases(suite: unknown): ReturnType<typeof decisionCasesSchema.parse> {
  const parsed = decisionCasesSchema.safeParse(suite);
  if (parsed.success) return parsed.data;
  throw new ClearlistError('input-invalid', 'the suite is not of the format suppression-decisions/1', {
    hint: 'Give the parsed JSON of a suite of decision cases.',
    issues: parsed.error.issues.map(({ path, message }) => ({ at: path.join('.'), message })),
  });
}

/** What could not be decided at all is what was found. */
function attempted(find: () => CaseFound): CaseFound {
  try {
    return find();
  } catch (error) {
    return errorFound(error);
  }
}

function errorFound(error: unknown): CaseFound {
  if (error instanceof ClearlistError) return { error: `${error.code}: ${error.message}` };
  throw error;
}

const onReference = ({ persons, ...asked }: TranslatedCase): readonly EngineDecision[] =>
  persons.map((person) => {
    const { reasons, ...decision } = decideRequest({ person, ...asked });
    return { ...decision, reasons: reasons.map(({ reason }) => reason) };
  });

/** A request that nobody can be decided by is answered before any engine: a run would not begin. */
const onDuckDb = async (asked: TranslatedCase): Promise<readonly EngineDecision[]> =>
  asked.refused !== undefined || parseInstant(asked.asOf) === undefined ? onReference(asked) : decideOnDuckDb(asked);
