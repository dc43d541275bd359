import { beforeAll, describe, expect, test } from 'vitest';
import type { CampaignAllocation, RunAllocation } from '../../src/campaign/allocation/definition.js';
import { EVERYBODY, widePolicy } from '../parity/campaign-arbitraries.js';
import { type BothSaid, runBoth, runDefinition, type Said } from '../parity/run-both.js';

/** Allocation by hand, held against the reference and against DuckDB, of whole runs over few persons. */

type Asked = CampaignAllocation & { readonly kind?: string; readonly channel?: string };
/** One letter a person, in the order of the table: listed, duplicate, over the limit, held out, capped; else suppressed. */
type Outcomes = string;

interface Run {
  readonly says: string;
  readonly rules?: RunAllocation;
  readonly asked: readonly (readonly [Asked, Outcomes])[];
}

const letters: Readonly<Record<string, string>> = {
  listed: 'L',
  duplicate: 'D',
  over_limit: 'O',
  held_out: 'H',
  capped: 'C',
};

const permission = (profileId: string) => ({
  profileId,
  controller: '*',
  purpose: '*',
  channel: '*',
  state: 'given',
  occurredAt: '2026-01-01T00:00:00Z',
  origin: 'data_subject',
  evidence: 'form-1',
});

function allocationTable(name: string, people: readonly Record<string, unknown>[], runs: readonly Run[]): void {
  const ids = people.map(({ id }) => String(id));
  const profile = people.map((person) => ({ country: 'SE', birthDate: '1985-05-01', ...person }));
  const outcomes = ({ decisions }: Said): Outcomes =>
    ids.map((id) => letters[decisions[id]?.allocation ?? ''] ?? '-').join('');
  describe(name, () => {
    let found: readonly BothSaid[];
    beforeAll(async () => {
      found = await Promise.all(
        runs.map(({ rules, asked }) => {
          const campaigns = asked.map(([definition]) => ({
            controller: 'okq8',
            kind: 'newsletter',
            channel: 'email',
            ...definition,
            audience: { id: 'everybody', condition: EVERYBODY },
          }));
          return runBoth(runDefinition(campaigns, { policy: widePolicy, allocation: rules }), {
            profile,
            permission: ids.map(permission),
          });
        }),
      );
    });

    test.each(runs.map(({ says, asked }, i) => [says, i, asked.map(([, expected]) => expected)] as const))(
      '%s',
      (_, i, expected) => {
        expect(found[i]?.reference.map(outcomes)).toEqual(expected);
        expect(found[i]?.duckdb.map(outcomes)).toEqual(expected);
      },
    );
  });
}

const DESCENDING = { field: 'points', order: 'descending' } as const;
const ASCENDING = { field: 'points', order: 'ascending' } as const;
const family = (id: string, phone: string, points?: string, other: object = {}) => ({
  id,
  email: 'family@example.se',
  phone,
  attributes: points === undefined ? {} : { points },
  ...other,
});

allocationTable(
  'three share an address, of whom the first is suppressed; three have their own',
  [
    family('a', '0701000001', '9', { deceased: true }),
    family('b', '0701000002', '1'),
    family('c', '0701000003', '5'),
    family('d', '0701000004', '3', { email: 'd@example.se' }),
    family('e', '0701000005', '3', { email: 'e@example.se' }),
    family('f', '0701000006', undefined, { email: 'f@example.se' }),
  ],
  [
    { says: 'the lowest id of those who may be written to is listed', asked: [[{}, '-LDLLL']] },
    { says: 'the first by rank is listed', asked: [[{ rank: DESCENDING }, '-DLLLL']] },
    { says: 'the last by rank is listed', asked: [[{ rank: ASCENDING }, '-LDLLL']] },
    {
      says: 'a limit keeps the first by rank, ties by id',
      asked: [[{ rank: DESCENDING, limit: { rows: 2, by: 'rank' } }, '-DLLOO']],
    },
    {
      says: 'whoever has no value comes last, either way round',
      asked: [
        [{ rank: DESCENDING, limit: { rows: 3, by: 'rank' } }, '-DLLLO'],
        [{ rank: ASCENDING, limit: { rows: 3, by: 'rank' } }, '-LDLLO'],
      ],
    },
    {
      says: 'without an address nobody is a duplicate',
      asked: [[{ kind: 'targeted_offer', channel: 'own_web' }, '-LLLLL']],
    },
    {
      says: 'a row of a listing is a person, but not where it compares',
      asked: [
        [{ kind: 'listing_ad', channel: 'social_listing' }, '-LLLLL'],
        [{ kind: 'listing_ad', channel: 'social_listing', holdOut: { percent: 100, salt: 's' } }, '-HDHHH'],
      ],
    },
    {
      says: 'whoever is held out is not handed to the next campaign',
      rules: { order: 'definition', perPerson: 1 },
      asked: [
        [{ holdOut: { percent: 100, salt: 's' } }, '-HDHHH'],
        [{}, '-CCCCC'],
      ],
    },
    {
      says: 'two campaigns for one person: the third is capped',
      rules: { order: 'definition', perPerson: 2 },
      asked: [
        [{}, '-LDLLL'],
        [{}, '-LDLLL'],
        [{}, '-CCCCC'],
      ],
    },
    {
      says: 'whoever is capped leaves the address to the others who have it',
      rules: { order: 'definition', perPerson: 1 },
      asked: [
        [{ channel: 'sms', rank: ASCENDING, limit: { rows: 1, by: 'rank' } }, '-LOOOO'],
        [{}, '-CLLLL'],
      ],
    },
    {
      says: 'a cap on a channel leaves the other channels alone',
      rules: { order: 'definition', perChannel: 1 },
      asked: [
        [{}, '-LDLLL'],
        [{ channel: 'sms' }, '-LLLLL'],
        [{}, '-CCCCC'],
      ],
    },
    {
      says: 'service messages neither count nor are capped',
      rules: { order: 'definition', perPerson: 1 },
      asked: [
        [{ kind: 'service_message' }, '-LDLLL'],
        [{}, '-LDLLL'],
        [{ kind: 'service_message' }, '-LDLLL'],
      ],
    },
  ],
);

/** Their places by the salts are those of the tests of one campaign. */
const NINE = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'på9'].map((id, i) => ({
  id,
  email: `${i}@example.se`,
  attributes: i < 4 ? { tier: 'gold' } : i < 7 ? { tier: 'tin' } : {},
}));

allocationTable('nine by their places', NINE, [
  { says: 'the first tenth is held out', asked: [[{ holdOut: { percent: 10, salt: 'layer' } }, 'LHHLLHLLL']] },
  { says: 'the second tenth is', asked: [[{ holdOut: { percent: 10, salt: 'layer', from: 10 } }, 'HLLLLLLLL']] },
  {
    says: 'of every stratum the share is held out, cut off; missing is a stratum',
    asked: [[{ holdOut: { percent: 50, salt: 'autumn', stratify: 'tier' } }, 'LLHHHLLHL']],
  },
  { says: 'the lowest places are kept', asked: [[{ limit: { rows: 3, by: 'hash', salt: 'autumn' } }, 'OOOLLOOLO']] },
]);
