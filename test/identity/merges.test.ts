import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Merge, survivors } from '../../src/identity/merges.js';

const merge = (profileId: string, intoProfileId: string, occurredAt?: number): Merge =>
  occurredAt === undefined ? { profileId, intoProfileId } : { profileId, intoProfileId, occurredAt };
const remains = (...merges: readonly Merge[]): Record<string, string> => Object.fromEntries(survivors(merges));

describe('who remains after merges', () => {
  test.each<[string, readonly Merge[], Record<string, string>]>([
    ['none', [], {}],
    ['one', [merge('a', 'b')], { a: 'b' }],
    [
      'a chain is followed to its end',
      [merge('a', 'b', 1), merge('b', 'c', 2), merge('c', 'd', 3)],
      { a: 'd', b: 'd', c: 'd' },
    ],
    ['whatever the order in time', [merge('b', 'c', 1), merge('a', 'b', 2)], { a: 'c', b: 'c' }],
    ['several into one', [merge('a', 'c'), merge('b', 'c')], { a: 'c', b: 'c' }],
    ['into itself is nothing', [merge('a', 'a', 5)], {}],
    ['into itself, later, does not undo a merge', [merge('a', 'b', 1), merge('a', 'a', 5)], { a: 'b' }],
    ['the latest of two counts', [merge('a', 'b', 2), merge('a', 'c', 1)], { a: 'b' }],
    ['at one instant, the lowest id', [merge('a', 'c', 1), merge('a', 'b', 1)], { a: 'b' }],
    ['the lowest in byte order', [merge('a', '\u{1f600}', 1), merge('a', '\uff5e', 1)], { a: '\uff5e' }],
    ['one without a time is the earliest', [merge('a', 'b'), merge('a', 'c', -5)], { a: 'c' }],
    ['into a profile nobody has', [merge('a', 'ghost')], { a: 'ghost' }],
  ])('%s', (_, merges, expected) => {
    expect(remains(...merges)).toEqual(expected);
    expect(remains(...merges.toReversed())).toEqual(expected);
  });

  test.each<[string, readonly Merge[]]>([
    ['two into each other', [merge('a', 'b', 1), merge('b', 'a', 2)]],
    ['three in a circle', [merge('a', 'b'), merge('b', 'c'), merge('c', 'a')]],
    ['a tail into a circle', [merge('x', 'a'), merge('a', 'b'), merge('b', 'a')]],
  ])('%s stop the run: nobody can say who remains', (_, merges) => {
    expect(() => survivors(merges)).toThrow(expect.objectContaining({ code: 'identity-cycle', at: 'identity_link' }));
  });

  test('who remains was not merged away, whatever the order of the records', () => {
    const chain = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(chain, fc.integer(), (ids, seed) => {
        // Every profile goes into a lower one, so that no circle can be.
        const merges = ids.map((id) => merge(`p${id}`, `p${Math.abs(seed + id * 7) % (id + 1)}`, id % 3));
        const found = survivors(merges);
        const shuffled = survivors(merges.toSorted((a, b) => a.intoProfileId.localeCompare(b.intoProfileId)));
        return (
          [...found.values()].every((id) => !found.has(id)) &&
          [...found].every(([from, to]) => shuffled.get(from) === to)
        );
      }),
    );
  });
});
