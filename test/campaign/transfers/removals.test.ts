import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Removals, removals, type TransferDecision } from '../../../src/campaign/transfers/removals.js';
import type { ReasonCode } from '../../../src/model/reasons.js';
import type { Transfer, TransferAnswer } from '../../../src/model/transfer.js';
import { cases } from '../../setup/drawn-cases.js';

const AS_OF = 100;
const place = { destination: 'network_x', audience: 'a1' } as const;
const written = (personId: string, digest: string, at: number, where = place): Transfer => ({
  personId,
  digest,
  at,
  ...where,
});
const removed = (digest: string, at: number): TransferAnswer => ({ answer: 'removed', digest, at, ...place });
const asked = (digest: string, at: number): TransferAnswer => ({ answer: 'removal_requested', digest, at, ...place });
const refusedSmall = (at: number): TransferAnswer => ({ answer: 'removal_refused', at, ...place });
const out = (personId: string, ...reasons: readonly ReasonCode[]): TransferDecision => ({
  personId,
  destination: 'network_x',
  reasons,
});

const found = (
  transfers: readonly Transfer[],
  answers: readonly TransferAnswer[],
  decisions: readonly TransferDecision[],
): Removals => removals({ transfers, answers, decisions, asOf: AS_OF });

const digests = ({ removals: list }: Removals): readonly string[] => list.map(({ digest }) => digest);

describe('what has to be taken back', () => {
  test('whoever may stay stays; whoever may not goes, with every reason', () => {
    const { removals: list } = found(
      [written('p1', 'd1', 1), written('p2', 'd2', 1)],
      [],
      [out('p1', 'OBJECTION_DIRECT_MARKETING', 'CONSENT_MISSING'), out('p2')],
    );
    expect(list).toEqual([
      { ...place, digest: 'd1', persons: ['p1'], causes: ['CONSENT_MISSING', 'OBJECTION_DIRECT_MARKETING'] },
    ]);
  });

  test('whom nobody knows any more goes', () => {
    expect(found([written('gone', 'd1', 1)], [], []).removals).toMatchObject([{ causes: ['PERSON_UNKNOWN'] }]);
  });

  test('an old identifier goes by its old digest, the new one stays', () => {
    const decision = { ...out('p1'), digests: ['new'] };
    const { removals: list } = found([written('p1', 'old', 1), written('p1', 'new', 2)], [], [decision]);
    expect(list).toMatchObject([{ digest: 'old', causes: ['IDENTIFIER_CHANGED'] }]);
  });

  test('a decision about another audience or destination takes nobody out of this one', () => {
    const other = { ...out('p1', 'MINOR'), audience: 'a2' };
    expect(found([written('p1', 'd1', 1)], [], [other, out('p1')]).removals).toEqual([]);
    const elsewhere = { ...out('p1', 'MINOR'), destination: 'network_y' };
    expect(found([written('p1', 'd1', 1)], [], [elsewhere, out('p1')]).removals).toEqual([]);
  });

  test('an identifier that two share goes with the one who may not be there', () => {
    const { removals: list } = found(
      [written('p1', 'd', 1), written('p2', 'd', 2)],
      [],
      [out('p1', 'MINOR'), out('p2')],
    );
    expect(list).toMatchObject([{ digest: 'd', persons: ['p1', 'p2'], causes: ['MINOR'] }]);
  });

  test.each([
    ['acknowledged later', 3, []],
    ['acknowledged at the same instant: written again, for all we know', 2, ['d1']],
    ['acknowledged before it was written again', 1, ['d1']],
    ['acknowledged after as-of', AS_OF + 1, ['d1']],
  ])('%s', (_, at, expected) => {
    expect(digests(found([written('p1', 'd1', 2)], [removed('d1', at)], [out('p1', 'MINOR')]))).toEqual(expected);
  });

  test('what was written after as-of is not there yet', () => {
    expect(digests(found([written('p1', 'd1', AS_OF + 1)], [], [out('p1', 'MINOR')]))).toEqual([]);
  });

  test('an acknowledgement for another digest acknowledges nothing', () => {
    expect(digests(found([written('p1', 'old', 1)], [removed('new', 5)], [out('p1', 'MINOR')]))).toEqual(['old']);
  });

  test('asking is no acknowledgement: it is asked again, with the age of the first open request', () => {
    const answers = [asked('d1', 60), asked('d1', 40), asked('d1', 5)];
    expect(found([written('p1', 'd1', 10)], answers, [out('p1', 'MINOR')]).removals).toMatchObject([
      { digest: 'd1', requestedAt: 40, age: 60 },
    ]);
  });

  test('a recipient that keeps no audience so small deletes the audience, until that is acknowledged', () => {
    const transfers = [written('p1', 'd1', 1), written('p2', 'd2', 1), written('p3', 'd3', 1)];
    const decisions = [out('p1', 'MINOR'), out('p2', 'MINOR'), out('p3')];
    expect(found(transfers, [refusedSmall(50)], decisions)).toEqual({
      removals: [],
      deletions: [{ ...place, entries: 2 }],
    });
    const requested: TransferAnswer = { answer: 'deletion_requested', at: 70, ...place };
    expect(found(transfers, [refusedSmall(50), requested], decisions).deletions).toEqual([
      { ...place, entries: 2, requestedAt: 70, age: 30 },
    ]);
    const deleted: TransferAnswer = { answer: 'audience_deleted', at: 80, ...place };
    expect(found(transfers, [refusedSmall(50), requested, deleted], decisions)).toEqual({
      removals: [],
      deletions: [],
    });
  });

  test('an old refusal says nothing about an audience that was written anew', () => {
    const { removals: list, deletions } = found([written('p1', 'd1', 60)], [refusedSmall(50)], [out('p1', 'MINOR')]);
    expect([list.length, deletions.length]).toEqual([1, 0]);
  });
});

