import type { Engine, EngineRun, RunDefinition } from '../../campaign/engine.js';
import { fewAtOnce } from '../../campaign/few-at-once.js';
import { runIdentity } from '../../campaign/run-id.js';
import { type AudienceLedger, placeKey } from '../../campaign/transfers/audience-ledger.js';
import type { ReasonCode } from '../../model/reasons.js';
import { reasonTable } from '../../suppression/policy.js';
import { decideToday, reasonsIn } from './decide-today.js';
import type { RunWithHeld } from './held-before.js';
import { isListingCampaign, type ListingCampaign, placeOf } from './listing-campaign.js';
import { type ListingChange, listingChange } from './listing-change.js';
import { type ReadList, readList } from './read-list.js';
import { personsHeld } from './removals-today.js';

type Reasons = ReadonlyMap<string, readonly ReasonCode[]>;

/** One audience of a run, before its change is known. */
interface Opened {
  readonly campaign: ListingCampaign;
  readonly list: EngineRun['lists'][number];
  readonly read: ReadList;
  readonly ledger: AudienceLedger | undefined;
  readonly reasons: Reasons;
}

/** While JavaScript reads the lines of one list, the engine works out those of the next. */
const READ_AT_ONCE = 2;

/** What a run changes in each of its audiences, in the order of its campaigns. */
export async function listingChanges(
  engine: Engine,
  { definition, before }: RunWithHeld,
  run: EngineRun,
): Promise<readonly ListingChange[]> {
  if (before === undefined) return [];
  const table = reasonTable(definition.policy);
  const audiences = definition.campaigns.flatMap((campaign, i) =>
    isListingCampaign(campaign) ? [{ campaign, list: run.lists[i] as EngineRun['lists'][number] }] : [],
  );
  const opened = await fewAtOnce(READ_AT_ONCE, audiences, async ({ campaign, list }): Promise<Opened> => {
    const read = await readList(list, campaign);
    const ledger = before.ledgers.get(placeKey(placeOf(campaign)));
    // Of an audience that nobody was ever written for only the listed matter, and nothing speaks against them.
    const reasons = ledger === undefined ? new Map() : await reasonsIn(list, table);
    return { campaign, list, read, ledger, reasons };
  });
  const others = await reasonsOfOthers(engine, definition, opened);
  const { runId } = runIdentity(definition, run.inputs);
  return opened.map(({ reasons, ...one }) =>
    listingChange({
      ...one,
      reasons: (personId) => reasons.get(personId) ?? others.get(one.campaign.id)?.reasons.get(personId),
      unknown: others.get(one.campaign.id)?.unknown ?? NOBODY,
      destinations: definition.policy.destinations,
      run: runId,
      at: before.at,
    }),
  );
}

const NOBODY: ReadonlySet<string> = new Set();

/** What is known of persons who are no members of an audience today. */
interface Others {
  readonly reasons: Reasons;
  /** Asked about, and nobody any more. */
  readonly unknown: ReadonlySet<string>;
}

/** They are few, and decided about by themselves. */
async function reasonsOfOthers(
  engine: Engine,
  definition: RunDefinition,
  opened: readonly Opened[],
): Promise<ReadonlyMap<string, Others>> {
  const { minimumCell } = definition.policy.destinations;
  const asked = opened.map((one) => ({
    campaign: one.campaign,
    persons: new Set([...formerHolders(one), ...leaving(one, minimumCell)]),
  }));
  const needed = asked.filter(({ persons }) => persons.size > 0);
  if (needed.length === 0) return new Map();
  const decided = await decideToday(engine, definition, needed);
  return new Map(
    decided.map(({ campaign, reasons }, i) => {
      const persons = needed[i]?.persons ?? NOBODY;
      return [campaign.id, { reasons, unknown: new Set([...persons].filter((id) => !reasons.has(id))) }];
    }),
  );
}

/**
 * Whoever once had an identifier of somebody on the list, and is no member today, may have to be kept out: then nobody
 * is sent under that identifier.
 */
function formerHolders({ read, ledger, reasons }: Opened): ReadonlySet<string> {
  if (ledger === undefined) return NOBODY;
  const persons = new Set<string>();
  for (const { personId, entries } of read.persons) {
    for (const { personId: other } of entries.flatMap((entry) => ledger.entries.get(entry)?.writings ?? []))
      if (other !== personId && !reasons.has(other)) persons.add(other);
  }
  return persons;
}

/** Whoever is there and no member today; where they are so few that they would wait, whether they have to go at once. */
function leaving({ ledger, reasons }: Opened, minimumCell: number): readonly string[] {
  if (ledger === undefined) return [];
  const persons = [...personsHeld(ledger)].filter((personId) => !reasons.has(personId));
  return persons.length < minimumCell ? persons : [];
}
