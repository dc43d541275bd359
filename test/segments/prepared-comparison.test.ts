import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Profile } from '../../src/model/profile.js';
import { type ComparisonName, comparisonNames, comparisons, type Value } from '../../src/segments/comparisons.js';
import { preparedComparison } from '../../src/segments/prepared-comparison.js';
import { preparedField } from '../../src/segments/prepared-field.js';
import type { FieldValue } from '../../src/segments/profile-field.js';
import { assertUntilMet } from '../setup/until-met.js';

/** Characters that order otherwise by their units than by UTF-8 among them: one of two units, and one above those. */
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'å', '\u0000', '\u007f', '\u0080', '\uffee', '🦌') });
const number = fc.bigInt({ min: -3n, max: 3n });

const seenWith = <T extends FieldValue>(values: fc.Arbitrary<T>) =>
  fc.tuple(fc.option(values, { nil: undefined }), fc.array(values, { minLength: 2, maxLength: 5 }), fc.boolean());

const asked = (name: ComparisonName): readonly ComparisonName[] =>
  comparisons[name].of.includes('text') || comparisons[name].of.includes('number') ? [name] : [];

test.each(comparisonNames.flatMap(asked))('%s made ready says what it says of every value', async (name) => {
  const { of, holds, takes } = comparisons[name];
  const values =
    of.includes('number') && of.includes('text') ? fc.oneof(seenWith(text), seenWith(number)) : seenWith(text);
  const told = new Set<boolean>();
  await assertUntilMet(
    fc.property(values, ([seen, all, missing]) => {
      const known: readonly FieldValue[] = takes === 'one' ? all.slice(0, 1) : takes === 'two' ? all.slice(0, 2) : all;
      const expected = seen === undefined ? missing : holds(seen, known);
      const person = { profile: { country: seen } as unknown as Profile } as Parameters<
        ReturnType<typeof preparedField>
      >[0];
      const read = ({ country }: Profile): FieldValue | undefined => country;
      expect(preparedField(name, { read, missing, values: known })(person)).toBe(expected);
      if (seen === undefined) return;
      expect(preparedComparison(name, known as readonly Value[])(seen)).toBe(expected);
      told.add(expected);
    }),
    500,
    () => told.size === 2,
  );
});
