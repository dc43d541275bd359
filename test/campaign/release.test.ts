import { describe, expect, test } from 'vitest';
import { selfAudit } from '../../src/campaign/audit/self-audit.js';
import { contentOf, makeClearedList } from '../../src/campaign/cleared-list.js';
import type { EngineRun, RunDefinition } from '../../src/campaign/engine.js';
import type { PersonDecision } from '../../src/campaign/person-decision.js';
import { type Canary, checkCanaries } from '../../src/campaign/release/canaries.js';
import { type GuardSettings, guardIssue, requireGuards, trippedGuards } from '../../src/campaign/release/guards.js';
import { DuckDbEngine } from '../../src/engines/duckdb/duckdb-engine.js';
import { recordData } from '../../src/engines/duckdb/record-data.js';
import { readRecords } from '../../src/model/records.js';
import { runDefinition } from '../parity/run-both.js';

const rules: GuardSettings = { suppressedShareFall: 10, clearedRise: 50, leastPersons: 100 };
const figures = (members: number, suppressed: number) => ({ members, suppressed, cleared: members - suppressed });
const last = (members: number, suppressed: number) => ({
  asOf: '2026-01-01T00:00:00Z',
  ...figures(members, suppressed),
});

describe('guards against the last run', () => {
  test.each<[string, ReturnType<typeof figures>, ReturnType<typeof last> | undefined, readonly string[]]>([
    ['no run before', figures(1000, 0), undefined, []],
    ['the same', figures(1000, 300), last(1000, 300), []],
    ['a fall of exactly ten points', figures(1000, 200), last(1000, 300), []],
    ['a fall of more', figures(1000, 199), last(1000, 300), ['suppressed_share_fall']],
    ['a rise of the suppressed share', figures(1000, 900), last(1000, 300), []],
    ['half as many again', figures(1050, 0), last(700, 0), []],
    ['one more than half as many again', figures(1051, 0), last(700, 0), ['cleared_rise']],
    ['both', figures(2000, 0), last(1000, 500), ['suppressed_share_fall', 'cleared_rise']],
    ['a share of too few', figures(99, 0), last(99, 90), []],
    ['a rise by too few', figures(99, 0), last(0, 0), []],
    ['a rise from nobody', figures(100, 0), last(0, 0), ['cleared_rise']],
    ['nobody left', figures(0, 0), last(1000, 300), []],
  ])('%s', (_, now, before, expected) => {
    expect(trippedGuards('c', now, before, rules).map(({ guard }) => guard)).toEqual(expected);
  });

  test('stop with the figures, unless somebody says why that is right', () => {
    const tripped = trippedGuards('autumn', figures(1000, 100), last(1000, 300), rules);
    expect(() => requireGuards(tripped, undefined)).toThrow(
      expect.objectContaining({
        code: 'guard-tripped',
        issues: [{ at: 'campaigns.autumn', message: expect.stringMatching(/from 30\.0 % to 10\.0 %/) }],
      }),
    );
    expect(() => requireGuards(tripped, 'a new consent source')).not.toThrow();
    expect(tripped.map(guardIssue)).toHaveLength(tripped.length);
  });
});

const given = (profileId: string) => ({
  profileId,
  controller: 'okq8',
  purpose: 'direct_marketing',
  channel: 'email',
  state: 'given',
  occurredAt: '2026-01-01T00:00:00Z',
  origin: 'data_subject',
  evidence: 'form-1',
});

const EVERYBODY = { id: 'everybody', condition: { kind: 'all', of: [] } } as const;
const ADULTS = {
  id: 'adults',
  condition: { kind: 'compare', field: 'country', is: 'eq', value: 'SE' },
} as const;
const campaigns = [
  { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: EVERYBODY, country: 'SE' },
  { controller: 'okq8', kind: 'newsletter', channel: 'sms', audience: ADULTS },
];
const input = {
  profile: [
    { id: 'canary', country: 'SE', email: 'canary@example.se', phone: '070-123 45 67' },
    { id: 'p1', country: 'SE', email: 'Anna+Tag@Example.se' },
    { id: 'p2', country: 'FI', email: 'anna@example.se' },
    { id: 'old', country: 'SE', email: 'bo@example.se' },
    { id: 'new', country: 'SE', email: 'cia@example.se' },
  ],
  permission: ['canary', 'p1', 'p2', 'new'].map(given),
  identity_link: [{ link: 'merge', profileId: 'old', intoProfileId: 'new' }],
  objection: [
    { profileId: 'canary', purpose: 'direct_marketing', occurredAt: '2026-01-01T00:00:00Z' },
    { email: 'bo@example.se', purpose: 'direct_marketing', occurredAt: '2026-01-01T00:00:00Z' },
  ],
};

