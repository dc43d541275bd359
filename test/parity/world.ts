import fc from 'fast-check';

/**
 * A tiny world in which everything collides: few persons, few addresses, few instants, every boundary, and something
 * missing or broken now and then.
 */

export const AS_OF = '2026-03-03T10:00:00Z';

/** At, just before and just after as-of and the bounds of windows; the same instant written in several ways. */
export const TIMES = [
  '2026-03-03T10:00:00Z',
  '2026-03-03T11:00:00+01:00',
  '2026-03-03T09:59:59.999999Z',
  '2026-03-03T10:00:00.000001Z',
  '2026-02-01T10:00:00Z',
  '2026-02-01T10:00:00.000Z',
  '2026-02-01T11:00:00+01:00',
  '2025-12-31T23:30:00Z',
  '2025-03-03T10:00:00Z',
  '2025-03-03T09:59:59Z',
  '2025-09-01T10:00:00Z',
  '2027-01-01T00:00:00Z',
  // The first instant of winter time, a local midnight of summer time, and days before 1970 that cut differently.
  '2025-10-26T01:00:00Z',
  '2025-10-25T22:30:00Z',
  '1969-12-31T22:30:00Z',
  '1969-12-31T23:30:00Z',
  '1900-01-01T00:00:00+15:00',
] as const;

/** Instants of expressions: few, so that ties and near misses are common. */
export const MOMENTS = [
  '2026-02-01T10:00:00Z',
  '2026-02-01T11:00:00+01:00',
  '2026-02-01T10:00:00.000001Z',
  '2025-09-01T10:00:00Z',
  '2026-03-03T10:00:00Z',
  '2026-03-03T10:00:00.000001Z',
] as const;

export const BROKEN_TIMES = ['2026-02-30T10:00:00Z', '2026-01-01 10:00', 'yesterday', ''] as const;

/** The last two change places between UTF-16 and UTF-8 order. */
export const PROFILES = ['p1', 'p2', 'p3', 'på5', '\u{1f600}', '\uff5e'] as const;

/** The worlds of one run. INVARIANT: at most ten, as the number is one digit of a phone number. */
export const WORLDS = 5;

/** What a profile is called in one of several worlds. */
export const ownId = (id: string, world: number): string => `${id}.${world}`;

/** Ids as they are, and as each of the worlds of a run has them. */
export const inEveryWorld = (...ids: readonly string[]): readonly string[] =>
  ids.flatMap((id) => [id, ...Array.from({ length: WORLDS }, (_, world) => ownId(id, world))]);

/** Addresses of a few persons, in every spelling. */
export const GOOD_EMAILS = [
  'anna@example.se',
  'Anna@Example.SE ',
  'anna+fuel@example.se',
  'bo@example.se',
  'BO+x@example.se',
  'cia@example.se',
  'dan@example.se',
  'åsa@exämple.se',
  'ÅSA@exämple.se',
  'a\u0301@example.se',
  '\u00e1@example.se',
  'Anna <anna@example.se>',
  'mailto:BO@example.se',
] as const;
export const BAD_EMAILS = [
  'not an address',
  '-dash@example.se',
  'åsa.se',
  'test@test.se',
  '811228-9874@example.se',
] as const;

export const GOOD_PHONES = [
  '070-123 45 67',
  '+46701234567',
  '0046 70 123 45 67',
  '+4741234567',
  '41234567',
  '070 1234567 ankn 2',
  '701234567',
  '08-123 45 67',
  '+47 22 12 34 56',
] as const;
/** The last could be a number of a plan to come: nobody writes to it, and refusals on it count. */
export const BAD_PHONES = ['12', 'ring mig', '+4670123456', '4.67012E+10'] as const;

export const CONTROLLERS = ['okq8', 'okq8_bank', 'other'] as const;

export const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

export const maybe = <T>(value: fc.Arbitrary<T>, often = 3): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq: often });

/** The usual, and now and then something odd. */
export type Mostly = <T, U>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<U>) => fc.Arbitrary<T | U>;

/** One in `odds` is odd. */
export const oneIn =
  (odds: number): Mostly =>
  (usual, odd) =>
    fc.oneof({ weight: odds - 1, arbitrary: usual }, { weight: 1, arbitrary: odd });

export type Row = Record<string, unknown>;

/** Leaves out what is undefined: not bound is not the same as empty. */
export const row = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Row> =>
  fc.record(fields).map((value) => Object.fromEntries(Object.entries(value).filter(([, cell]) => cell !== undefined)));
