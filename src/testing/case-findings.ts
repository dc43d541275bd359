import { type ListRefusal, parseInstant, removals } from '../index.js';
import type { EngineDecision } from '../node.js';
import type { CaseExpectation } from './case-format.js';
import type { TranslatedCase } from './translate-case.js';

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
  | {
      readonly outcome: 'accept' | 'export' | 'refuse';
      readonly primary_reason?: string;
      readonly exported_members?: number;
      readonly offending_attributes?: readonly string[];
    }
  | { readonly error: string }
  | { readonly unsupported: string };

/** A list is decided person by person, as of the instant it is built for; a recheck as of the instant of sending. */
export function findingsOf(asked: TranslatedCase, decisions: readonly EngineDecision[]): CaseFound {
  const { operation, persons, refused } = asked;
  if (refused !== undefined) return wholeFound(asked, refused);
  if (operation === 'removal_delta') return takenBack(asked, decisions);
  const [first] = decisions;
  if (operation === 'decide' && first !== undefined) {
    const { outcome, primaryReason, reasons, basis } = first;
    return {
      outcome,
      primary_reason: primaryReason,
      reasons,
      ...(basis === undefined ? {} : { legal_basis: basis }),
    };
  }
  const outcomes = decisions.map((decision, i) => ({ person: persons[i] ?? '', ...decision }));
  return {
    outcome: 'list',
    kept: outcomes.filter(({ outcome }) => outcome === 'allow').map(({ person }) => person),
    dropped: outcomes
      .filter(({ outcome }) => outcome === 'suppress')
      .map(({ person, primaryReason }) => ({ person, reason: primaryReason })),
  };
}

function wholeFound({ operation, members }: TranslatedCase, refused: readonly ListRefusal[]): CaseFound {
  const [first] = refused;
  if (first === undefined) {
    return operation === 'validate_segment'
      ? { outcome: 'accept' }
      : { outcome: 'export', ...(members === undefined ? {} : { exported_members: members }) };
  }
  const offending = refused.filter(({ code }) => code === 'ATTRIBUTE_NOT_ALLOWED').map(({ detail }) => detail);
  return {
    outcome: 'refuse',
    primary_reason: first.code,
    ...(offending.length === 0 ? {} : { offending_attributes: offending }),
  };
}

/** What has to be taken back in a case, by each person's reasons. */
function takenBack({ handed, persons, asOf }: TranslatedCase, decided: readonly EngineDecision[]): CaseFound {
  const reasonsOf = new Map(persons.map((person, i) => [person, decided[i]?.reasons]));
  const decisions = handed.transfers.flatMap(({ personId, destination }) => {
    const reasons = reasonsOf.get(personId);
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
  if (!('reasons' in found)) {
    return (
      (expected.exported_members === undefined || found.exported_members === expected.exported_members) &&
      (expected.primary_reason === undefined || found.primary_reason === expected.primary_reason) &&
      (expected.offending_attributes === undefined ||
        sameSet(found.offending_attributes ?? [], expected.offending_attributes))
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
