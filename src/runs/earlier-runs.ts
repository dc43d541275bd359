import { manifestsIn } from '../export/last-run.js';
import type { EarlierRunEntry } from '../export/manifest-figures.js';
import { type Instant, parseInstant } from '../model/instant.js';
import { compareUtf8 } from '../model/text.js';
import type { Project } from '../project/load-project.js';
import { storedRuns } from '../store/ledger.js';
import { openStore } from '../store/open-store.js';

/** A page shows so many runs back. */
const KEPT = 30;

/**
 * Runs for sending as of the same time or before, the run itself left out: from the folder for lists, and where their
 * lists are gone, from the store. By as-of, the last ones.
 *
 * @throws {ClearlistError} whatever reading manifests and the store throws.
 */
export async function earlierRuns(
  { output, store }: Pick<Project, 'output' | 'store'>,
  asOf: Instant,
  runId: string,
): Promise<readonly EarlierRunEntry[]> {
  const kept = store === undefined ? [] : await storedRuns(await openStore(store.folder));
  const written = (await manifestsIn(output)).map(({ campaigns, ...run }) => ({
    ...run,
    campaigns: campaigns.map(({ id, counts }) => ({ id, ...counts })),
  }));
  const known = new Map<string, EarlierRunEntry>();
  for (const run of [...kept, ...written]) {
    if (!run.forSending || run.runId === runId || instantOf(run) > asOf) continue;
    const campaigns = run.campaigns.map(({ id, members, suppressed, cleared, listed }) => ({
      id,
      members,
      suppressed,
      cleared,
      listed,
    }));
    known.set(run.runId, { runId: run.runId, asOf: run.asOf, campaigns });
  }
  return [...known.values()].sort((a, b) => instantOf(a) - instantOf(b) || compareUtf8(a.runId, b.runId)).slice(-KEPT);
}

/** What has no readable time is never before. */
const instantOf = ({ asOf }: { readonly asOf: string }): Instant => parseInstant(asOf) ?? Number.POSITIVE_INFINITY;