const moment = fc.integer({ min: 0, max: 6 });
const where = fc.record({ destination: fc.constantFrom('x', 'y'), audience: fc.constantFrom('a', 'b') });
const person = fc.constantFrom('p1', 'p2', 'på');
const digest = fc.constantFrom('d1', 'd2', 'd3');
const transfer: fc.Arbitrary<Transfer> = fc
  .record({ personId: person, digest, at: moment, where })
  .map(({ where: at, ...one }) => ({ ...one, ...at }));
const answer: fc.Arbitrary<TransferAnswer> = fc
  .record({
    answer: fc.constantFrom(
      'removed',
      'removal_requested',
      'removal_refused',
      'deletion_requested',
      'audience_deleted',
    ),
    digest,
    at: moment,
    where,
  })
  .map(({ where: place, digest: which, answer: said, at }) =>
    said === 'removed' || said === 'removal_requested'
      ? { answer: said, digest: which, at, ...place }
      : { answer: said as 'removal_refused', at, ...place },
  );
const decision: fc.Arbitrary<TransferDecision> = fc.record({
  personId: person,
  destination: fc.constantFrom('x', 'y'),
  reasons: fc.subarray<ReasonCode>(['MINOR', 'CONSENT_MISSING']),
});
const world = fc.record({
  transfers: fc.array(transfer, { maxLength: 8 }),
  answers: fc.array(answer, { maxLength: 5 }),
  decisions: fc.array(decision, { maxLength: 4 }),
  asOf: moment,
});

const keys = (list: Removals['removals']): readonly string[] =>
  list.map((one) => JSON.stringify([one.destination, one.audience, one.digest]));
/** Everything that goes, taken out one by one or with its audience. */
const goes = (result: Removals, of: Transfer): boolean =>
  keys(result.removals).includes(JSON.stringify([of.destination, of.audience, of.digest])) ||
  result.deletions.some(({ destination, audience }) => destination === of.destination && audience === of.audience);

describe('laws of removals', () => {
  test('order and repetition of the inputs mean nothing', () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 0, max: 7 }), ({ transfers, answers, decisions, asOf }, turn) => {
        const shuffled = <T>(list: readonly T[]): T[] =>
          [...list.slice(turn), ...list.slice(0, turn), ...list].reverse();
        expect(
          removals({
            transfers: shuffled(transfers),
            answers: shuffled(answers),
            decisions: shuffled(decisions),
            asOf,
          }),
        ).toEqual(removals({ transfers, answers, decisions, asOf }));
      }),
      { numRuns: cases(100) },
    );
  });

  test('only what was written is taken back, and by the digest that was written', () => {
    fc.assert(
      fc.property(world, (input) => {
        const known = input.transfers
          .filter(({ at }) => at <= input.asOf)
          .map((one) => JSON.stringify([one.destination, one.audience, one.digest]));
        for (const key of keys(removals(input).removals)) expect(known).toContain(key);
      }),
      { numRuns: cases(100) },
    );
  });

  test('one more reason never leaves anybody there', () => {
    fc.assert(
      fc.property(world, decision, (input, extra) => {
        const before = removals(input);
        const more = { ...extra, reasons: ['MINOR' as const] };
        const after = removals({ ...input, decisions: [...input.decisions, more] });
        for (const one of input.transfers) if (goes(before, one)) expect(goes(after, one)).toBe(true);
      }),
      { numRuns: cases(100) },
    );
  });

  test('whatever is asked for is over once every entry is acknowledged, and not before', () => {
    fc.assert(
      fc.property(world, (input) => {
        const first = removals(input);
        const at = input.asOf + 1;
        const acknowledged: TransferAnswer[] = [
          ...first.removals.map(({ destination, audience, digest: which }) => ({
            answer: 'removed' as const,
            destination,
            audience,
            digest: which,
            at,
          })),
          ...first.deletions.map(({ destination, audience }) => ({
            answer: 'audience_deleted' as const,
            destination,
            audience,
            at,
          })),
        ];
        const later = { ...input, transfers: input.transfers.filter((one) => one.at <= input.asOf), asOf: at };
        const open = { ...later, answers: input.answers.filter((one) => one.at <= input.asOf) };
        expect(keys(removals(open).removals)).toEqual(keys(first.removals));
        expect(removals({ ...open, answers: [...open.answers, ...acknowledged] })).toEqual({
          removals: [],
          deletions: [],
        });
      }),
      { numRuns: cases(100) },
    );
  });
});