async function withRun<T>(
  sample: number,
  always: readonly string[],
  work: (run: RunDefinition, done: EngineRun) => Promise<T>,
): Promise<T> {
  const run: RunDefinition = { ...runDefinition(campaigns), audit: { sample, always } };
  const records = readRecords(input, { ...run.words, attributes: run.attributes });
  const engine = new DuckDbEngine(recordData(records), { threads: 1 });
  try {
    return await work(run, await engine.run(run));
  } finally {
    await engine.close();
  }
}

/** A run whose engine says something else about one person. */
const tampered = (done: EngineRun, change: (decision: PersonDecision) => PersonDecision): EngineRun => ({
  ...done,
  lists: done.lists.map((list) => {
    const content = contentOf(list);
    return makeClearedList({
      ...content,
      decisionsOf: async function* (ids) {
        for await (const decision of content.decisionsOf(ids)) yield change(decision);
      },
    });
  }),
});

describe('the self-audit', () => {
  test('decides again about everybody drawn, on every campaign, from raw rows', async () => {
    await withRun(100, [], async (run, done) => {
      expect(await selfAudit(run, done)).toEqual({ persons: 4, decisions: 7, named: 1 });
    });
  });

  test('draws as many as asked, the same ones every time, and always the canaries', async () => {
    const drawn = async (sample: number, always: readonly string[]) =>
      withRun(sample, always, async (run, done) => {
        await selfAudit(run, done);
        return [...new Set(done.captured.flatMap(({ persons }) => persons))].sort();
      });
    const two = await drawn(2, []);
    expect(two).toHaveLength(2);
    expect(await drawn(2, [])).toEqual(two);
    expect(await drawn(0, ['canary', 'old'])).toEqual(['canary', 'new']);
  });

  test.each<[string, (decision: PersonDecision) => PersonDecision]>([
    [
      'a reason lost',
      (one) => (one.personId === 'canary' ? { personId: one.personId, mask: 0n, basis: 'consent' } : one),
    ],
    ['a reason too many', (one) => (one.personId === 'p2' ? { ...one, mask: one.mask | 1n } : one)],
    ['another address', (one) => (one.address === undefined ? one : { ...one, address: 'x@example.se' })],
    ['another ground', (one) => (one.basis === undefined ? one : { ...one, basis: 'soft_opt_in' })],
    ['a person nobody knows', (one) => (one.personId === 'p1' ? { ...one, personId: 'ghost' } : one)],
  ])('%s: nothing is released, and no person is named', async (_, change) => {
    await withRun(100, [], async (run, done) => {
      const error = await selfAudit(run, tampered(done, change)).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'self-audit-failed' });
      expect(JSON.stringify(error)).not.toMatch(/@|canary|"p1"/);
    });
  });
});

describe('canaries', () => {
  const check = (...canaries: readonly Canary[]) => withRun(0, [], (run, done) => checkCanaries(run, done, canaries));

  test('that come out as stated are counted', async () => {
    const stated: Canary[] = [
      { profileId: 'canary', outcome: 'suppress', reason: 'OBJECTION_DIRECT_MARKETING' },
      { profileId: 'p1', outcome: 'allow', campaigns: ['c1'] },
    ];
    expect(await check(...stated)).toBe(2);
  });

  test.each<[string, Canary, RegExp]>([
    ['cleared', { profileId: 'p1', outcome: 'suppress', campaigns: ['c1'] }, /it is allowed/],
    ['suppressed', { profileId: 'canary', outcome: 'allow' }, /OBJECTION_DIRECT_MARKETING/],
    ['for another reason', { profileId: 'canary', outcome: 'suppress', reason: 'MINOR' }, /not suppressed for MINOR/],
    ['no member', { profileId: 'p2', outcome: 'suppress', campaigns: ['c2'] }, /no member of the audience/],
    ['not there', { profileId: 'gone', outcome: 'suppress' }, /no member of the audience/],
  ])('%s against what was stated: nothing is released', async (_, canary, message) => {
    await expect(check(canary)).rejects.toMatchObject({
      code: 'canary-failed',
      issues: expect.arrayContaining([expect.objectContaining({ message: expect.stringMatching(message) })]),
    });
  });
});
