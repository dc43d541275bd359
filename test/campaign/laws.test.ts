import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentOf } from '../../src/campaign/cleared-list.js';
import { decidePerson } from '../../src/campaign/decide-person.js';
import { decisionRequest } from '../../src/campaign/decision-request.js';
import type { RunDefinition } from '../../src/campaign/engine.js';
import { phoneCountry, populationOf, referenceRun } from '../../src/campaign/reference-run.js';
import { type RecordsInput, readRecords } from '../../src/model/records.js';
import { reasonsOf } from '../../src/suppression/mask.js';
import { reasonTable } from '../../src/suppression/policy.js';
import {
  contact,
  delivery,
  ledger,
  MESSY,
  objection,
  optOut,
  permission,
  register,
  restriction,
  signal,
  TIDY,
} from '../parity/arbitraries.js';
import { campaigns, EVERYBODY, policy, zone } from '../parity/campaign-arbitraries.js';
import { attributes, runDefinition } from '../parity/run-both.js';
import type { Row } from '../parity/world.js';
import { cases } from '../setup/drawn-cases.js';
import { assertUntilMet } from '../setup/until-met.js';

/** Promises about every decision, on generated ledgers, by the reference. */

const run = fc
  .tuple(campaigns, fc.boolean(), policy, zone)
  .map(([asked, replay, decidedBy, where]) => runDefinition(asked, { replay, policy: decidedBy, zone: where }));

/** The same campaigns about everybody: laws of decisions say nothing of who is in an audience. */
const runOfAll = run.map((definition) => ({
  ...definition,
  campaigns: definition.campaigns.map((campaign) => ({
    ...campaign,
    audience: { id: 'everybody', condition: EVERYBODY },
  })),
}));

const read = (records: RecordsInput, { words }: RunDefinition) => readRecords(records, { ...words, attributes });

interface Outcome {
  readonly reasons: readonly string[];
  readonly basis: string | undefined;
  readonly address: string | undefined;
}

/** What is decided about every member of every campaign. */
async function decisions(definition: RunDefinition, input: RecordsInput): Promise<ReadonlyMap<string, Outcome>> {
  const table = reasonTable(definition.policy);
  const found = new Map<string, Outcome>();
  for (const [i, list] of referenceRun(definition, read(input, definition)).entries()) {
    for await (const { personId, mask, basis, address } of contentOf(list).decisions()) {
      found.set(`${i} ${personId}`, { reasons: reasonsOf(mask, table), basis, address });
    }
  }
  return found;
}

const cleared = (found: ReadonlyMap<string, Outcome>): readonly string[] =>
  [...found].filter(([, { reasons }]) => reasons.length === 0).map(([key]) => key);

const withRow = (input: RecordsInput, kind: string, row: Row): RecordsInput => ({
  ...input,
  [kind]: [...(input[kind] ?? []), row],
});

const refusals = [TIDY, MESSY].flatMap((mostly) => [
  objection(mostly).map((row) => ['objection', { ...row, state: 'objected' }] as const),
  optOut(mostly).map((row) => ['opt_out', row] as const),
  restriction(mostly).map((row) => ['restriction', { ...row, state: 'restricted' }] as const),
  delivery(mostly).map((row) => ['delivery', row] as const),
  // A click is something the person did, and may end an inactivity.
  contact(mostly).map(({ reaction: _, ...row }) => ['contact', row] as const),
  signal(mostly).map((row) => ['signal', { ...row, state: 'denied' }] as const),
  register(mostly)
    .filter(({ profileId, phone, address, digest }) =>
      [profileId, phone, address, digest].some((one) => one !== undefined),
    )
    .map(({ complete: _, ...row }) => ['register', { ...row, hit: true }] as const),
  permission(mostly).map(
    (row) => ['permission', { ...row, state: row.state === 'refused' ? 'refused' : 'withdrawn' }] as const,
  ),
  permission(mostly).map((row) => ['permission', { ...row, state: 'UNSUB;;;' }] as const),
]);

