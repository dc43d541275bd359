import once from 'lodash-es/once.js';
import * as z from 'zod';
import { AUDIT_SAMPLE } from '../audit/audit-plan.js';
import { type AuditReport, selfAudit } from '../audit/self-audit.js';
import type { EngineRun, RunDefinition } from '../engine.js';
import { canarySchema, checkCanaries } from './canaries.js';
import { guardSchema, type LastRun, requireGuards, type TrippedGuard, trippedGuards } from './guards.js';

/** What has to hold before a run is released. */
export const releaseSchema = once(() =>
  z.strictObject({
    /** How many members the self-audit decides about again. */
    auditSample: z.int().min(0).max(1_000_000).default(AUDIT_SAMPLE),
    /** For how long the lists may be sent, from as-of. */
    validForHours: z.int().min(1).max(8760).default(168),
    /** After how many days from as-of `clearlist clean` removes lists; without it, it removes nothing. */
    keepListsForDays: z.int().min(1).max(36_500).optional(),
    canaries: z.array(canarySchema()).default([]),
    guards: guardSchema().prefault({}),
  }),
);

export type ReleaseRules = z.infer<ReturnType<typeof releaseSchema>>;

export const defaultRelease = once((): ReleaseRules => releaseSchema().parse({}));

/** What held, and what was let through; part of the manifest. */
export interface ReleaseReport {
  readonly audited: AuditReport;
  readonly canaries: number;
  readonly guards: readonly TrippedGuard[];
  /** Why a guard that tripped was overridden, in the words of whoever did. */
  readonly override?: string;
}

export interface ReleaseChecks {
  readonly rules: ReleaseRules;
  readonly lastRun: LastRun;
  readonly override?: string | undefined;
}

/** The guards that the campaigns of a run trip. */
export async function guardsOf(
  run: RunDefinition,
  { lists }: EngineRun,
  { rules, lastRun }: ReleaseChecks,
): Promise<readonly TrippedGuard[]> {
  // A replay is not for sending: it says nothing about today, and nothing leaves with it.
  if (run.replay) return [];
  const tripped: TrippedGuard[] = [];
  for (const { campaign, counts } of lists) {
    tripped.push(...trippedGuards(campaign, counts, await lastRun(campaign), rules.guards));
  }
  return tripped;
}

/**
 * Everything that must hold before anything leaves.
 *
 * @throws {ClearlistError} `self-audit-failed`, `canary-failed`, `guard-tripped`.
 */
export async function checkRelease(run: RunDefinition, done: EngineRun, checks: ReleaseChecks): Promise<ReleaseReport> {
  const audited = await selfAudit(run, done);
  const canaries = await checkCanaries(run, done, checks.rules.canaries);
  const guards = await guardsOf(run, done, checks);
  requireGuards(guards, checks.override);
  return {
    audited,
    canaries,
    guards,
    ...(guards.length === 0 || checks.override === undefined ? {} : { override: checks.override }),
  };
}

/** What a run is audited by: the sample, and every canary. */
export const auditPlanOf = ({ auditSample, canaries }: ReleaseRules) => ({
  sample: auditSample,
  always: [...new Set(canaries.map(({ profileId }) => profileId))],
});
