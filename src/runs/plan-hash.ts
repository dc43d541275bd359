import type { EngineRun, RunDefinition } from '../campaign/engine.js';
import { proofCounts } from '../campaign/proof.js';
import type { TrippedGuard } from '../campaign/release/guards.js';
import type { ReleaseRules } from '../campaign/release/release.js';
import { runIdentity } from '../campaign/run-id.js';
import { definitionHash } from '../identity/digest.js';
import type { Head } from '../store/head.js';
import { clearlistVersion } from './version.js';

/** By what a plan is known again. */
export interface PlanIdentity {
  readonly runId: string;
  /** SHA-256 of everything that the run rests on and of what it comes to, but for the store. */
  readonly rests: string;
  /** The same with the head of the store: what is approved. */
  readonly plan: string;
}

/**
 * The identity of a plan: definitions, policy, as-of, every input by its hash, what has to hold before the release, what
 * each campaign comes to, the guards that trip, the release of Clearlist, and the store as it is. The engine is no part of
 * it: both give the same run.
 */
export function planIdentity(
  definition: RunDefinition,
  run: EngineRun,
  {
    rules,
    guards,
    head,
  }: {
    readonly rules: ReleaseRules;
    readonly guards: readonly TrippedGuard[];
    readonly head: Head | undefined;
  },
): PlanIdentity {
  const identity = runIdentity(definition, run.inputs);
  const rests = definitionHash({
    ...identity,
    knownAt: definition.knownAt,
    replay: definition.replay,
    inputs: run.inputs,
    rules,
    guards,
    campaigns: run.lists.map((list) => ({
      campaign: list.campaign,
      counts: list.counts,
      refusals: list.refusals,
      proof: proofCounts(list),
    })),
    clearlist: clearlistVersion(),
  });
  return { runId: identity.runId, rests, plan: definitionHash({ rests, store: head?.check }) };
}