describe('decisions are monotone', () => {
  test('adding a refusal never clears anybody', async () => {
    let mattered = 0;
    await assertUntilMet(
      fc.asyncProperty(ledger, runOfAll, fc.oneof(...refusals), async (input, definition, [kind, row]) => {
        const before = cleared(await decisions(definition, input));
        const after = cleared(await decisions(definition, withRow(input, kind, row)));
        expect(before).toEqual(expect.arrayContaining([...after]));
        if (after.length < before.length) mattered += 1;
      }),
      140,
      () => mattered > 0,
    );
  });

  const permits = (row: Row): boolean => row.state === 'given' || row.state === 'pending';

  test('removing a permission that can be read, a lift or a relation never clears anybody', async () => {
    await fc.assert(
      fc.asyncProperty(ledger, runOfAll, fc.nat(), async (input, definition, nth) => {
        const readable = (read(input, definition).permission ?? []).map(({ unreadable }) => !unreadable);
        const removable = [
          ...(input.permission ?? []).flatMap((row, i) =>
            permits(row) && readable[i] === true ? [['permission', i] as const] : [],
          ),
          ...(input.relation ?? []).map((_, i) => ['relation', i] as const),
          ...['objection', 'restriction'].flatMap((kind) =>
            (input[kind] ?? []).flatMap((row, i) => (row.state === 'lifted' ? [[kind, i] as const] : [])),
          ),
        ];
        const removed = removable[nth % Math.max(1, removable.length)];
        if (removed === undefined) return;
        const [kind, at] = removed;
        const without = { ...input, [kind]: (input[kind] ?? []).filter((_, i) => i !== at) };
        const before = cleared(await decisions(definition, input));
        const after = cleared(await decisions(definition, without));
        expect(before).toEqual(expect.arrayContaining([...after]));
      }),
      { numRuns: cases(140) },
    );
  });
});

test('the order of records, and a refusal or permission told twice, change no decision', async () => {
  const told = [
    'permission',
    'objection',
    'opt_out',
    'restriction',
    'delivery',
    'contact',
    'relation',
    'signal',
    'register',
    'identity_link',
  ];
  await fc.assert(
    fc.asyncProperty(ledger, runOfAll, fc.nat(), async (input, definition, nth) => {
      const turned = Object.fromEntries(
        Object.entries(input).map(([kind, rows]) => {
          const cut = nth % Math.max(1, rows.length);
          const rotated = [...rows.slice(cut), ...rows.slice(0, cut)].reverse();
          return [kind, told.includes(kind) ? [...rotated, ...rows.slice(0, 1)] : rotated];
        }),
      );
      expect(await decisions(definition, turned)).toEqual(await decisions(definition, input));
    }),
    { numRuns: cases(100) },
  );
});

test('a decision about one person is what a replay of the run says of them', async () => {
  await fc.assert(
    fc.asyncProperty(ledger, run, async (input, { campaigns: asked, ...rest }) => {
      const everybody = asked.map((campaign) => ({ ...campaign, audience: { id: 'everybody', condition: EVERYBODY } }));
      const replay: RunDefinition = { ...rest, campaigns: everybody, replay: true };
      const found = await decisions(replay, input);
      const records = read(input, replay);
      for (const [i, campaign] of everybody.entries()) {
        const population = populationOf(replay, records);
        const persons = population.persons(population.directory(phoneCountry(replay, campaign)));
        for (const { profile } of persons) {
          const outcome = decidePerson(
            profile.id,
            records,
            decisionRequest(campaign, replay),
            replay.policy,
            replay.keys,
          );
          const said = found.get(`${i} ${profile.id}`);
          expect({ reasons: outcome?.reasons.map(({ reason }) => reason), basis: outcome?.basis }).toEqual({
            reasons: said?.reasons,
            basis: said?.basis,
          });
          expect(outcome?.primaryReason).toBe(said?.reasons[0] ?? `ALLOW_${said?.basis?.toUpperCase()}`);
          expect(
            outcome?.reasons.filter(({ reason, evidence }) => evidence.length === 0 && reason !== 'CONSENT_MISSING'),
          ).toEqual([]);
        }
      }
    }),
    { numRuns: cases(70) },
  );
});

test('listed ⊆ cleared, one person an address, and every cleared person has one outcome', async () => {
  await fc.assert(
    fc.asyncProperty(ledger, run, async (input, definition) => {
      const found = await decisions(definition, input);
      for (const [i, list] of referenceRun(definition, read(input, definition)).entries()) {
        const addresses: string[] = [];
        let listed = 0;
        for await (const [id, address] of list) {
          listed += 1;
          expect(found.get(`${i} ${id}`)).toMatchObject({ reasons: [], address });
          if (address !== undefined) addresses.push(address);
        }
        expect(new Set(addresses).size).toBe(addresses.length);
        const mine = [...found].filter(([key, { reasons }]) => key.startsWith(`${i} `) && reasons.length === 0);
        const { duplicates, capped, overLimit, heldOut } = list.counts;
        const leftOut = capped + overLimit + heldOut;
        // Nobody else's address but a listed one's makes a duplicate.
        if (leftOut === 0)
          expect(mine.every(([, { address }]) => address === undefined || addresses.includes(address))).toBe(true);
        expect(list.counts).toMatchObject({ cleared: mine.length, listed });
        expect(listed + duplicates + leftOut).toBe(mine.length);
      }
    }),
    { numRuns: cases(100) },
  );
});
