import { describe, expect, test } from 'vitest';
import type { CampaignDefinition } from '../../src/campaign/campaign.js';
import { clearAudience } from '../../src/campaign/clear-audience.js';
import { field } from '../../src/model/record-kind.js';
import type { AttributeSchema } from '../../src/model/records.js';
import { duckdb } from '../../src/runs/open-engine.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import type { PresenceNode } from '../../src/segments/presence.js';
import type { Destination, DestinationPolicy } from '../../src/suppression/destination.js';
import { okq8 } from '../../src/suppression/policies/okq8.js';
import { decisionTable, type Line, type Row, type Who } from './decision-table.js';
import { consent } from './rows.js';

const LISTING = { kind: 'listing_ad', channel: 'social_listing' } as const;
const ALLOWED = { purpose: 'listing_advertising', channel: 'social_listing' } as const;
const line = (says: string, expected: Line['expected']): Line => ({
  says,
  expected,
  records: (who) => ({ permission: [consent(who, ALLOWED)] }),
});
const FAR = ['TRANSFER_REGION_NOT_ALLOWED'] as const;

/** One table for each destination: the recipient is the campaign's, not the person's. */
const regions: readonly (readonly [string, Destination | undefined, Line['expected']])[] = [
  ['not named: as the policy has it', undefined, 'consent'],
  ['in no region that it says', { id: 'x' }, 'consent'],
  ['in the EU', { id: 'x', region: 'EU' }, 'consent'],
  ['in a country of the EU', { id: 'x', region: 'IE' }, 'consent'],
  ['in a country of the EEA', { id: 'x', region: 'NO' }, 'consent'],
  ['in the United States', { id: 'x', region: 'US' }, FAR],
  ['in a place nobody knows', { id: 'x', region: 'Atlantis' }, FAR],
];
for (const [says, destination, expected] of regions) {
  const campaign = destination === undefined ? LISTING : { ...LISTING, destination };
  decisionTable(`a recipient ${says}`, { campaign }, [line('everybody', expected)]);
}
decisionTable('an e-mail sent by nobody named', { campaign: {} }, [
  { says: 'needs no region', expected: 'consent', records: (who) => ({ permission: [consent(who)] }) },
]);
decisionTable(
  'an e-mail sent by a processor in the United States',
  { campaign: { destination: { id: 'sender', region: 'US', contract: 'dpa-9' } } },
  [{ says: 'everybody', expected: FAR, records: (who) => ({ permission: [consent(who)] }) }],
);

const signal = ({ id }: Who, platform: string | null): Row => ({
  profileId: id,
  signal: 'recipient_setting',
  state: 'on',
  platform,
  occurredAt: '2026-02-01T10:00:00Z',
});
const tracked = (says: string, expected: Line['expected'], platform: string | null): Line => ({
  says,
  expected,
  records: (who) => ({
    signal: [signal(who, platform)],
    permission: [consent(who, { purpose: 'marketing_cookies', channel: '*' })],
  }),
});
decisionTable(
  'a setting at a platform, where the recipient says which it is',
  { campaign: { kind: 'social_ad', channel: 'social_tracking', destination: { id: 'm', platform: 'meta' } } },
  [
    tracked('this one', ['PLATFORM_OPT_OUT'], 'meta'),
    tracked('another', 'consent', 'snapchat'),
    tracked('no particular one', ['PLATFORM_OPT_OUT'], null),
    tracked('the whole industry', ['PLATFORM_OPT_OUT'], 'EDAA'),
  ],
);

const attributes: AttributeSchema = {
  interest: field('text', 'interest', { category: 'interests' }),
  illness: field('text', 'illness', { category: 'health_data' }),
  iban: field('text', 'account', { category: 'contact_details' }),
};
const CONTRACT = { id: 'network', contract: 'dpa-1' };

interface Asked {
  readonly persons?: number;
  readonly columns?: CampaignDefinition['columns'];
  readonly destination?: Destination;
  readonly condition?: Condition;
  readonly destinations?: Partial<DestinationPolicy>;
  readonly campaign?: Partial<CampaignDefinition>;
}

