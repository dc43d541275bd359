import { describe, expect, test } from 'vitest';
import { type Allocatable, type Allocated, allocate } from '../../src/campaign/allocation/allocate.js';
import {
  allocationIssues,
  type CampaignAllocation,
  priorityIssues,
  type RunAllocation,
} from '../../src/campaign/allocation/definition.js';
import type { Campaign } from '../../src/campaign/campaign.js';
import type { PersonDecision } from '../../src/campaign/person-decision.js';
import { placeOf, thresholdOf } from '../../src/identity/share.js';
import { attributes } from '../parity/run-both.js';

interface Person {
  readonly id: string;
  readonly address?: string;
  readonly points?: bigint;
  readonly tier?: string;
}

const campaign = (definition: CampaignAllocation & Partial<Campaign>): Campaign => ({
  id: 'c',
  controller: 'okq8',
  kind: 'newsletter',
  channel: 'email',
  purpose: 'direct_marketing',
  products: [],
  targeted: false,
  guardedData: [],
  containsPromotion: false,
  columns: [],
  audience: { id: 'a', condition: { kind: 'all', of: [] } },
  ...definition,
});

const decided = (of: Campaign, persons: readonly Person[]): Allocatable => ({
  campaign: of,
  cleared: persons.map(
    ({ id, address }): PersonDecision => ({ personId: id, mask: 0n, ...(address === undefined ? {} : { address }) }),
  ),
  value: (personId, field) => {
    const person = persons.find(({ id }) => id === personId);
    return field === 'points' ? person?.points : field === 'tier' ? person?.tier : undefined;
  },
});

const said = (allocation: ReadonlyMap<string, Allocated>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...allocation]
      .map(([id, { outcome, part }]) => [id, part === undefined ? outcome : `${outcome} ${part}`] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

const one = (definition: CampaignAllocation, persons: readonly Person[]): Readonly<Record<string, string>> =>
  said(allocate([decided(campaign(definition), persons)], undefined)[0] as ReadonlyMap<string, Allocated>);

const several = (
  definitions: readonly (CampaignAllocation & Partial<Campaign>)[],
  rules: RunAllocation,
  persons: readonly Person[],
): readonly Readonly<Record<string, string>>[] =>
  allocate(
    definitions.map((definition) => decided(campaign(definition), persons)),
    rules,
  ).map(said);

const NINE: readonly Person[] = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'på9'].map((id) => ({ id }));

describe('the place of a person is the first 16 hex digits of SHA-256(salt:id)', () => {
  test.each([
    ['autumn', 'p1', 'fc960af5976da123'],
    ['autumn', 'p5', '013ce45d91ccb018'],
    ['autumn', 'på9', 'c1b739a2dc5bb682'],
    ['layer', 'p1', '26b92a17fca6a926'],
  ])('%s:%s', (salt, id, place) => {
    expect(placeOf(salt, id)).toBe(place);
  });

  test.each([
    [0n, '0000000000000000'],
    [10_000_000n, '1999999999999999'],
    [25_000_000n, '4000000000000000'],
    [99_999_999n, 'ffffffd50ce23b9e'],
    [100_000_000n, undefined],
  ])('%s millionths of a percent end at %s', (percent, threshold) => {
    expect(thresholdOf(percent)).toBe(threshold);
  });
});

