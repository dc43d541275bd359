import type { RunDefinition } from '../../campaign/engine.js';
import { ClearlistError } from '../../errors.js';
import type { Project } from '../../project/load-project.js';
import { recordTransfers } from '../../store/ledger.js';
import { isListingCampaign } from './listing-campaign.js';
import type { ListingChange } from './listing-change.js';

/**
 * Writes down what a run is about to hand over, before anybody sees its files. What is written down and never uploaded is
 * only asked back for nothing; what is uploaded and not written down could never be taken back.
 */
export async function recordChanges(
  { store }: Pick<Project, 'store'>,
  run: string,
  changes: readonly ListingChange[],
): Promise<void> {
  const facts = changes.map((change) => change.facts());
  const transfers = facts.flatMap((one) => one.transfers);
  const answers = facts.flatMap(({ requests }) => requests);
  if (store === undefined || (transfers.length === 0 && answers.length === 0)) return;
  await recordTransfers(store.folder, { transfers, answers, run });
}

/** @throws {ClearlistError} `project-invalid` for a run that would hand over what nobody writes down. */
export function requireLedger({ store, file }: Pick<Project, 'store' | 'file'>, definition: RunDefinition): void {
  const [first] = definition.campaigns.filter(isListingCampaign);
  if (first === undefined || store !== undefined || definition.replay) return;
  throw new ClearlistError(
    'project-invalid',
    `the campaign "${first.id}" fills an audience, and the project names no store to remember who is in it`,
    {
      at: file,
      hint: 'Add "store": "store" to the project file and make it with `clearlist store create`: whoever refuses later has to be taken out again.',
    },
  );
}
