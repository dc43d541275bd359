import type { Campaign, ListColumn } from '../../src/campaign/campaign.js';
import {
  type ClearedList,
  type ListContent,
  type ListCounts,
  type ListRow,
  makeClearedList,
} from '../../src/campaign/cleared-list.js';
import type { EngineRun, RunDefinition } from '../../src/campaign/engine.js';
import type { ReleaseReport } from '../../src/campaign/release/release.js';
import { parseAsOf } from '../../src/model/instant.js';
import { defaultDestinations } from '../../src/suppression/policies/default-destinations.js';

/** Made-up lists and runs for the tests of export. No person in them exists. */

export const asOf = parseAsOf('2026-11-22T06:00:00Z');

export const column = (field: string, header = field): ListColumn => ({ header, field });

export const campaign = (
  id: string,
  columns: readonly ListColumn[] = [column('profileId'), column('address')],
): Campaign => ({
  id,
  controller: 'okq8',
  kind: 'targeted_offer',
  purpose: 'direct_marketing',
  channel: 'email',
  products: ['fuel'],
  targeted: true,
  guardedData: [],
  containsPromotion: true,
  audience: { id: 'everybody', condition: { kind: 'all', of: [] } },
  columns,
});

/** Three suppressed and one duplicate besides the listed ones. */
export const countsFor = (listed: number): ListCounts => ({
  universe: listed + 10,
  members: listed + 4,
  suppressed: 3,
  cleared: listed + 1,
  capped: 0,
  duplicates: 1,
  overLimit: 0,
  heldOut: 0,
  parts: [],
  listed,
  reasons: [
    { code: 'OBJECTION_DIRECT_MARKETING', primary: 2, any: 2 },
    { code: 'CONSENT_MISSING', primary: 1, any: 3 },
  ],
  bases: [{ basis: 'consent', persons: listed + 1 }],
});

export const people = (count: number): readonly ListRow[] =>
  Array.from({ length: count }, (_, i) => [`p-${String(i).padStart(7, '0')}`, `person${i}@example.se`]);

export async function* streamed(rows: Iterable<ListRow>): AsyncGenerator<readonly ListRow[]> {
  for (const row of rows) yield [row];
}

export const contentFor = (of: Campaign, rows: readonly ListRow[]): ListContent => ({
  campaign: of,
  asOf,
  forSending: true,
  counts: countsFor(rows.length),
  rows: () => streamed(rows),
  rendered: () => {
    throw new Error('this list was made to be written, not to be rendered');
  },
  decisions: () => {
    throw new Error('an exporter has no business with decisions');
  },
  decisionsOf: () => {
    throw new Error('an exporter has no business with decisions');
  },
});

export const listOf = (of: Campaign, rows: readonly ListRow[], change: Partial<ListContent> = {}): ClearedList =>
  makeClearedList({ ...contentFor(of, rows), ...change });

export const definitionOf = (campaigns: readonly Campaign[], replay = false): RunDefinition => ({
  campaigns,
  policy: {
    id: 'test',
    version: '1',
    controllers: [{ id: 'okq8', group: 'okq8' }],
    countries: ['SE'],
    topics: [],
    bases: {},
    consentPurposes: {},
    consentNeedsEvidence: true,
    companyOptOut: {},
    assessments: {},
    objectionScope: 'group',
    softOptIn: { maxDaysSinceSale: 365 },
    minimumAge: 18,
    unknownAgeBlocks: [],
    gpcEnds: [],
    destinations: defaultDestinations,
    registers: {
      for: {},
      maxAgeDays: {},
      consentMaxAgeDays: {},
      customerExemption: { countries: [], maxDaysSinceSale: 0 },
      researchOutside: true,
      phoneNeedsPriorConsent: [],
    },
    contact: { frequencyCaps: [], notAgainWithinDays: {}, contactHours: [], zones: {} },
    assumeRequestCountryForPhone: true,
  },
  asOf,
  replay,
  zone: 'Europe/Stockholm',
  attributes: {},
  words: { controllers: ['okq8'], topics: [] },
  linkDevices: false,
  keys: {},
});

export const engineRun = (lists: readonly ClearedList[]): EngineRun => ({
  lists,
  inputs: [
    {
      source: 'customers',
      kind: 'profile',
      files: [{ file: 'customers.csv', sha256: 'a'.repeat(64), bytes: 12 }],
      rows: 10,
      leftOut: 1,
      unreadable: 0,
    },
  ],
  lookUps: [],
  declared: ['profile', 'permission', 'objection'],
  anonymousEvents: 0,
  boundaries: new Map(),
  idLists: [],
  captured: [],
  figures: () => {
    throw new Error('an exporter is given what it writes');
  },
  engine: { id: 'memory', version: '1' },
});

/** What `publishRun` takes: one list per given row count. */
export function runOf(output: string, ...sizes: readonly number[]) {
  const campaigns = sizes.map((_, index) => campaign(`campaign-${index}`));
  const lists = campaigns.map((each, index) => listOf(each, people(sizes[index] ?? 0)));
  return { output, definition: definitionOf(campaigns), run: engineRun(lists), release: RELEASE, version: '0.1.0' };
}

/** What held before a run that nobody had to stop. */
export const RELEASE: ReleaseReport = { audited: { persons: 0, decisions: 0, named: 0 }, canaries: 0, guards: [] };
