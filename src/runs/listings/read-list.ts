import chunk from 'lodash-es/chunk.js';
import type { ClearedList } from '../../campaign/cleared-list.js';
import type { WantedPerson } from '../../campaign/transfers/audience-delta.js';
import { type Admission, admit, type RefusedRow, refusedOf } from '../../export/listing-files/admission.js';
import type { ListingRow } from '../../export/listing-files/listing-row.js';
import type { ListingService } from '../../export/listing-services/listing-service.js';
import type { MatchRow } from '../../export/listing-services/match.js';
import { matchBlocks } from '../../export/listing-services/match-rows.js';
import { type ListingCampaign, listingOf, serviceOf } from './listing-campaign.js';

/** Everybody on a list who is sent, with what a transfer remembers of them, and what is not sent. */
export interface ReadList {
  readonly persons: readonly WantedPerson[];
  /** For whom the service is told that they consent. */
  readonly granted: ReadonlySet<string>;
  /** By place on the list and reason. */
  readonly refused: readonly RefusedRow[];
  /** What is sent of each of {@link persons}; absent where they are so many that they are read again whenever needed. */
  readonly rows?: readonly ListingRow[];
}

/**
 * Units: persons of whom what is sent is kept, at about 1 KB each. The files of an audience are made by reading its rows
 * several times over, and reading them costs ten times what they are written for.
 */
const KEPT = 100_000;

/** @param kept Units: persons; see {@link KEPT}. */
export async function readList(list: ClearedList, campaign: ListingCampaign, kept = KEPT): Promise<ReadList> {
  const service = serviceOf(campaign);
  const persons: WantedPerson[] = [];
  const granted = new Set<string>();
  const refused: RefusedRow[] = [];
  const rows: ListingRow[] | undefined = list.counts.listed > kept ? undefined : [];
  const take = (match: MatchRow): void => {
    const admission = admissionOf(service, campaign, match);
    for (const one of refusedOf(match, admission)) refused.push(one);
    if (!('row' in admission)) return;
    const { personId } = match;
    const { values, consent } = admission.row;
    const row = consent === undefined ? { values } : { values, consent };
    rows?.push(row);
    persons.push(
      rows === undefined ? { personId, entries: entriesOf(service, row) } : new Kept(personId, service, row),
    );
    if (consent === 'granted') granted.add(personId);
  };
  for await (const block of matchBlocks(list, listingOf(campaign))) block.forEach(take);
  return { persons, granted, refused, ...(rows === undefined ? {} : { rows }) };
}

/**
 * Somebody of whom what is sent is kept: what a transfer remembers of it is made when it is asked for, which is never
 * where nothing is held yet and nothing is written down.
 */
class Kept implements WantedPerson {
  constructor(
    readonly personId: string,
    private readonly service: ListingService,
    private readonly row: ListingRow,
  ) {}

  get entries(): readonly string[] {
    return entriesOf(this.service, this.row);
  }
}

const entriesOf = (service: ListingService, row: ListingRow): readonly string[] => [...new Set(service.entries(row))];

/**
 * The rows of some persons on a list; each time the same.
 *
 * INVARIANT: {@link readList} has given these persons, so that each has left an entry.
 */
export async function* rowsOf(
  list: ClearedList,
  campaign: ListingCampaign,
  { persons: all, rows }: ReadList,
  persons: ReadonlySet<string>,
): AsyncGenerator<readonly ListingRow[]> {
  if (persons.size === 0) return;
  if (rows !== undefined) {
    const some = persons.size === all.length ? rows : rows.filter((_, i) => persons.has(all[i]?.personId ?? ''));
    yield* chunk(some, BLOCK_ROWS);
    return;
  }
  for await (const block of matchBlocks(list, listingOf(campaign)))
    yield block.flatMap((match) => {
      if (!persons.has(match.personId)) return [];
      const admission = admit(serviceOf(campaign), match, campaign.listing.consent);
      return 'row' in admission ? [admission.row] : [];
    });
}

const BLOCK_ROWS = 1024;

const leavesEntry = (service: ListingService, row: ListingRow): boolean => {
  for (const _ of service.entries(row)) return true;
  return false;
};

/** Whoever leaves no entry behind could not be taken back, and is not sent. */
function admissionOf(service: ListingService, campaign: ListingCampaign, match: MatchRow): Admission {
  const admission = admit(service, match, campaign.listing.consent);
  if (!('row' in admission) || leavesEntry(service, admission.row)) return admission;
  return { refused: 'NOTHING_TO_MATCH_BY', fields: admission.row.refused };
}
