import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AudienceDelta,
  audienceDelta,
  type WantedPerson,
} from '../../../src/campaign/transfers/audience-delta.js';
import { audienceLedgers, placeKey } from '../../../src/campaign/transfers/audience-ledger.js';
import { deltaFacts } from '../../../src/campaign/transfers/delta-facts.js';
import type { RemovalCause } from '../../../src/campaign/transfers/removals.js';
import type { Transfer, TransferAnswer } from '../../../src/model/transfer.js';
import { cases } from '../../setup/drawn-cases.js';

const place = { destination: 'network_x', audience: 'a1' } as const;
const ledgerOf = (transfers: readonly Transfer[], answers: readonly TransferAnswer[]) =>
  audienceLedgers(transfers, answers).get(placeKey(place));
const written = (personId: string, digest: string, at: number, run = 'r1'): Transfer => ({
  ...place,
  personId,
  digest,
  at,
  run,
});
const said = (answer: 'added' | 'removal_requested' | 'removed', digest: string, at: number): TransferAnswer => ({
  ...place,
  answer,
  digest,
  at,
});
const batch = (answer: 'added' | 'removed', at: number, run?: string): TransferAnswer => ({
  ...place,
  answer,
  at,
  ...(run === undefined ? {} : { run }),
});
const person = (personId: string, ...entries: readonly string[]): WantedPerson => ({ personId, entries });
const nobody = (): undefined => undefined;

const change = (
  transfers: readonly Transfer[],
  answers: readonly TransferAnswer[],
  wanted: readonly WantedPerson[],
  refusals: (personId: string) => readonly RemovalCause[] | undefined = nobody,
) => {
  const { add, keep, withheld, remove } = audienceDelta(ledgerOf(transfers, answers), wanted, refusals);
  const removed = Object.fromEntries(remove.map(({ digest, causes }) => [digest, causes]));
  return { add: [...add], keep: [...keep], withheld: [...withheld], removed };
};

