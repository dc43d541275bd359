import { allowCode, reasonRank } from '../index.js';
import type { CaseResult } from './decision-cases.js';

/** How often a code was found: as the first reason (or the ground), and at all. Units: cases. */
export interface Reached {
  readonly first: number;
  readonly any: number;
}

/** Which reasons and grounds a suite reaches: a reason that no case reaches is a reason nobody has tested. */
export interface ReachedCodes {
  /** By code, in the order of rank, grounds last. */
  readonly codes: Readonly<Record<string, Reached>>;
  readonly unreached: readonly string[];
}

/** Which codes the cases reach, and which none does. */
export function reachedBy(results: readonly CaseResult[]): ReachedCodes {
  const found = results.map(({ found: said }) => {
    if ('reasons' in said) {
      return { first: [said.primary_reason], any: [said.primary_reason, ...said.reasons] };
    }
    const dropped = 'dropped' in said ? said.dropped.map(({ reason }) => reason) : [];
    return { first: dropped, any: dropped };
  });
  const every = [...reasonRank, ...Object.values(allowCode)];
  const codes = Object.fromEntries(
    every.map((code) => [
      code,
      {
        first: found.filter(({ first }) => first.includes(code)).length,
        any: found.filter(({ any }) => any.includes(code)).length,
      },
    ]),
  );
  return { codes, unreached: every.filter((code) => codes[code]?.any === 0) };
}
