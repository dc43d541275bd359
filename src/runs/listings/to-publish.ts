import chunk from 'lodash-es/chunk.js';
import type { Removal, Removals } from '../../campaign/transfers/removals.js';
import type { ListingFormName, ListingOperation, ListingPlace } from '../../export/listing-files/listing-file.js';
import { defaultForm, operationsOf } from '../../export/listing-files/listing-forms.js';
import type { ListingRow } from '../../export/listing-files/listing-row.js';
import { refusalCounts } from '../../export/listing-files/refused-rows.js';
import { removalRow } from '../../export/listing-files/removal-row.js';
import type { ServiceId } from '../../export/listing-services/registry.js';
import type { ListingToPublish } from '../../export/publish-listing.js';
import { type ReasonCode, reasons } from '../../model/reasons.js';
import type { Destination } from '../../suppression/destination.js';
import { type ListingCampaign, placeOf, serviceOf } from './listing-campaign.js';
import type { ListingChange } from './listing-change.js';

export const formOf = ({ listing }: ListingCampaign): ListingFormName =>
  listing.form ?? defaultForm(listing.service as ServiceId);

/** Where the service has the audience, in its own numbers. */
export const listingPlace = (audience: string, destination: Destination | undefined): ListingPlace => ({
  audience,
  ...(destination?.account === undefined ? {} : { account: destination.account }),
  ...(destination?.termsAccepted === undefined ? {} : { termsAccepted: destination.termsAccepted }),
});

/** A change as files, and as the manifest tells it. */
export function listingToPublish(change: ListingChange, runId: string, forSending: boolean): ListingToPublish {
  const { campaign, counts, refused, removals, notSent } = change;
  const service = campaign.listing.service as ServiceId;
  const form = formOf(campaign);
  const taken = removalOperations(removals, service, form);
  const operations = (
    change.replacement === undefined
      ? [...taken, { operation: 'add' as const, count: counts.add, rows: change.add }]
      : [...taken.filter(({ operation }) => operation === 'remove_everywhere'), replaced(change.replacement)]
  ).filter(({ count }) => count > 0);
  return {
    about: {
      service: serviceOf(campaign).version,
      form,
      ...placeOf(campaign),
      operations: operations.map(({ operation, count }) => ({ operation, rows: count })),
      kept: counts.keep,
      withheld: counts.withheld,
      deleteAudience: counts.deleteAudience,
      heldBack: counts.heldBack,
      refused: [...refusalCounts(notSent)],
      ...consentOf(change),
    },
    files: {
      service,
      form,
      name: campaign.id,
      runId,
      place: listingPlace(campaign.listing.audience, campaign.destination),
      forSending,
      operations,
    },
    notSent,
    refusals: refused,
  };
}

const replaced = ({ persons, rows }: NonNullable<ListingChange['replacement']>): Operation => ({
  operation: 'replace',
  count: persons,
  rows,
});

/** What is said of the consent of those who are added, where the service asks for it. */
function consentOf({ campaign, counts: { add, granted } }: ListingChange): Pick<ListingToPublish['about'], 'consent'> {
  if (serviceOf(campaign).consent === undefined) return {};
  const because = campaign.listing.consent?.because;
  return { consent: { granted, notStated: add - granted, ...(because === undefined ? {} : { because }) } };
}

interface Operation {
  readonly operation: ListingOperation;
  /** How many rows. */
  readonly count: number;
  readonly rows: () => AsyncIterable<readonly ListingRow[]>;
}

/**
 * Whom nothing can bring back is taken out of every audience of the account, where the service can be told so; whoever
 * waits for a consent may stand in another audience rightly.
 */
const isRefused = ({ causes }: Removal): boolean =>
  causes.some((cause) => Object.hasOwn(reasons, cause) && reasons[cause as ReasonCode].group === 'final');

const BLOCK_ROWS = 1024;

/** What takes entries out, by the very values that were written. */
export function removalOperations(
  { removals }: Pick<Removals, 'removals'>,
  service: ServiceId,
  form: ListingFormName,
): readonly Operation[] {
  const known = operationsOf(service, form);
  if (!known.includes('remove')) throw new Error('bug: a form by which nobody can be taken out');
  const isEverywhere = (one: Removal): boolean => known.includes('remove_everywhere') && isRefused(one);
  const operation = (name: ListingOperation, some: readonly Removal[]): Operation => ({
    operation: name,
    count: some.length,
    rows: async function* () {
      for (const block of chunk(some, BLOCK_ROWS)) yield block.map(({ digest }) => removalRow(digest));
    },
  });
  return [
    operation('remove_everywhere', removals.filter(isEverywhere)),
    operation(
      'remove',
      removals.filter((one) => !isEverywhere(one)),
    ),
  ];
}
