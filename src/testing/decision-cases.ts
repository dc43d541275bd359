import {
  ClearlistError,
  decideRequest,
  type PersonOutcome,
  type Policy,
  parseInstant,
  type ReasonCode,
  removals,
} from '../index.js';
import { type CaseExpectation, decisionCasesSchema, isUnsupported } from './case-format.js';
import { headerPolicy } from './case-policy.js';
import { type TranslatedCase, translateCase } from './translate-case.js';

/** What was found for a case, in the words of the format. */
export type CaseFound =
  | {
      readonly outcome: 'allow' | 'suppress';
      readonly primary_reason: string;
      readonly reasons: readonly string[];
      readonly legal_basis?: string;
    }
  | {
      readonly outcome: 'list';
      readonly kept: readonly string[];
      readonly dropped: readonly { readonly person: string; readonly reason: string }[];
    }
  | {
      readonly outcome: 'delta';
      readonly removals: readonly { readonly person: string; readonly destination: string }[];
    }
  | { readonly error: string }
  | { readonly unsupported: string };

export interface CaseResult {
  readonly id: string;
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'unsupported';
  readonly expected: CaseExpectation;
  readonly found: CaseFound;
}

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
  const { defaults, cases } = readDecisionCases(suite);
  const own = options.policy !== undefined;
  const policy = options.policy ?? headerPolicy(defaults);
  return cases.map((one) => {
    const { id, title, expect: expected } = one;
    const translated = translateCase(one, { policy, defaults, own });
    if (isUnsupported(translated)) return { id, title, status: 'unsupported', expected, found: translated };
    const found = findingsOf(translated);
    return { id, title, status: meets(found, expected) ? 'passed' : 'failed', expected, found };
  });
}

/** @throws {ClearlistError} `input-invalid` with every place where the suite is not of the format. */
export function readDecisionCases(suite: unknown): ReturnType<typeof decisionCasesSchema.parse> {
  const parsed = decisionCasesSchema.safeParse(suite);
  if (parsed.success) return parsed.data;
  throw new ClearlistError('input-invalid', 'the suite is not of the format suppression-decisions/1', {
    hint: 'Give the parsed JSON of a suite of decision cases.',
    issues: parsed.error.issues.map(({ path, message }) => ({ at: path.join('.'), message })),
  });
}

function findingsOf(translated: TranslatedCase): CaseFound {
  try {
    if (translated.operation === 'removal_delta') return delta(translated);
    return translated.operation === 'decide' ? decided(translated) : listed(translated);
  } catch (error) {
    if (error instanceof ClearlistError) return { error: `${error.code}: ${error.message}` };
    throw error;
  }
}

const outcomeOf = ({ records, request, policy, asOf, zone, keys }: TranslatedCase, person: string): PersonOutcome =>
  decideRequest({ person, records, request, policy, asOf, zone, keys });

function decided(translated: TranslatedCase): CaseFound {
  const { outcome, primaryReason, reasons, basis } = outcomeOf(translated, translated.persons[0] ?? '');
  return {
    outcome,
    primary_reason: primaryReason,
    reasons: reasons.map(({ reason }) => reason),
    ...(basis === undefined ? {} : { legal_basis: basis }),
  };
}

/** A list is decided person by person, as of the instant it is built for; a recheck as of the instant of sending. */
function listed(translated: TranslatedCase): CaseFound {
  const outcomes = translated.persons.map((person) => ({ person, ...outcomeOf(translated, person) }));
  return {
    outcome: 'list',
    kept: outcomes.filter(({ outcome }) => outcome === 'allow').map(({ person }) => person),
    dropped: outcomes
      .filter(({ outcome }) => outcome === 'suppress')
      .map(({ person, primaryReason }) => ({ person, reason: primaryReason })),
  };
}

function delta(translated: TranslatedCase): CaseFound {
  const outcomes = new Map(translated.persons.map((person) => [person, outcomeOf(translated, person)]));
  return takenBack(translated, (person) => outcomes.get(person)?.reasons.map(({ reason }) => reason));
}

/** What has to be taken back in a case, by each person's reasons; `undefined` is nobody known. */
export function takenBack(
  { handed, asOf }: TranslatedCase,
  reasonsOf: (person: string) => readonly ReasonCode[] | undefined,
): CaseFound {
  const decisions = handed.transfers.flatMap(({ personId, destination }) => {
    const reasons = reasonsOf(personId);
    return reasons === undefined ? [] : [{ personId, destination, reasons }];
  });
  const found = removals({ ...handed, decisions, asOf: parseInstant(asOf) ?? Number.NaN });
  return {
    outcome: 'delta',
    removals: found.removals.flatMap(({ destination, persons }) => persons.map((person) => ({ person, destination }))),
  };
}

/** Whether what was found is what a case expects; members of a list are a set. */
export function meets(found: CaseFound, expected: CaseExpectation): boolean {
  if (!('outcome' in found) || found.outcome !== expected.outcome) return false;
  if (found.outcome === 'delta') {
    const removal = ({ person, destination }: { person: string; destination: string }): string =>
      `${person} ${destination}`;
    return sameSet(found.removals.map(removal), (expected.removals ?? []).map(removal));
  }
  if (found.outcome === 'list') {
    const dropped = ({ person, reason }: { person: string; reason: string }): string => `${person} ${reason}`;
    return (
      sameSet(found.kept, expected.kept ?? []) &&
      sameSet(found.dropped.map(dropped), (expected.dropped ?? []).map(dropped))
    );
  }
  const { primary_reason, legal_basis, reasons_include = [] } = expected;
  return (
    (primary_reason === undefined || found.primary_reason === primary_reason) &&
    (legal_basis === undefined || found.legal_basis === legal_basis) &&
    reasons_include.every((reason) => found.reasons.includes(reason))
  );
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