describe('what changes in an audience', () => {
  test('a new audience is added whole', () => {
    expect(change([], [], [person('p1', 'e1'), person('p2', 'e2', 't2')])).toEqual({
      add: ['p1', 'p2'],
      keep: [],
      withheld: [],
      removed: {},
    });
  });

  test.each<[string, readonly TransferAnswer[], 'add' | 'keep']>([
    ['never acknowledged: written again', [], 'add'],
    ['acknowledged', [said('added', 'e1', 2)], 'keep'],
    ['its batch acknowledged', [batch('added', 2, 'r1')], 'keep'],
    ['everything acknowledged', [batch('added', 2)], 'keep'],
    ['another batch acknowledged', [batch('added', 2, 'r0')], 'add'],
    ['acknowledged and asked back since', [said('added', 'e1', 2), said('removal_requested', 'e1', 3)], 'add'],
    ['asked back and acknowledged at one instant', [said('added', 'e1', 3), said('removal_requested', 'e1', 3)], 'add'],
    ['taken out since', [said('added', 'e1', 2), said('removed', 'e1', 3)], 'add'],
    ['the audience deleted since', [batch('added', 2), { ...place, answer: 'audience_deleted', at: 3 }], 'add'],
    ['its deletion asked since', [batch('added', 2), { ...place, answer: 'deletion_requested', at: 3 }], 'add'],
    [
      'acknowledged after the audience was deleted',
      [{ ...place, answer: 'audience_deleted', at: 2 }, said('added', 'e1', 3)],
      'add',
    ],
  ])('somebody who is wanted still: %s', (_, answers, where) => {
    const { add, keep } = change([written('p1', 'e1', 1)], answers, [person('p1', 'e1')]);
    expect({ add, keep }).toEqual({ add: [], keep: [], [where]: ['p1'] });
  });

  test('one entry of a person that is not acknowledged has the whole person written', () => {
    const answers = [said('added', 'e1', 2)];
    const transfers = [written('p1', 'e1', 1), written('p1', 't1', 1)];
    expect(change(transfers, answers, [person('p1', 'e1', 't1')]).add).toEqual(['p1']);
  });

  test('an entry that is there for somebody else is written for this person too', () => {
    const answers = [said('added', 'e', 2)];
    expect(change([written('p1', 'e', 1)], answers, [person('p2', 'e')])).toMatchObject({ add: ['p2'], removed: {} });
  });

  test('what was written counts as held when taking back, acknowledged or not', () => {
    expect(change([written('p1', 'e1', 1)], [], []).removed).toEqual({ e1: ['NO_LONGER_LISTED'] });
    expect(change([written('p1', 'e1', 1)], [said('removal_requested', 'e1', 2)], []).removed).toEqual({
      e1: ['NO_LONGER_LISTED'],
    });
    expect(change([written('p1', 'e1', 1)], [said('removed', 'e1', 2)], []).removed).toEqual({});
  });

  test('an old identifier goes by its old entry', () => {
    expect(change([written('p1', 'old', 1)], [], [person('p1', 'new')])).toMatchObject({
      add: ['p1'],
      removed: { old: ['IDENTIFIER_CHANGED'] },
    });
  });

  test('an entry of somebody who is refused is never added, whoever else has it', () => {
    const refusals = (id: string) => (id === 'child' ? (['MINOR'] as const) : []);
    const shared = [written('child', 'e', 1), written('parent', 'e', 1), written('parent', 't', 1)];
    expect(change(shared, [batch('added', 2)], [person('parent', 'e', 't')], refusals)).toEqual({
      add: [],
      keep: [],
      withheld: ['parent'],
      removed: { e: ['MINOR'], t: ['SHARED_IDENTIFIER'] },
    });
    const gone = [batch('added', 2), said('removed', 'e', 3), said('removed', 't', 3)];
    expect(change(shared, gone, [person('parent', 'e', 't')], refusals)).toMatchObject({ add: [], removed: {} });
  });

  test.each<[string, TransferAnswer, readonly string[]]>([
    ['the batch that asked', batch('removed', 4, 'r2'), []],
    ['everything that was asked', batch('removed', 4), []],
    ['another batch', batch('removed', 4, 'r9'), ['e1']],
    ['before it was asked', batch('removed', 2), ['e1']],
  ])('taken out is what was asked back: %s', (_, answer, left) => {
    const asked: TransferAnswer = { ...place, answer: 'removal_requested', digest: 'e1', run: 'r2', at: 3 };
    expect(Object.keys(change([written('p1', 'e1', 1)], [asked, answer], []).removed)).toEqual(left);
  });

  test('an answer about a batch, however late, ends nothing that was written since it was asked', () => {
    const asked: TransferAnswer = { ...place, answer: 'removal_requested', digest: 'e1', run: 'r2', at: 3 };
    const transfers = [written('p1', 'e1', 1), written('p1', 'e1', 5, 'r3')];
    expect(change(transfers, [asked, batch('removed', 9, 'r2')], []).removed).toEqual({ e1: ['NO_LONGER_LISTED'] });
  });

  test('an answer to a batch says nothing of what nobody asked back', () => {
    expect(change([written('p1', 'e1', 1)], [batch('removed', 9)], []).removed).toEqual({ e1: ['NO_LONGER_LISTED'] });
  });
});

