import type { Engine, EngineRun, RunDefinition } from '../../campaign/engine.js';
import { type AudienceLedger, audienceLedgers, placeKey } from '../../campaign/transfers/audience-ledger.js';
import { entryState } from '../../campaign/transfers/entry-state.js';
import { type Removals, removals, type TransferDecision } from '../../campaign/transfers/removals.js';
import type { Instant } from '../../model/instant.js';
import type { TransferFacts } from '../../store/ledger.js';
import { type DecidedToday, decideToday } from './decide-today.js';
import { isListingCampaign, type ListingCampaign, placeOf } from './listing-campaign.js';
import { readList } from './read-list.js';

/**
 * What has to be taken back from recipients today, of everything that they may hold: decided about everybody who was
 * ever written for them, by the campaign that fills the audience now. An audience that no campaign fills any more has
 * nobody who may be there.
 *
 * @param check What has to hold of what was read, before anybody is called unknown.
 */
export async function removalsToday(
  engine: Engine,
  definition: RunDefinition,
  facts: Pick<TransferFacts, 'transfers' | 'answers'>,
  asOf: Instant,
  check: (run: EngineRun) => Promise<void>,
): Promise<Removals> {
  const campaigns = new Map(
    definition.campaigns.filter(isListingCampaign).map((campaign) => [placeKey(placeOf(campaign)), campaign]),
  );
  const decisions: TransferDecision[] = [];
  const asked: { campaign: ListingCampaign; persons: ReadonlySet<string> }[] = [];
  for (const ledger of audienceLedgers(facts.transfers, facts.answers).values()) {
    const persons = personsHeld(ledger);
    if (persons.size === 0) continue;
    const campaign = campaigns.get(placeKey(ledger));
    if (campaign !== undefined) asked.push({ campaign, persons });
    else for (const decision of ended(ledger, persons)) decisions.push(decision);
  }
  if (asked.length > 0) {
    for (const decided of await decideToday(engine, definition, asked, check))
      for (const decision of await decisionsOf(decided)) decisions.push(decision);
  }
  return removals({ ...facts, decisions, asOf });
}

/** Whoever a recipient may hold. */
export function personsHeld(ledger: AudienceLedger): ReadonlySet<string> {
  const held = new Set<string>();
  for (const entry of ledger.entries.values())
    for (const { personId } of entryState(entry, ledger).held) held.add(personId);
  return held;
}

const ended = ({ destination, audience }: AudienceLedger, persons: ReadonlySet<string>): readonly TransferDecision[] =>
  [...persons].map((personId) => ({ personId, destination, audience, reasons: ['AUDIENCE_ENDED'] }));

async function decisionsOf({ campaign, reasons, refusals, list }: DecidedToday): Promise<readonly TransferDecision[]> {
  if (!isListingCampaign(campaign)) throw new Error('bug: a campaign without an audience has nothing to take back');
  const place = placeOf(campaign);
  const whole = refusals.map(({ code }) => code);
  const entries = new Map<string, readonly string[]>();
  if (whole.length === 0)
    for (const { personId, entries: own } of (await readList(list, campaign)).persons) entries.set(personId, own);
  return [...reasons].map(([personId, codes]) => ({
    ...place,
    personId,
    reasons: whole.length > 0 ? whole : codes,
    digests: entries.get(personId) ?? [],
  }));
}
