import { expect, test } from 'vitest';
import { EVERYBODY } from '../parity/campaign-arbitraries.js';
import { figuresOnBoth, runDefinition } from '../parity/run-both.js';

/** The figures of a run by hand: five persons, of whom one objected, one has no consent, one has neither country nor consent. */

const given = (profileId: string) => ({
  profileId,
  controller: '*',
  purpose: '*',
  channel: '*',
  state: 'given',
  occurredAt: '2026-01-01T00:00:00Z',
  origin: 'data_subject',
  evidence: 'form-1',
});

const records = {
  profile: [
    { id: 'a', email: 'a@example.se', country: 'SE' },
    { id: 'b', email: 'b@example.fi', country: 'FI', phone: '+358401234567' },
    { id: 'c', email: 'c@example.fi', country: 'FI' },
    { id: 'd', email: 'd@example.se', country: 'SE' },
    { id: 'e', email: 'e@example.se', country: 'SE' },
  ],
  permission: ['a', 'b', 'c', 'e'].map(given),
  objection: [{ profileId: 'e', purpose: 'direct_marketing', occurredAt: '2026-02-01T00:00:00Z' }],
};

const audience = { id: 'everybody', condition: EVERYBODY };
const letter = { controller: 'okq8', kind: 'newsletter', channel: 'email', audience };
const text = { controller: 'okq8', kind: 'newsletter', channel: 'sms', audience };

test.each([
  ['reference', 0],
  ['DuckDB', 1],
])('countries, overlaps and reasons that apply together, by the %s', async (_, place) => {
  const said = (await figuresOnBoth(runDefinition([letter, text]), records))[place]?.figures;
  expect(said?.overlaps).toEqual([{ campaigns: ['c1', 'c2'], persons: 1 }]);
  expect(said?.campaigns).toEqual([
    {
      id: 'c1',
      countries: [
        { country: 'FI', persons: 2 },
        { country: 'SE', persons: 1 },
      ],
      together: [
        { reasons: ['OBJECTION_DIRECT_MARKETING'], persons: 1 },
        { reasons: ['CONSENT_MISSING'], persons: 1 },
      ],
    },
    {
      id: 'c2',
      countries: [{ country: 'FI', persons: 1 }],
      together: [
        { reasons: ['NO_IDENTIFIER_FOR_CHANNEL'], persons: 2 },
        { reasons: ['OBJECTION_DIRECT_MARKETING', 'NO_IDENTIFIER_FOR_CHANNEL'], persons: 1 },
        { reasons: ['NO_IDENTIFIER_FOR_CHANNEL', 'CONSENT_MISSING'], persons: 1 },
      ],
    },
  ]);
  expect(said?.quality.map(({ source, kind, records: count }) => [source, kind, count])).toEqual([
    ['profile', 'profile', 5],
    ['permission', 'permission', 4],
    ['objection', 'objection', 1],
  ]);
});
