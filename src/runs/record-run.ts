import type { EngineRun, RunDefinition } from '../campaign/engine.js';
import type { EarlierRun } from '../export/last-run.js';
import { type Manifest, manifestSchema } from '../export/manifest.js';
import { manifestText } from '../export/manifest-text.js';
import { sha256 } from '../identity/digest.js';
import { formatInstant, type Instant, parseInstant } from '../model/instant.js';
import type { StoreSettings } from '../project/store-settings.js';
import { type Added, addRecords } from '../store/add-lines.js';
import { ledgerLine, type Membership, type StoredRun, storedMemberships, storedRuns } from '../store/ledger.js';
import { movesTo } from '../store/memberships.js';
import { openStore } from '../store/open-store.js';
import { audiences } from './audience-moves.js';

/**
 * Writes a published run down in the project's store: its figures, and where the project wants it, who came into an
 * audience or is in it no more. The same run again adds nothing.
 *
 * @throws {ClearlistError} whatever reading and writing the store throws; the lists are published then all the same.
 */
export async function recordRun(
  { folder, keepMemberships }: StoreSettings,
  definition: RunDefinition,
  run: EngineRun,
  manifest: Manifest,
): Promise<Added> {
  const { runId, asOf, forSending, campaigns, inputs } = manifest;
  // Another engine gives the same run and says so in its manifest; the first one that was published is the run's.
  if ((await storedRuns(await openStore(folder))).some((one) => one.runId === runId)) return { added: 0, already: 1 };
  const entry: StoredRun = {
    runId,
    asOf,
    forSending,
    manifest: sha256(manifestText(manifestSchema, manifest)),
    campaigns: campaigns.map(({ id, counts: { members, suppressed, cleared, listed } }) => ({
      id,
      members,
      suppressed,
      cleared,
      listed,
    })),
    inputs: inputs.map(({ source, kind, rows }) => ({ source, kind, rows })),
  };
  const membership = keepMemberships && forSending ? await membershipChanges(folder, definition, run) : [];
  const lines = { run: [ledgerLine(entry)], membership: membership.map(ledgerLine) };
  return addRecords(folder, lines, { action: 'record_run', detail: { run: runId, asOf, forSending } });
}

/** Who is in each audience now and was not, and the other way round; nothing for an audience known as of a later time. */
async function membershipChanges(
  folder: string,
  definition: RunDefinition,
  run: EngineRun,
): Promise<readonly Membership[]> {
  const known = await storedMemberships(await openStore(folder));
  const changes: Membership[] = [];
  for await (const [segment, members] of audiences(definition, run)) {
    const before = known.filter((one) => one.segment === segment);
    if (before.some((one) => (parseInstant(one.asOf) ?? 0) >= definition.asOf)) continue;
    const at = { segment, asOf: formatInstant(definition.asOf) };
    const { entered, left } = movesTo(before, members);
    changes.push(
      ...entered.map((profileId): Membership => ({ ...at, profileId, change: 'entered' })),
      ...left.map((profileId): Membership => ({ ...at, profileId, change: 'left' })),
    );
  }
  return changes;
}

/** The last run for sending that the store knows of, as of the same time or before, the run itself left out. */
export function lastRunInStore({ folder }: StoreSettings, asOf: Instant, runId: string): EarlierRun {
  let runs: Promise<readonly StoredRun[]> | undefined;
  return async (campaign) => {
    runs ??= openStore(folder).then(storedRuns);
    const last = (await runs)
      .filter((one) => one.forSending && one.runId !== runId && (parseInstant(one.asOf) ?? Number.NaN) <= asOf)
      .findLast(({ campaigns }) => campaigns.some(({ id }) => id === campaign));
    const figures = last?.campaigns.find(({ id }) => id === campaign);
    if (last === undefined || figures === undefined) return undefined;
    const { members, suppressed, cleared, listed } = figures;
    return { asOf: last.asOf, members, suppressed, cleared, listed };
  };
}

/** Rows of each source in the last run for sending that the store knows of, as of the same time or before. */
export async function rowsInStore({ folder }: StoreSettings, asOf: Instant): Promise<ReadonlyMap<string, number>> {
  const runs = await storedRuns(await openStore(folder));
  const last = runs.findLast((one) => one.forSending && (parseInstant(one.asOf) ?? Number.NaN) <= asOf);
  return new Map(last?.inputs.map(({ source, rows }) => [source, rows]));
}

/** Of what two places know, the later. */
export const laterOf =
  (one: EarlierRun, other: EarlierRun): EarlierRun =>
  async (campaign) => {
    const [a, b] = await Promise.all([one(campaign), other(campaign)]);
    if (a === undefined || b === undefined) return a ?? b;
    return (parseInstant(a.asOf) ?? 0) >= (parseInstant(b.asOf) ?? 0) ? a : b;
  };
