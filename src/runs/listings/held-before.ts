import type { EngineRun, RunDefinition } from '../../campaign/engine.js';
import { runIdentities } from '../../campaign/run-id.js';
import type { Project } from '../../project/load-project.js';
import { storedRuns, type TransferFacts, transferFacts } from '../../store/ledger.js';
import { openStore } from '../../store/open-store.js';
import { amongPlaces, type LedgerBefore, ledgerAsOf, ledgerBefore } from './ledger-before.js';
import { isListingCampaign, placeOf } from './listing-campaign.js';

/** A run that knows what recipients hold of its audiences. */
export interface RunWithHeld {
  /** With its `held`, on which the run's id rests. */
  readonly definition: RunDefinition;
  /** Absent for a run without listings. */
  readonly before?: LedgerBefore;
}

const NOTHING: TransferFacts = { transfers: [], answers: [], digests: new Map() };

/** What recipients hold of a run's audiences, from before the run; nothing where the project has no store. */
export async function withHeld(
  { store }: Pick<Project, 'store'>,
  definition: RunDefinition,
  { inputs }: EngineRun,
): Promise<RunWithHeld> {
  const places = definition.campaigns.filter(isListingCampaign).map(placeOf);
  if (places.length === 0) return { definition };
  const opened = store === undefined ? undefined : await openStore(store.folder);
  const facts = opened === undefined ? NOTHING : await transferFacts(opened, amongPlaces(places));
  const before = definition.replay ? ledgerAsOf(facts, definition.asOf) : await known();
  return { definition: { ...definition, held: before.digest }, before };

  async function known(): Promise<LedgerBefore> {
    const runs = opened === undefined ? [] : (await storedRuns(opened)).map(({ runId }) => runId);
    const written = [...facts.transfers, ...facts.answers].flatMap(({ run }) => run ?? []);
    const identify = runIdentities(definition, inputs);
    return ledgerBefore(facts, definition.asOf, (held) => identify(held).runId, new Set([...runs, ...written]));
  }
}