describe('one campaign', () => {
  test('of several persons with one address the lowest id in byte order is listed', () => {
    const persons = [{ id: '\u{1f600}', address: 'x' }, { id: '\uff5e', address: 'x' }, { id: 'b' }, { id: 'a' }];
    expect(one({}, persons)).toEqual({ '\uff5e': 'listed', '\u{1f600}': 'duplicate', a: 'listed', b: 'listed' });
  });

  test.each([
    ['descending', { p1: 'duplicate', p2: 'listed', p3: 'duplicate' }],
    ['ascending', { p1: 'listed', p2: 'duplicate', p3: 'duplicate' }],
  ] as const)('with a rank the first by rank is, %s; whoever has no value comes last', (order, expected) => {
    const persons = [
      { id: 'p1', address: 'x', points: -1n },
      { id: 'p2', address: 'x', points: 5n },
      { id: 'p3', address: 'x' },
    ];
    expect(one({ rank: { field: 'points', order } }, persons)).toEqual(expected);
  });

  test('a limit by rank keeps the first, ties by id', () => {
    const persons = [{ id: 'p1', points: 1n }, { id: 'p3', points: 2n }, { id: 'p2', points: 2n }, { id: 'p4' }];
    const expected = { p1: 'over_limit', p2: 'listed', p3: 'over_limit', p4: 'over_limit' };
    expect(one({ rank: { field: 'points', order: 'descending' }, limit: { rows: 1, by: 'rank' } }, persons)).toEqual(
      expected,
    );
  });

  test('a limit by hash keeps the lowest places', () => {
    const listed = Object.entries(one({ limit: { rows: 3, by: 'hash', salt: 'autumn' } }, NINE));
    expect(listed.filter(([, outcome]) => outcome === 'listed').map(([id]) => id)).toEqual(['p4', 'p5', 'p8']);
  });

  test('a hold-out of a quarter holds out whose place is in the first quarter', () => {
    expect(one({ holdOut: { percent: 25, salt: 'autumn' } }, NINE)).toMatchObject({
      p4: 'held_out',
      p5: 'held_out',
      p8: 'listed',
      p3: 'listed',
    });
  });

  test('hold-outs of one salt in different parts of the hundred share nobody', () => {
    const held = (from: number): readonly string[] =>
      Object.entries(one({ holdOut: { percent: 10, salt: 'layer', from } }, NINE)).flatMap(([id, outcome]) =>
        outcome === 'held_out' ? [id] : [],
      );
    expect(held(0)).toEqual(['p2', 'p3', 'p6']);
    expect(held(10)).toEqual(['p1']);
    expect([0, 10, 20, 30, 40, 50, 60, 70, 80, 90].flatMap(held).sort()).toEqual(NINE.map(({ id }) => id).sort());
  });

  test('the hold-out is drawn from those whom the limit left', () => {
    const definition: CampaignAllocation = {
      limit: { rows: 3, by: 'hash', salt: 'autumn' },
      holdOut: { percent: 30, salt: 'layer' },
    };
    expect(one(definition, NINE)).toMatchObject({ p4: 'listed', p5: 'held_out', p8: 'listed', p6: 'over_limit' });
  });

  test('a row of a listing is a person, unless the listing compares', () => {
    const shared = [
      { id: 'p1', address: 'x' },
      { id: 'p2', address: 'x' },
    ];
    const listing = { channel: 'social_listing' } as const;
    const of = (definition: CampaignAllocation): Readonly<Record<string, string>> =>
      said(
        allocate([decided(campaign({ ...listing, ...definition }), shared)], undefined)[0] as Map<string, Allocated>,
      );
    expect(of({})).toEqual({ p1: 'listed', p2: 'listed' });
    expect(of({ holdOut: { percent: 100, salt: 's' } })).toEqual({ p1: 'held_out', p2: 'duplicate' });
    const whole = { salt: 's', parts: [{ id: 'a', percent: 100 }] };
    expect(of({ split: whole })).toEqual({ p1: 'listed a', p2: 'duplicate' });
  });

  test('a held-out person is not replaced by another of the same address', () => {
    const persons = [
      { id: 'p5', address: 'x' },
      { id: 'p8', address: 'x' },
    ];
    expect(one({ holdOut: { percent: 25, salt: 'autumn' } }, persons)).toEqual({ p5: 'held_out', p8: 'duplicate' });
  });

  test('a stratified hold-out takes the exact share of every stratum, cut off; missing is a stratum', () => {
    const persons = NINE.map(({ id }, i) => (i < 4 ? { id, tier: 'gold' } : i < 7 ? { id, tier: 'tin' } : { id }));
    expect(one({ holdOut: { percent: 50, salt: 'autumn', stratify: 'tier' } }, persons)).toEqual({
      p1: 'listed',
      p2: 'listed',
      p3: 'held_out',
      p4: 'held_out',
      p5: 'held_out',
      p6: 'listed',
      p7: 'listed',
      p8: 'held_out',
      på9: 'listed',
    });
  });

  test('a split puts every listed person into one part, by place', () => {
    const parts = [
      { id: 'a', percent: 34 },
      { id: 'b', percent: 66 },
    ];
    expect(one({ split: { salt: 'split', parts } }, NINE)).toEqual({
      p1: 'listed b',
      p2: 'listed a',
      p3: 'listed b',
      p4: 'listed a',
      p5: 'listed b',
      p6: 'listed b',
      p7: 'listed a',
      p8: 'listed a',
      på9: 'listed b',
    });
  });
});

