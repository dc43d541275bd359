import { z } from 'zod';

/** What a run of the benchmark writes, and the page is written from. Seconds, bytes. */
const range = z.tuple([z.number(), z.number()]);
const side = z.object({ wallSeconds: z.number(), cpuSeconds: z.number(), peakBytes: z.number() });

const comparison = z.object({
  job: z.enum(['ab', 'c']),
  size: z.string(),
  form: z.enum(['csv', 'parquet']),
  limits: z.array(z.string()),
  rounds: z.number(),
  ours: side,
  expert: side,
  /** Medians of the ratios of pairs, ours to the expert's, and their least and greatest. */
  wallRatio: z.number(),
  wallSpread: range,
  cpuRatio: z.number(),
  cpuSpread: range,
  rows: z.number(),
  /** Differences between the outputs; where there is any, the times say nothing. */
  differences: z.array(z.string()),
});
export type Comparison = z.infer<typeof comparison>;

/** Our side without the expert's. */
const alone = z.object({
  job: z.enum(['ab', 'c']),
  size: z.string(),
  form: z.enum(['csv', 'parquet']),
  limits: z.array(z.string()),
  rounds: z.number(),
  ours: side.optional(),
  /** Whether everything that was written is the same, to the byte, as without a limit. */
  sameBytes: z.boolean().optional(),
  /** Why there is nothing to tell. */
  stopped: z.string().optional(),
});
export type Alone = z.infer<typeof alone>;

const stage = z.object({
  stage: z.string(),
  wall: z.number(),
  cpu: z.number(),
  rows: z.number(),
  peakMemory: z.number(),
});
const profile = z.object({
  job: z.enum(['ab', 'c']),
  size: z.string(),
  form: z.enum(['csv', 'parquet']),
  bytesRead: z.number(),
  /** Of the files of each table. */
  tableBytes: z.record(z.string(), z.number()).default({}),
  bytesWritten: z.number().default(0),
  /** Cells that are written as a hash. */
  hashes: z.number().default(0),
  stages: z.array(stage),
});
export type Profile = z.infer<typeof profile>;

const figure = z.object({
  name: z.string(),
  unit: z.enum(['s', 'ratio', 'per second', 'bytes']),
  value: z.number(),
  peer: z.object({ name: z.string(), value: z.number() }).optional(),
  ratio: z.number().optional(),
  rounds: z.number(),
  spread: range.optional(),
  note: z.string().optional(),
});
export type Figure = z.infer<typeof figure>;

export const resultsSchema = z.object({
  format: z.literal('clearlist-bench/1'),
  date: z.string(),
  machine: z.object({
    processor: z.string(),
    processors: z.number(),
    memoryBytes: z.number(),
    /** Of one minute, before and after: what else the machine was doing. */
    load: range,
    versions: z.record(z.string(), z.string()),
  }),
  comparisons: z.array(comparison),
  alone: z.array(alone).default([]),
  profiles: z.array(profile),
  figures: z.array(figure),
  limits: z.array(figure),
});
export type Results = z.infer<typeof resultsSchema>;