/** One run and what becomes of its files. */
const step = fc.record({
  wanted: fc.uniqueArray(
    fc.record({
      personId: fc.constantFrom('p1', 'p2', 'p3', 'på'),
      entries: fc.subarray(['e1', 'e2', 'e3', 't1'], { minLength: 1 }),
    }),
    { selector: ({ personId }) => personId, maxLength: 4 },
  ),
  refused: fc.subarray(['p1', 'p2', 'p3', 'på']),
  uploadsAdds: fc.boolean(),
  uploadsRemovals: fc.boolean(),
  answersAdds: fc.boolean(),
  answersRemovals: fc.boolean(),
  /** How many runs later the answers come. */
  late: fc.integer({ min: 0, max: 2 }),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A recipient that does what it is given, and the ledger of somebody who writes down what they wrote and were told. */
function simulate(steps: readonly Step[], look: (seen: Seen) => void): void {
  const transfers: Transfer[] = [];
  const answers: TransferAnswer[] = [];
  const coming: { readonly due: number; readonly answer: TransferAnswer }[] = [];
  let holds = new Set<string>();
  for (const [i, one] of steps.entries()) {
    const at = 10 * (i + 1);
    const refused = new Set(one.refused);
    const wanted = one.wanted.filter(({ personId }) => !refused.has(personId));
    const ledger = ledgerOf(transfers, answers);
    const delta = audienceDelta(ledger, wanted, (id) => (refused.has(id) ? ['MINOR'] : []));
    const as = { ...place, profile: 'x@1', run: `r${i}`, at };
    const facts = deltaFacts(ledger, wanted, delta, as);
    const before = transfers.slice();
    const held = new Set(ledger === undefined ? [] : ledger.entries.keys());
    transfers.push(...facts.transfers);
    answers.push(...facts.requests);
    const entriesOf = (ids: ReadonlySet<string>): ReadonlySet<string> =>
      new Set(wanted.filter(({ personId }) => ids.has(personId)).flatMap(({ entries }) => entries));
    const add = entriesOf(delta.add);
    const remove = new Set(delta.remove.map(({ digest }) => digest));
    look({ delta, wanted, refused, holds, add, keep: entriesOf(delta.keep), remove, before, known: held });
    if (one.uploadsRemovals) holds = new Set([...holds].filter((entry) => !remove.has(entry)));
    if (one.uploadsAdds) holds = new Set([...holds, ...add]);
    const due = i + one.late;
    if (one.uploadsAdds && one.answersAdds) coming.push({ due, answer: batch('added', due * 10 + 15, as.run) });
    if (one.uploadsRemovals && one.answersRemovals)
      coming.push({ due, answer: batch('removed', due * 10 + 15, as.run) });
    answers.push(...coming.filter((each) => each.due === i).map(({ answer }) => answer));
  }
}

interface Seen {
  readonly delta: AudienceDelta;
  readonly wanted: readonly WantedPerson[];
  readonly refused: ReadonlySet<string>;
  /** What the recipient holds before the files of this run. */
  readonly holds: ReadonlySet<string>;
  readonly add: ReadonlySet<string>;
  readonly keep: ReadonlySet<string>;
  readonly remove: ReadonlySet<string>;
  readonly before: readonly Transfer[];
  readonly known: ReadonlySet<string>;
}

const runs = { numRuns: cases(100) };

describe('laws of transfers, with a recipient who gets some of the files and answers some of them, some late', () => {
  const law = (check: (seen: Seen) => void) =>
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 7 }), (steps) => simulate(steps, check)),
      runs,
    );

  test('add ∪ keep − removed is the new audience, whatever was uploaded and answered of what was written before', () => {
    law(({ delta, wanted, holds, add, keep, remove }) => {
      const after = new Set([...holds].filter((entry) => !remove.has(entry)));
      for (const entry of add) after.add(entry);
      const target = wanted.filter(({ personId }) => !delta.withheld.has(personId)).flatMap(({ entries }) => entries);
      expect([...after].sort()).toEqual([...new Set(target)].sort());
      expect([...after].sort()).toEqual([...new Set([...add, ...keep])].sort());
      expect([...add, ...keep].filter((entry) => remove.has(entry))).toEqual([]);
    });
  });

  test('nobody who is refused is added, nor an entry ever written for them; every one still held goes', () => {
    law(({ delta, refused, add, keep, remove, before, holds }) => {
      for (const id of refused) expect(delta.add.has(id) || delta.keep.has(id)).toBe(false);
      const theirs = new Set(before.filter(({ personId }) => refused.has(personId)).map(({ digest }) => digest));
      for (const entry of theirs) expect(add.has(entry) || keep.has(entry)).toBe(false);
      for (const entry of theirs) if (holds.has(entry)) expect(remove.has(entry)).toBe(true);
    });
  });

  test('everything that is wanted is on exactly one side', () => {
    law(({ delta, wanted }) => {
      for (const { personId } of wanted) {
        const sides = [delta.add, delta.keep, delta.withheld].filter((side) => side.has(personId));
        expect(sides).toHaveLength(1);
      }
      expect(delta.add.size + delta.keep.size + delta.withheld.size).toBe(wanted.length);
    });
  });

  test('once all is uploaded and answered, the same list writes nothing', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 5 }), (steps) => {
        const last = steps.at(-1) as Step;
        const done = { ...last, uploadsAdds: true, uploadsRemovals: true, answersAdds: true, answersRemovals: true };
        const settled = { ...done, late: 0 };
        const seen: Seen[] = [];
        simulate([...steps, settled, settled], (one) => seen.push(one));
        const { add, remove, keep } = seen.at(-1) as Seen;
        expect([[...add], [...remove]]).toEqual([[], []]);
        expect([...keep].sort()).toEqual([...(seen.at(-1) as Seen).holds].sort());
      }),
      runs,
    );
  });
});