describe('campaigns of one run', () => {
  const persons = [{ id: 'p1', address: 'x' }, { id: 'p2', address: 'x' }, { id: 'p3' }];

  test('first match: the first campaign has everybody it lists, the next has who is left', () => {
    const [first, second] = several(
      [{ id: 'a', limit: { rows: 1, by: 'hash', salt: 's' } }, { id: 'b' }],
      {
        order: 'definition',
        perPerson: 1,
      },
      persons,
    );
    expect(Object.values(first as object).filter((outcome) => outcome === 'listed')).toHaveLength(1);
    for (const [id, outcome] of Object.entries(first as Record<string, string>)) {
      if (outcome === 'over_limit') expect(second?.[id]).toBe('listed');
      if (outcome === 'listed') expect(second?.[id]).toBe('capped');
    }
  });

  test('a cap counts the address too: whoever shares it is not written to by another campaign', () => {
    expect(several([{ id: 'a' }, { id: 'b' }], { order: 'definition', perPerson: 1 }, persons)).toEqual([
      { p1: 'listed', p2: 'duplicate', p3: 'listed' },
      { p1: 'capped', p2: 'capped', p3: 'capped' },
    ]);
  });

  test('by priority 1 goes first and none goes last, whatever the order of writing', () => {
    const asked = [{ id: 'none' }, { id: 'second', priority: 2 }, { id: 'first', priority: 1 }];
    const outcomes = several(asked, { order: 'priority', perPerson: 1 }, [{ id: 'p1' }]);
    expect(outcomes.map(({ p1 }) => p1)).toEqual(['capped', 'capped', 'listed']);
  });

  test('two campaigns for one person: the third is capped', () => {
    const asked = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
    const outcomes = several(asked, { order: 'definition', perPerson: 2 }, [{ id: 'p1' }]);
    expect(outcomes.map(({ p1 }) => p1)).toEqual(['listed', 'listed', 'capped']);
  });

  test('a cap on a channel leaves the other channels alone', () => {
    const asked = [{ id: 'a' }, { id: 'b', channel: 'sms' }, { id: 'c' }];
    const outcomes = several(asked, { order: 'definition', perChannel: 1 }, [{ id: 'p1' }]);
    expect(outcomes.map(({ p1 }) => p1)).toEqual(['listed', 'listed', 'capped']);
  });

  test('service messages neither count nor are capped; with a promotion in them they do', () => {
    const service = { kind: 'service_message', purpose: 'service' };
    const asked = [{ id: 'a', ...service }, { id: 'b' }, { id: 'c', ...service }];
    const rules: RunAllocation = { order: 'definition', perPerson: 1 };
    expect(several(asked, rules, [{ id: 'p1' }]).map(({ p1 }) => p1)).toEqual(['listed', 'listed', 'listed']);
    const promoting = asked.map((definition) => ({ ...definition, containsPromotion: true }));
    expect(several(promoting, rules, [{ id: 'p1' }]).map(({ p1 }) => p1)).toEqual(['listed', 'capped', 'capped']);
  });

  test('whoever is held out is not handed to the next campaign', () => {
    const asked = [{ id: 'a', holdOut: { percent: 100, salt: 's' } }, { id: 'b' }];
    const outcomes = several(asked, { order: 'definition', perPerson: 1 }, [{ id: 'p1' }]);
    expect(outcomes.map(({ p1 }) => p1)).toEqual(['held_out', 'capped']);
  });
});

