import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LastRun } from '../campaign/release/guards.js';
import { type Instant, parseInstant } from '../model/instant.js';
import { MANIFEST, type Manifest, readManifest } from './manifest.js';

/**
 * The figures of the last run for sending of each campaign, from the manifests in an output folder: the latest as of
 * the same time or before, the run itself left out.
 *
 * @throws {ClearlistError} `input-invalid` for a manifest that cannot be read: it could be the last run.
 */
export function lastRunIn(output: string, asOf: Instant, runId: string): LastRun {
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
    const { members, suppressed, cleared } = entry.counts;
    return { asOf: last.asOf, members, suppressed, cleared };
  };
}

const instantOf = ({ asOf }: Manifest): Instant => parseInstant(asOf) ?? Number.NEGATIVE_INFINITY;

/**
 * The manifests of all runs in an output folder.
 *
 * Runs stand in folders named by their id; anything else in the output folder is none of ours.
 */
export async function manifestsIn(output: string): Promise<readonly Manifest[]> {
  const entries = await readdir(output, { withFileTypes: true }).catch(() => []);
  const runs = entries.filter((entry) => entry.isDirectory() && /^[0-9a-f]{16}$/.test(entry.name));
  const manifests: Manifest[] = [];
  for (const { name } of runs) manifests.push(await readManifest(join(output, name, MANIFEST)));
  return manifests;
}
