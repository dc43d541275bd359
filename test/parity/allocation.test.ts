import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecordsInput } from '../../src/model/records.js';
import { cases } from '../setup/drawn-cases.js';
import { campaignAllocation, runAllocation } from './allocation-arbitraries.js';
import { EVERYBODY } from './campaign-arbitraries.js';
import { figuresOnBoth, referenceSaid, runBoth, runDefinition, type Said } from './run-both.js';
import { maybe, oneOf } from './world.js';

/** The test command runs a few; CI asks for hundreds. */
const RUNS = cases(12);

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

/** Many persons with few addresses, nearly all of them cleared: what is left is allocation. */
const crowd: fc.Arbitrary<RecordsInput> = fc
  .uniqueArray(fc.constantFrom(...'abcdefghijklmnop'.split(''), 'å', 'Z', '\uff5e', '\u{1f600}'), { maxLength: 14 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc.record({
          id: fc.constant(id),
          email: oneOf('one@example.se', 'two@example.se', `${ids.indexOf(id)}@example.se`),
          phone: oneOf('0701234567', `070123456${ids.indexOf(id) % 10}`),
          country: oneOf('SE', 'FI'),
          birthDate: maybe(oneOf('1980-01-01', '1990-01-01', '1990-01-02')),
          deceased: maybe(fc.constant(true), 1),
          attributes: fc.record({ points: maybe(oneOf('1', '1.5', '-2')), tier: maybe(oneOf('gold', '')) }),
        }),
      ),
    ),
  )
  .map((profiles) => ({
    profile: profiles.map(({ deceased, birthDate, attributes, ...rest }, i) => ({
      ...rest,
      ...(birthDate === undefined ? {} : { birthDate }),
      ...(deceased === undefined || i % 5 !== 0 ? {} : { deceased }),
      attributes: Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)),
    })),
    permission: profiles.map(({ id }) => given(id)),
  }));

const sent = oneOf(
  { kind: 'newsletter', channel: 'email' },
  { kind: 'targeted_offer', channel: 'email' },
  { kind: 'newsletter', channel: 'sms' },
  { kind: 'service_message', channel: 'email' },
);

const campaigns = fc.array(
  fc
    .record({ sent, allocation: campaignAllocation, proof: maybe(fc.subarray([...'abcdefgh']), 2) })
    .map(({ sent: what, allocation, proof: ids }) => ({
      controller: 'okq8',
      ...what,
      ...allocation,
      audience: { id: 'everybody', condition: EVERYBODY },
      ...(ids === undefined ? {} : { proof: { id: 'proof', condition: { kind: 'list' as const, ids } } }),
    })),
  { minLength: 1, maxLength: 4 },
);

const among = ({ decisions }: Said, ...outcomes: readonly (string | undefined)[]) =>
  Object.entries(decisions).filter(([, { allocation }]) => outcomes.includes(allocation));

test(`DuckDB allocates as the reference does, and both keep the laws (${RUNS} runs)`, async () => {
  await fc.assert(
    fc.asyncProperty(crowd, campaigns, runAllocation, async (records, asked, allocation) => {
      const { reference, duckdb } = await runBoth(runDefinition(asked, { allocation }), records);
      expect(duckdb).toEqual(reference);
      // Proofs are decided like everybody, share nothing out, and leave the lists as they would be without them.
      const plain = asked.map(({ proof: _, ...campaign }) => campaign);
      const without = await referenceSaid(runDefinition(plain, { allocation }), records);
      expect(reference.map(({ proof: _, ...said }) => said)).toEqual(without);
      for (const { proof, decisions } of reference) {
        for (const [id, { reasons, address, allocation: outcome }] of Object.entries(proof?.decisions ?? {})) {
          expect({ reasons, address }).toEqual({ reasons: decisions[id]?.reasons, address: decisions[id]?.address });
          expect(['listed', 'duplicate', undefined]).toContain(outcome);
        }
      }
      const claims = new Map<string, number>();
      reference.forEach((said, i) => {
        const { limit, holdOut, split, kind, channel } = asked[i] as (typeof asked)[number];
        for (const [, { reasons, allocation: outcome }] of Object.entries(said.decisions)) {
          // Listed ⊆ cleared, and every cleared person has an outcome.
          expect(outcome === undefined).toBe(reasons.length > 0);
        }
        const listed = among(said, 'listed');
        const addresses = listed.map(([, { address }]) => address);
        expect(new Set(addresses).size).toBe(addresses.length);
        expect(said.rows.map(([id]) => id)).toEqual(expect.arrayContaining(listed.map(([id]) => id)));
        expect(said.rows).toHaveLength(listed.length);
        const reached = among(said, 'listed', 'held_out');
        if (limit !== undefined) expect(reached.length).toBeLessThanOrEqual(limit.rows);
        if (holdOut === undefined) expect(among(said, 'held_out')).toEqual([]);
        for (const [, { part }] of listed) expect(part !== undefined).toBe(split !== undefined);
        if (kind === 'service_message') expect(among(said, 'capped')).toEqual([]);
        else
          for (const [id, { address }] of reached)
            for (const key of [`p ${id}`, `a ${address}`, `p ${id} ${channel}`, `a ${address} ${channel}`])
              claims.set(key, (claims.get(key) ?? 0) + 1);
      });
      for (const [key, count] of claims) {
        const most = key.split(' ').length > 2 ? allocation?.perChannel : allocation?.perPerson;
        if (most !== undefined) expect(count, key).toBeLessThanOrEqual(most);
      }
    }),
    { numRuns: RUNS },
  );
}, 600_000);

/** Figures ask much of few rows, so that fewer runs say as much. */
const FIGURE_RUNS = Math.ceil(RUNS / 10);

test(`both engines tell the same figures of a run (${FIGURE_RUNS} runs)`, async () => {
  await fc.assert(
    fc.asyncProperty(crowd, campaigns, runAllocation, async (records, asked, allocation) => {
      const run = runDefinition(asked, { allocation });
      const [reference, duckdb] = await figuresOnBoth(run, records);
      expect(duckdb).toEqual(reference);
      const { listed = [], figures } = reference ?? {};
      const pairs = listed.flatMap((first, i) =>
        listed.slice(i + 1).flatMap((second, j) => {
          const persons = first.filter((id) => second.includes(id)).length;
          return persons === 0 ? [] : [{ campaigns: [`c${i + 1}`, `c${i + j + 2}`], persons }];
        }),
      );
      expect(figures?.overlaps).toEqual(pairs);
      figures?.campaigns.forEach(({ countries }, i) => {
        expect(countries.reduce((sum, { persons }) => sum + persons, 0)).toBe(listed[i]?.length);
      });
    }),
    { numRuns: FIGURE_RUNS },
  );
}, 600_000);
