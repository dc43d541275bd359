import once from 'lodash-es/once.js';
import * as z from 'zod';
import { ClearlistError, type Issue } from '../../errors.js';
import type { ListCounts } from '../cleared-list.js';

/**
 * Guards against the last run: what nobody expected stops before it leaves. A refusal file that came empty, a merge
 * gone wrong, an import that lifted opt-outs all show in the same two figures.
 */
export const guardSchema = once(() =>
  z.strictObject({
    /** Percentage points by which the suppressed share may fall. */
    suppressedShareFall: z.number().min(0).max(100).default(10),
    /** Percent by which the count of the cleared may rise. */
    clearedRise: z.number().min(0).default(50),
    /** Shares of fewer members and rises by fewer persons say nothing. */
    leastPersons: z.int().min(1).default(100),
  }),
);

/** How far a campaign may differ from its last run before nothing is released. */
export type GuardSettings = z.infer<ReturnType<typeof guardSchema>>;

/** What a campaign came to in its last run for sending. Units: persons. */
export interface LastFigures {
  readonly asOf: string;
  readonly members: number;
  readonly suppressed: number;
  readonly cleared: number;
}

/** Where the figures of the last run come from, by campaign; `undefined` where there was none. */
export type LastRun = (campaign: string) => Promise<LastFigures | undefined>;

/** A guard that stops a run, with the figures it compared. */
export interface TrippedGuard {
  readonly campaign: string;
  readonly guard: 'suppressed_share_fall' | 'cleared_rise';
  readonly last: LastFigures;
  readonly now: Omit<LastFigures, 'asOf'>;
}

/** The guards that one campaign trips. */
export function trippedGuards(
  campaign: string,
  { members, suppressed, cleared }: Pick<ListCounts, 'members' | 'suppressed' | 'cleared'>,
  before: LastFigures | undefined,
  { suppressedShareFall, clearedRise, leastPersons }: GuardSettings,
): readonly TrippedGuard[] {
  if (before === undefined) return [];
  // Whoever knows more of the last run keeps it to themselves: this stands in the manifest.
  const last = { asOf: before.asOf, members: before.members, suppressed: before.suppressed, cleared: before.cleared };
  const now = { members, suppressed, cleared };
  const compared = members >= leastPersons && last.members >= leastPersons;
  const fall = compared ? (100 * last.suppressed) / last.members - (100 * suppressed) / members : 0;
  const rise = cleared - last.cleared;
  return [
    ...(fall > suppressedShareFall ? [{ campaign, guard: 'suppressed_share_fall' as const, last, now }] : []),
    ...(rise >= leastPersons && rise > (last.cleared * clearedRise) / 100
      ? [{ campaign, guard: 'cleared_rise' as const, last, now }]
      : []),
  ];
}

const share = ({ members, suppressed }: Omit<LastFigures, 'asOf'>): string =>
  `${members === 0 ? '0.0' : ((100 * suppressed) / members).toFixed(1)} %`;

/** One line for people. */
export const guardIssue = ({ campaign, guard, last, now }: TrippedGuard): Issue => ({
  at: `campaigns.${campaign}`,
  message:
    guard === 'suppressed_share_fall'
      ? `the suppressed share fell from ${share(last)} to ${share(now)} since the run as of ${last.asOf}`
      : `${now.cleared} persons are cleared, against ${last.cleared} in the run as of ${last.asOf}`,
});

/** @throws {ClearlistError} `guard-tripped` where a guard trips and nobody says why that is right. */
export function requireGuards(tripped: readonly TrippedGuard[], override: string | undefined): void {
  const [first] = tripped;
  if (first === undefined || override !== undefined) return;
  const issues = tripped.map(guardIssue);
  throw new ClearlistError('guard-tripped', issues[0]?.message ?? 'a guard tripped', {
    at: `campaigns.${first.campaign}`,
    hint: 'Look for a refusal source that came short. If the change is right, run with --override-guard "why".',
    issues,
  });
}
