import { parseArgs } from 'node:util';
import { z } from 'zod';

/** What of the benchmark is measured this time. */
export interface Choices {
  /** ISO 8601 day, which the result carries. */
  readonly date: string;
  /** Of the result, `bench/results/<name>.json`. */
  readonly name: string;
  readonly sizes: readonly string[];
  readonly jobs: readonly ('ab' | 'c')[];
  readonly forms: readonly ('parquet' | 'csv')[];
  /** Start-up, what is measured in memory, plain Node, and what the machine can do. */
  readonly figures: boolean;
  /** Puts what is measured into the result of that name, in the place of the same measurements. */
  readonly merge: boolean;
  /** Pairs of a size and job, where it is not what {@link roundsOf} says. */
  readonly rounds?: number;
}

/** Medians of three; twenty campaigns over millions of rows once. */
export const roundsOf = (size: string, job: 'ab' | 'c'): number => (size === 'M' && job === 'c' ? 1 : 3);

const list = <T extends string>(values: readonly [T, ...T[]]) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(values)));

const schema = z.object({
  date: z.iso.date('say the day: --date 2026-11-22'),
  name: z.string().regex(/^[a-z0-9-]+$/),
  full: z.boolean(),
  sizes: list(['XS', 'S', 'M', 'L']).optional(),
  jobs: list(['ab', 'c']),
  forms: list(['parquet', 'csv']),
  figures: z.boolean(),
  merge: z.boolean(),
  rounds: z.coerce.number().int().min(1).optional(),
});

/** @throws with what is wrong, where it cannot be read. */
export function choicesOf(args: readonly string[]): Choices {
  const { values } = parseArgs({
    args: [...args],
    options: {
      date: { type: 'string', default: '' },
      name: { type: 'string', default: 'latest' },
      full: { type: 'boolean', default: false },
      sizes: { type: 'string' },
      jobs: { type: 'string', default: 'ab,c' },
      forms: { type: 'string', default: 'parquet,csv' },
      figures: { type: 'boolean', default: false },
      merge: { type: 'boolean', default: false },
      rounds: { type: 'string' },
    },
  });
  const read = schema.safeParse(values);
  if (!read.success) throw new Error(z.prettifyError(read.error));
  const { full, sizes, figures, rounds, ...rest } = read.data;
  const every = full ? (['XS', 'S', 'M', 'L'] as const) : (['XS', 'S'] as const);
  return {
    ...rest,
    // Whoever asks for figures alone asks for no size.
    sizes: sizes ?? (figures ? [] : every),
    figures: figures || sizes === undefined,
    ...(rounds === undefined ? {} : { rounds }),
  };
}
