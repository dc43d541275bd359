import fc from 'fast-check';
import { compareUtf8 } from '../../src/model/text.js';
import { ageComparisons } from '../../src/segments/age.js';
import { comparisonNames, comparisons, type FieldShape } from '../../src/segments/comparisons.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import type { Window } from '../../src/segments/window.js';
import { maybe, oneOf } from './world.js';

/** Conditions on profile fields, made from the table of comparisons: every operator on every field that can be asked it. */

type NodeOf<K extends Condition['kind']> = Extract<Condition, { kind: K }>;

/** Texts that meet, in every case, with what is special in patterns of SQL and of globs. */
export const TEXTS = [
  'Lund',
  'LUND',
  'lund',
  'lun',
  'Å',
  'å',
  'A\u030a',
  'ÅSA',
  '100%',
  'a_b',
  'a\\b',
  'a*b',
  "o'hara",
  'İstanbul',
  'istanbul',
  'ΟΔΟΣ',
  'οδος',
  'STRASSE',
  'straße',
  '\u{1f600}x',
  'ix',
] as const;

const PIECES = [
  'l',
  'L',
  'nd',
  'Å',
  'å',
  '%',
  '_',
  '\\',
  '*',
  '?',
  'a',
  'i',
  's',
  'σ',
  'ß',
  '\u{1f600}',
  'zz',
  ' ',
] as const;

const GLOBS = [
  '*',
  'l*',
  '*D',
  'L?nd',
  '?',
  '??',
  'a?b',
  'a*b',
  '*%*',
  'a_b',
  '*\\*',
  '*å*',
  '*s*s*',
  '?x',
  '**',
  'Lund',
] as const;

export const DAYS = [
  '2026-03-03',
  '2026-03-04',
  '2026-03-02',
  '2026-02-28',
  '2026-03-01',
  '2025-03-03',
  '2024-02-29',
  '2008-03-03',
  '2008-03-04',
  '2008-02-29',
  '1985-05-01',
  '2025-12-31',
  '2026-01-01',
  '2027-01-01',
] as const;

interface Asked {
  readonly field: string;
  readonly shape: FieldShape;
  readonly value: fc.Arbitrary<unknown>;
}

const fields: readonly Asked[] = [
  { field: 'country', shape: 'text', value: oneOf('SE', 'NO', 'se') },
  { field: 'id', shape: 'text', value: oneOf('p1', 'p3', '\u{1f600}', '\uff5e') },
  { field: 'city', shape: 'text', value: oneOf(...TEXTS) },
  { field: 'city', shape: 'text', value: oneOf(...TEXTS) },
  { field: 'tier', shape: 'text', value: oneOf('gold', 'GOLD', 'silver') },
  { field: 'likes', shape: 'list', value: oneOf(...TEXTS) },
  { field: 'party', shape: 'word', value: oneOf('consumer', 'company') },
  { field: 'points', shape: 'number', value: oneOf<number | string>(10, '10.5', '-1', 0, '10.000001') },
  { field: 'birthDate', shape: 'date', value: oneOf(...DAYS) },
  { field: 'joined', shape: 'date', value: oneOf(...DAYS) },
  { field: 'deceased', shape: 'flag', value: oneOf(true, false) },
];

const inFormC = (value: unknown): string => String(value).normalize('NFC');

const ascending = (shape: FieldShape, pair: readonly unknown[]): readonly unknown[] =>
  [...pair].sort((a, b) => (shape === 'number' ? Number(a) - Number(b) : compareUtf8(inFormC(a), inFormC(b))));

const asked = fields.flatMap((field) =>
  comparisonNames
    .filter((name) => (comparisons[name].of as readonly FieldShape[]).includes(field.shape))
    .map((is) => ({ ...field, is })),
);

export const comparison: fc.Arbitrary<NodeOf<'compare'>> = fc
  .constantFrom(...asked)
  .chain(({ field, shape, value, is }) => {
    const definition = comparisons[is] as (typeof comparisons)['eq' | 'contains' | 'between'];
    const piece =
      is === 'glob' || is === 'not_glob' ? oneOf<string>(...GLOBS, ...TEXTS) : oneOf<string>(...PIECES, ...TEXTS);
    const one: fc.Arbitrary<unknown> = 'pattern' in definition ? piece : value;
    const values = {
      one,
      several: fc.array(one, { maxLength: 3 }),
      two: fc.tuple(one, one).map((pair) => ascending(shape, pair)),
    }[definition.takes];
    return fc
      .record({
        kind: fc.constant('compare' as const),
        field: fc.constant(field),
        is: fc.constant(is),
        value: values,
        fold:
          (shape === 'text' || shape === 'list') && 'folds' in definition
            ? maybe(fc.constant('case' as const), 1)
            : fc.constant(undefined),
        missing: maybe(fc.constant('match' as const), 1),
      })
      .map(defined) as unknown as fc.Arbitrary<NodeOf<'compare'>>;
  });

const dateField = oneOf('birthDate', 'joined');
const missing = maybe(fc.constant('match' as const), 1);
const leapDay = maybe(oneOf('feb28', 'mar1'), 2);

export const age = fc
  .record({
    field: dateField,
    is: oneOf(...ageComparisons),
    ages: fc.tuple(oneOf(0, 1, 17, 18, 20), oneOf(0, 1, 2, 40)),
    leapDay,
    missing,
  })
  .map(({ ages: [from, more], is, ...rest }) => ({
    kind: 'age',
    is,
    value: is === 'between' ? [from, from + more] : from,
    ...defined(rest),
  })) as unknown as fc.Arbitrary<NodeOf<'age'>>;

const days: fc.Arbitrary<Window> = oneOf<Window>(
  { kind: 'rolling', last: 'P30D' },
  { kind: 'rolling', last: 'P1D' },
  { kind: 'rolling', last: 'P1Y' },
  { kind: 'upcoming', next: 'P1D' },
  { kind: 'upcoming', next: 'P14D' },
  { kind: 'upcoming', next: 'P11M' },
  { kind: 'upcoming', next: 'P25M' },
  { kind: 'between', from: 'P5D', to: 'P2D' },
  { kind: 'calendar', period: 'month', offset: -1 },
  { kind: 'calendar', period: 'year', offset: 0 },
  { kind: 'absolute', from: '2025-12-20', to: '2026-01-10' },
  { kind: 'absolute', from: '2024-02-29', to: '2024-03-01' },
  { kind: 'ever' },
);

export const date = fc
  .record({ field: dateField, in: days, missing })
  .map((fields) => ({ kind: 'date', ...defined(fields) })) as unknown as fc.Arbitrary<NodeOf<'date'>>;

export const anniversary = fc
  .record({ field: dateField, in: days, leapDay, missing })
  .map((fields) => ({ kind: 'anniversary', ...defined(fields) })) as unknown as fc.Arbitrary<NodeOf<'anniversary'>>;

const defined = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