async function lists({ persons = 2, columns, destination = CONTRACT, condition, destinations, campaign }: Asked) {
  const ids = Array.from({ length: persons }, (_, i) => ({ id: `n${i}` }));
  const records = {
    profile: ids.map(({ id }, i) => ({
      id,
      email: `${id}@example.se`,
      country: 'SE',
      birthDate: '1985-05-01',
      attributes: { interest: i % 2 === 0 ? 'fuel' : 'wash' },
    })),
    permission: ids.map((who) => consent(who, ALLOWED)),
  };
  const policy = {
    ...okq8,
    destinations: { ...okq8.destinations, minimumAudience: 2, minimumCell: 1, ...destinations },
  };
  const asked = {
    campaign: {
      id: 'ads',
      controller: 'okq8',
      ...LISTING,
      destination,
      ...(columns === undefined ? {} : { columns }),
      audience: { id: 'some', condition: condition ?? ({ kind: 'all', of: [] } as const) },
      ...campaign,
    },
    policy,
    asOf: '2026-03-03T10:00:00Z',
    attributes,
  };
  const engine = duckdb({ records, policy, attributes, threads: 1 });
  try {
    const found = [];
    for (const list of [await clearAudience({ ...asked, records }), await clearAudience({ ...asked, engine })]) {
      const rows: unknown[] = [];
      for await (const row of list) rows.push(row);
      found.push({ refused: list.refusals.slice(0, 1).map(({ code }) => code), rows: rows.length });
    }
    return found;
  } finally {
    await engine.close();
  }
}

const product: Condition = {
  kind: 'aggregate',
  over: 'purchase',
  where: { product: '95' },
  measure: { count: 'line' },
  in: { kind: 'ever' },
  is: 'gte',
  value: 0,
};
const known = (name: string): PresenceNode => ({ kind: 'presence', field: name, is: 'missing' });

describe('a campaign is refused whole', () => {
  const table: readonly (readonly [string, Asked, readonly string[], number])[] = [
    ['a listing that is in order', {}, [], 2],
    ['no contract', { destination: { id: 'network' } }, ['DISCLOSURE_NOT_PERMITTED'], 0],
    [
      'a contract as the policy’s default',
      {
        destination: { id: 'network' },
        destinations: { defaults: { ...okq8.destinations.defaults, contract: 'frame' } },
      },
      [],
      2,
    ],
    ['purposes of its own', { destination: { ...CONTRACT, ownPurposes: true } }, ['DISCLOSURE_NOT_PERMITTED'], 0],
    ['a separate controller', { destination: { id: 'network', role: 'controller' } }, ['DISCLOSURE_NOT_PERMITTED'], 0],
    [
      'where the policy allows them',
      { destination: { id: 'network', role: 'controller' }, destinations: { ownPurposesAllowed: true } },
      [],
      2,
    ],
    ['an attribute on the allow-list', { columns: ['profileId', 'address', 'interest'] }, [], 2],
    ['one that is not', { columns: ['profileId', 'address', 'iban'] }, ['ATTRIBUTE_NOT_ALLOWED'], 0],
    ['a name is a property too', { columns: ['address', 'firstName'] }, ['ATTRIBUTE_NOT_ALLOWED'], 0],
    [
      'the same on a list for e-mail',
      { columns: ['address', 'firstName'], campaign: { kind: 'service_message', channel: 'email' } },
      [],
      2,
    ],
    ['as many as are needed', { persons: 3, destinations: { minimumAudience: 3 } }, [], 3],
    ['one fewer', { persons: 3, destinations: { minimumAudience: 4 } }, ['AUDIENCE_TOO_SMALL'], 0],
    [
      'a smallest group that is large enough',
      { persons: 5, columns: ['address', 'interest'], destinations: { minimumCell: 2 } },
      [],
      5,
    ],
    [
      'one that is not large enough',
      { persons: 5, columns: ['address', 'interest'], destinations: { minimumCell: 3 } },
      ['AUDIENCE_TOO_SMALL'],
      0,
    ],
    ['groups of nothing shown', { persons: 5, destinations: { minimumCell: 3 } }, [], 5],
    ['an audience by interests', { condition: { kind: 'not', of: known('interest') } }, [], 2],
    ['by a category that is not allowed', { condition: known('iban') }, ['DATA_CATEGORY_NOT_ALLOWED'], 0],
    ['by single products', { condition: product }, ['DATA_CATEGORY_NOT_ALLOWED'], 0],
    ['by health', { condition: known('illness') }, ['SPECIAL_CATEGORY_DATA'], 0],
    [
      'by health, deep inside',
      { condition: { kind: 'any', of: [known('interest'), { kind: 'not', of: known('illness') } as Condition] } },
      ['SPECIAL_CATEGORY_DATA'],
      0,
    ],
    [
      'by health, for e-mail too',
      { condition: known('illness'), campaign: { kind: 'service_message', channel: 'email' } },
      ['SPECIAL_CATEGORY_DATA'],
      0,
    ],
  ];
  test.each(table)('%s', async (_, asked, refused, rows) => {
    expect(await lists(asked)).toEqual([
      { refused, rows },
      { refused, rows },
    ]);
  });
});
