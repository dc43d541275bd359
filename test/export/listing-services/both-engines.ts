import type { CampaignDefinition } from '../../../src/campaign/campaign.js';
import { type ClearedList, contentOf } from '../../../src/campaign/cleared-list.js';
import { referenceRun } from '../../../src/campaign/reference-run.js';
import { DuckDbEngine } from '../../../src/engines/duckdb/duckdb-engine.js';
import { recordData } from '../../../src/engines/duckdb/record-data.js';
import type { Listing } from '../../../src/export/listing-services/listing.js';
import type { MatchRow } from '../../../src/export/listing-services/match.js';
import { matchRows } from '../../../src/export/listing-services/match-rows.js';
import { type RecordsInput, readRecords } from '../../../src/model/records.js';
import { EVERYBODY, widePolicy } from '../../parity/campaign-arbitraries.js';
import { runDefinition } from '../../parity/run-both.js';

/** Persons on a listing by consent, as rows for a service, by the reference and by DuckDB. */

export type Person = Readonly<Record<string, unknown>> & { readonly id: string };

export const consent = (profileId: string) => ({
  profileId,
  controller: '*',
  purpose: '*',
  channel: '*',
  state: 'given',
  occurredAt: '2026-01-01T00:00:00Z',
  origin: 'data_subject',
  evidence: 'form-1',
});

export const LISTING_AD: Omit<CampaignDefinition, 'id'> = {
  controller: 'okq8',
  kind: 'listing_ad',
  channel: 'social_listing',
  country: 'SE',
  audience: { id: 'everybody', condition: EVERYBODY },
};

export interface BothRows {
  readonly reference: readonly MatchRow[];
  readonly duckdb: readonly MatchRow[];
}

/** `listings` of the same persons, each on both engines; `said` is what they consented to, everything where it is not given. */
export async function rowsOnBoth(
  people: readonly Person[],
  listings: readonly Listing[],
  change: Partial<CampaignDefinition> = {},
  said: readonly object[] = people.map(({ id }) => consent(id)),
): Promise<readonly BothRows[]> {
  const run = runDefinition([{ ...LISTING_AD, ...change }], { policy: widePolicy });
  const profile = people.map((person) => ({ birthDate: '1985-05-01', ...person }));
  const records = readRecords({ profile, permission: said } as RecordsInput, {
    ...run.words,
    attributes: run.attributes,
  });
  const engine = new DuckDbEngine(recordData(records), { threads: 2 });
  try {
    const [reference] = referenceRun(run, records);
    const [list] = (await engine.run(run)).lists;
    const found: BothRows[] = [];
    for (const listing of listings)
      found.push({ reference: await rowsOf(reference, listing), duckdb: await rowsOf(list, listing) });
    return found;
  } finally {
    await engine.close();
  }
}

async function rowsOf(list: ClearedList | undefined, listing: Listing): Promise<readonly MatchRow[]> {
  if (list === undefined) throw new Error('the run has no list');
  if (contentOf(list).counts.listed === 0) throw new Error('nobody is on the list');
  const rows: MatchRow[] = [];
  for await (const row of matchRows(list, listing)) rows.push(row);
  return rows;
}
