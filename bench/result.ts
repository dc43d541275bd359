/** One figure of the benchmark. Times are seconds, sizes bytes. */
export interface BenchResult {
  readonly name: string;
  readonly unit: 's' | 'ratio' | 'per second' | 'bytes';
  readonly value: number;
  /** What it was measured against, in the same unit. */
  readonly peer?: { readonly name: string; readonly value: number };
  /** The median of the ratios of interleaved pairs, ours to the peer's. */
  readonly ratio?: number;
  readonly rounds: number;
  /** The least and the greatest ratio, or value where there is no ratio. */
  readonly spread?: readonly [least: number, greatest: number];
  readonly note?: string;
}
