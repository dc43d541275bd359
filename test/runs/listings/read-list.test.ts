import fc from 'fast-check';
import { expect, test } from 'vitest';
import { referenceRun } from '../../../src/campaign/reference-run.js';
import type { ListingRow } from '../../../src/export/listing-files/listing-row.js';
import { type RecordsInput, readRecords } from '../../../src/model/records.js';
import type { ListingCampaign } from '../../../src/runs/listings/listing-campaign.js';
import { type ReadList, readList, rowsOf } from '../../../src/runs/listings/read-list.js';
import { consent, LISTING_AD } from '../../export/listing-services/both-engines.js';
import { widePolicy } from '../../parity/campaign-arbitraries.js';
import { runDefinition } from '../../parity/run-both.js';
import { assertUntilMet } from '../../setup/until-met.js';

/** What is kept of a list that was read, and what is read of it again: both are the same rows. */

const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(values, { nil: undefined });
const people = fc
  .array(
    fc.record({
      email: maybe(fc.constantFrom('a@example.se', 'b@example.se', 'not an address')),
      phone: maybe(fc.constantFrom('0701234567', '+46701234568', '1')),
      country: maybe(fc.constantFrom('SE', 'US')),
      firstName: maybe(fc.constantFrom('Anna', '?')),
      lastName: maybe(fc.constantFrom('Berg', 'x')),
      postalCode: maybe(fc.constantFrom('11122', '-')),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((all) => all.map((one, i) => ({ id: `p${i}`, birthDate: '1985-05-01', ...one })));

/** Entries are made when they are asked for. */
const said = (list: ReadList) => ({
  ...list,
  persons: list.persons.map(({ personId, entries }) => ({ personId, entries })),
});

async function collected(rows: AsyncIterable<readonly ListingRow[]>) {
  const all: object[] = [];
  for await (const block of rows) for (const { values, consent: given } of block) all.push({ values, consent: given });
  return all;
}

test.each(['google-customer-match', 'meta-custom-audience'] as const)(
  'rows of %s that are kept are those that are read again, for whomever of the list',
  async (service) => {
    let sent = 0;
    await assertUntilMet(
      fc.asyncProperty(people, fc.func(fc.boolean()), async (profile, among) => {
        const run = runDefinition([LISTING_AD], { policy: widePolicy });
        const records = readRecords({ profile, permission: profile.map(({ id }) => consent(id)) } as RecordsInput, {
          ...run.words,
          attributes: run.attributes,
        });
        const [list] = referenceRun(run, records);
        const campaign = { ...run.campaigns[0], listing: { service, audience: 'a' } } as unknown as ListingCampaign;
        if (list === undefined) throw new Error('the run has no list');
        const [kept, again] = [await readList(list, campaign), await readList(list, campaign, 0)];
        const { rows, ...same } = said(kept);
        expect(rows?.length).toBe(kept.persons.length);
        expect(said(again)).toEqual(list.counts.listed === 0 ? said(kept) : same);
        const some = new Set(kept.persons.map(({ personId }) => personId).filter((id) => among(id)));
        const found = await collected(rowsOf(list, campaign, kept, some));
        expect(found).toHaveLength(some.size);
        expect(await collected(rowsOf(list, campaign, again, some))).toEqual(found);
        sent += found.length;
      }),
      25,
      () => sent > 10,
    );
  },
);
