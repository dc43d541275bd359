import type { Boundary } from '../segments/boundary.js';
import { ranksOf, type Segment } from '../segments/segment.js';

/** Where the ranks of a run divide its population, by their keys. May hold ids of persons. */
export type Boundaries = ReadonlyMap<string, Boundary>;

/** A boundary as it is shown and kept: what was ranked, how many were, and the values that divide them. No id. */
export interface BoundaryReport {
  readonly rank: string;
  readonly key: string;
  readonly ranked: number;
  readonly taken?: number;
  readonly cuts: readonly string[];
}

/** Of every rank that some segments rest on, in the order of their keys. */
export function boundaryReports(segments: readonly Segment[], boundaries: Boundaries): readonly BoundaryReport[] {
  const reports = new Map<string, BoundaryReport>();
  for (const { key, says, show } of segments.flatMap(ranksOf)) {
    const boundary = boundaries.get(key);
    if (boundary === undefined) continue;
    const { ranked, taken, cuts } = boundary;
    reports.set(key, { rank: says, key, ranked, ...(taken === undefined ? {} : { taken }), cuts: cuts.map(show) });
  }
  return [...reports.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
