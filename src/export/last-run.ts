import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReasonCount } from '../campaign/cleared-list.js';
import type { LastFigures } from '../campaign/release/guards.js';
import { type Instant, parseInstant } from '../model/instant.js';
import { MANIFEST, type Manifest, readManifest } from './manifest.js';

/** What a campaign came to in an earlier run, as far as that is kept. Units: persons. */
export interface EarlierFigures extends LastFigures {
  readonly listed: number;
  /** From its manifest; a store keeps the sums only. */
  readonly reasons?: readonly ReasonCount[];
}

/** Where the figures of an earlier run come from, by campaign. */
export type EarlierRun = (campaign: string) => Promise<EarlierFigures | undefined>;

/**
 * The figures of the last run for sending of each campaign, from the manifests in an output folder: the latest as of
 * the same time or before, the run itself left out.
 *
 * @throws {ClearlistError} `input-invalid` for a manifest that cannot be read: it could be the last run.
 */
export function lastRunIn(output: string, asOf: Instant, runId: string): EarlierRun {
  let manifests: Promise<readonly Manifest[]> | undefined;
  return async (campaign) => {
    manifests ??= manifestsIn(output);
    const before = (await manifests).filter(
      (one) => one.forSending && one.runId !== runId && (parseInstant(one.asOf) ?? Number.NaN) <= asOf,
    );
    const [last] = before
      .filter(({ campaigns }) => campaigns.some(({ id }) => id === campaign))
      .sort((a, b) => instantOf(b) - instantOf(a) || (a.runId < b.runId ? -1 : 1));
    const entry = last?.campaigns.find(({ id }) => id === campaign);
    if (last === undefined || entry === undefined) return undefined;
    const { members, suppressed, cleared, listed } = entry.counts;
    return { asOf: last.asOf, members, suppressed, cleared, listed, reasons: entry.reasons };
  };
}

const instantOf = ({ asOf }: Manifest): Instant => parseInstant(asOf) ?? Number.NEGATIVE_INFINITY;

/** The name of a run's folder: its id. */
export const RUN_FOLDER = /^[0-9a-f]{16}$/;

/**
 * The manifests of all runs in an output folder.
 *
 * Runs stand in folders named by their id; anything else in the output folder is none of ours.
 */
export async function manifestsIn(output: string): Promise<readonly Manifest[]> {
  const entries = await readdir(output, { withFileTypes: true }).catch(() => []);
  const runs = entries.filter((entry) => entry.isDirectory() && RUN_FOLDER.test(entry.name));
  const manifests: Manifest[] = [];
  for (const { name } of runs) manifests.push(await readManifest(join(output, name, MANIFEST)));
  return manifests;
}
