import type { Engine, EngineRun, RunDefinition } from '../../campaign/engine.js';
import { runIdentity } from '../../campaign/run-id.js';
import { type AudienceLedger, placeKey } from '../../campaign/transfers/audience-ledger.js';
import type { ReasonCode } from '../../model/reasons.js';
import { reasonTable } from '../../suppression/policy.js';
import { decideToday, reasonsIn } from './decide-today.js';
import type { RunWithHeld } from './held-before.js';
import { isListingCampaign, type ListingCampaign, placeOf } from './listing-campaign.js';
import { type ListingChange, listingChange } from './listing-change.js';
import { type ReadList, readList } from './read-list.js';

type Reasons = ReadonlyMap<string, readonly ReasonCode[]>;

/** One audience of a run, before its change is known. */
interface Opened {
  readonly campaign: ListingCampaign;
  readonly list: EngineRun['lists'][number];
  readonly read: ReadList;
  readonly ledger: AudienceLedger | undefined;
  readonly reasons: Reasons;
}

/** What a run changes in each of its audiences, in the order of its campaigns. */
export async function listingChanges(
  engine: Engine,
  { definition, before }: RunWithHeld,
  run: EngineRun,
): Promise<readonly ListingChange[]> {
  if (before === undefined) return [];
  const table = reasonTable(definition.policy);
  const opened: Opened[] = [];
  for (const [i, campaign] of definition.campaigns.entries()) {
    if (!isListingCampaign(campaign)) continue;
    const list = run.lists[i] as EngineRun['lists'][number];
    const read = await readList(list, campaign);
    const ledger = before.ledgers.get(placeKey(placeOf(campaign)));
    opened.push({ campaign, list, read, ledger, reasons: await reasonsIn(list, table) });
  }
  const others = await reasonsOfOthers(engine, definition, opened);
  const { runId } = runIdentity(definition, run.inputs);
  return opened.map(({ reasons, ...one }) =>
    listingChange({
      ...one,
      reasons: (personId) => reasons.get(personId) ?? others.get(one.campaign.id)?.get(personId),
      destinations: definition.policy.destinations,
      run: runId,
      at: before.at,
    }),
  );
}

/**
 * Whoever once had an identifier of somebody on the list, and is no member today, may have to be kept out: then nobody
 * is sent under that identifier. They are few, and decided about by themselves.
 */
async function reasonsOfOthers(
  engine: Engine,
  definition: RunDefinition,
  opened: readonly Opened[],
): Promise<ReadonlyMap<string, Reasons>> {
  const asked = opened.map(({ campaign, read, ledger, reasons }) => {
    const persons = new Set<string>();
    for (const { personId, entries } of read.persons) {
      for (const { personId: other } of entries.flatMap((entry) => ledger?.entries.get(entry)?.writings ?? []))
        if (other !== personId && !reasons.has(other)) persons.add(other);
    }
    return { campaign, persons };
  });
  const needed = asked.filter(({ persons }) => persons.size > 0);
  if (needed.length === 0) return new Map();
  const decided = await decideToday(engine, definition, needed);
  return new Map(decided.map(({ campaign, reasons }) => [campaign.id, reasons]));
}