describe('mistakes of a definition', () => {
  const parts = [
    { id: 'a', percent: 50 },
    { id: 'b', percent: 50 },
  ];
  const issues = (definition: unknown): readonly string[] =>
    [...allocationIssues(definition as CampaignAllocation, attributes, 'c')].map(({ at }) => at ?? '');

  test.each<[string, unknown, readonly string[]]>([
    ['nothing', {}, []],
    [
      'everything, rightly',
      {
        rank: { field: 'points', order: 'descending' },
        limit: { rows: 1, by: 'rank' },
        holdOut: { percent: 10, salt: 'a', from: 90 },
        split: { salt: 'b', parts, stratify: 'country' },
      },
      [],
    ],
    ['a rank by text', { rank: { field: 'tier', order: 'ascending' } }, ['c.rank.field']],
    ['a rank by nothing known', { rank: { field: 'nope', order: 'ascending' } }, ['c.rank.field']],
    ['a limit by no rank', { limit: { rows: 1, by: 'rank' } }, ['c.limit.by']],
    ['no rows', { limit: { rows: 0, by: 'hash', salt: 's' } }, ['c.limit.rows']],
    ['no salt', { holdOut: { percent: 10, salt: '' } }, ['c.holdOut.salt']],
    ['nobody', { holdOut: { percent: 0, salt: 's' } }, ['c.holdOut.percent']],
    ['more than everybody', { holdOut: { percent: 100.5, salt: 's' } }, ['c.holdOut.percent']],
    ['too fine', { holdOut: { percent: 0.0000001, salt: 's' } }, ['c.holdOut.percent']],
    ['beyond the hundred', { holdOut: { percent: 20, from: 90, salt: 's' } }, ['c.holdOut']],
    ['from of a stratum', { holdOut: { percent: 20, from: 10, salt: 's', stratify: 'tier' } }, ['c.holdOut.from']],
    ['an unknown stratum', { holdOut: { percent: 20, salt: 's', stratify: 'nope' } }, ['c.holdOut.stratify']],
    [
      'parts of less than a hundred',
      { split: { salt: 's', parts: [parts[0], { id: 'b', percent: 49 }] } },
      ['c.split.parts'],
    ],
    [
      'two parts of one name',
      { split: { salt: 's', parts: [parts[0], { id: 'A', percent: 50 }] } },
      ['c.split.parts.1.id'],
    ],
    [
      'a part that is a path',
      { split: { salt: 's', parts: [parts[0], { id: '../b', percent: 50 }] } },
      ['c.split.parts.1.id'],
    ],
    ['one salt for two', { holdOut: { percent: 10, salt: 's' }, split: { salt: 's', parts } }, ['c']],
  ])('%s', (_, definition, expected) => {
    expect(issues(definition)).toEqual(expected);
  });

  test('a priority that no order asks for', () => {
    const asked = [{ id: 'a', priority: 1 }, { id: 'b' }];
    const at = (rules: RunAllocation | undefined) => [...priorityIssues(asked, rules)].map((issue) => issue.at);
    expect(at(undefined)).toEqual(['campaigns.a.priority']);
    expect(at({ order: 'definition', perPerson: 1 })).toEqual(['campaigns.a.priority']);
    expect(at({ order: 'priority', perPerson: 1 })).toEqual([]);
  });
});
