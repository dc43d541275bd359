import type { ClearedList } from '../../campaign/cleared-list.js';
import { audienceRefusals } from '../../campaign/list-refusals.js';
import { audienceDelta } from '../../campaign/transfers/audience-delta.js';
import type { AudienceLedger } from '../../campaign/transfers/audience-ledger.js';
import { type DeltaFacts, deltaFacts, deltaRemovals } from '../../campaign/transfers/delta-facts.js';
import type { RemovalCause, Removals } from '../../campaign/transfers/removals.js';
import type { RefusedRow } from '../../export/listing-files/admission.js';
import type { ListingRow } from '../../export/listing-files/listing-row.js';
import type { Instant } from '../../model/instant.js';
import type { ListRefusal } from '../../model/reasons.js';
import type { DestinationPolicy } from '../../suppression/destination.js';
import { holdBack } from './hold-back.js';
import { type ListingCampaign, placeOf, serviceOf } from './listing-campaign.js';
import { type ReadList, rowsOf } from './read-list.js';

/** What a run changes in one audience. */
export interface ListingChange {
  readonly campaign: ListingCampaign;
  /** Why nobody may be there: of the list, or because too few are left who can be sent. */
  readonly refused: readonly ListRefusal[];
  /** Those who are added, with all that is sent of them; each time the same. */
  readonly add: () => AsyncIterable<readonly ListingRow[]>;
  readonly removals: Removals;
  /** Everybody who is in the audience from now on, where it is replaced whole. */
  readonly replacement?: { readonly persons: number; readonly rows: () => AsyncIterable<readonly ListingRow[]> };
  /** What is to be written down before anybody sees the files; a plan and a replay write nothing down. */
  readonly facts: () => DeltaFacts;
  readonly counts: ListingChangeCounts;
  /** What is not sent of those on the list, by place and reason. */
  readonly notSent: readonly RefusedRow[];
}

/** Units: persons, but for the entries of `remove`. */
export interface ListingChangeCounts {
  readonly add: number;
  readonly keep: number;
  /** Left out, because they share an identifier with somebody who must not be there. */
  readonly withheld: number;
  /** Entries. */
  readonly remove: number;
  /** The audience is to be deleted, because the recipient takes nobody out of one so small. */
  readonly deleteAudience: boolean;
  /** Who wait, because so few would be singled out, or for the audience to be deleted. */
  readonly heldBack: { readonly added: number; readonly left: number };
  /** Of those who are added, for whom the service is told that they consent. */
  readonly granted: number;
}

export interface ListingChangeInput {
  readonly campaign: ListingCampaign;
  readonly list: ClearedList;
  readonly read: ReadList;
  readonly ledger: AudienceLedger | undefined;
  /** Why somebody must not be there today; `undefined` where nobody was decided about. */
  readonly reasons: (personId: string) => readonly RemovalCause[] | undefined;
  /** Who is nobody any more, as far as that was asked. */
  readonly unknown: ReadonlySet<string>;
  readonly destinations: DestinationPolicy;
  readonly run: string;
  readonly at: Instant;
}

/** INVARIANT: a list that is refused whole has nobody to be read, and takes back all that was ever written for it. */
export function listingChange(input: ListingChangeInput): ListingChange {
  const { campaign, list, read, ledger, destinations, run, at } = input;
  const refused = list.refusals.length > 0 ? list.refusals : audienceRefusals(read.persons.length, destinations);
  const causes = refused.map(({ code }) => code);
  const wanted = refused.length > 0 ? [] : read.persons;
  const whole = audienceDelta(ledger, wanted, refused.length > 0 ? () => causes : input.reasons, input.unknown);
  const { delta: shown, heldBack } = holdBack(ledger, whole, destinations.minimumCell);
  const removals = deltaRemovals(ledger, shown, at);
  const deleteAudience = removals.deletions.length > 0;
  // Whoever is put into an audience that is to be deleted would go with it: they wait until it is gone.
  const delta = deleteAudience ? { ...shown, add: new Set<string>() } : shown;
  return {
    campaign,
    refused,
    add: () => rowsOf(list, campaign, read, delta.add),
    removals,
    ...(deleteAudience || heldBack.left > 0 || delta.add.size + removals.removals.length === 0
      ? {}
      : replacementOf(input, new Set([...delta.keep, ...delta.add]))),
    facts: () =>
      deltaFacts(ledger, wanted, delta, { ...placeOf(campaign), profile: serviceOf(campaign).version, run, at }),
    counts: {
      add: delta.add.size,
      keep: delta.keep.size,
      withheld: delta.withheld.size,
      remove: removals.removals.length,
      deleteAudience,
      heldBack: { ...heldBack, added: heldBack.added + shown.add.size - delta.add.size },
      granted: countIn(delta.add, read.granted),
    },
    notSent: read.refused,
  };
}

function countIn(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let count = 0;
  for (const one of some) if (others.has(one)) count += 1;
  return count;
}

/** Not where somebody who merely left has to wait: a replacement would take them out. */
function replacementOf(
  { campaign, list, read }: ListingChangeInput,
  persons: ReadonlySet<string>,
): Pick<ListingChange, 'replacement'> {
  if (campaign.listing.replace !== true || persons.size === 0) return {};
  return { replacement: { persons: persons.size, rows: () => rowsOf(list, campaign, read, persons) } };
}
