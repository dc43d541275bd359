import type { Records } from '../model/records.js';
import type { Boundary } from '../segments/boundary.js';
import { fitBoundaries } from '../segments/fit-boundaries.js';
import { ranksOf, type Segment } from '../segments/segment.js';
import type { PlanBuilder } from '../sql/plan.js';
import type { Boundaries } from './boundary-reports.js';
import type { RunDefinition } from './engine.js';
import { populationOf } from './reference-run.js';
import type { Relations } from './relations.js';
import { memberships, universeOf, universeQuery } from './universe.js';
import type { AskedFit } from './universe-columns.js';

const hasRanks = (segments: readonly Segment[]): boolean => segments.some((segment) => ranksOf(segment).length > 0);

/** By the reference, over records in memory. */
export function referenceBoundaries(run: RunDefinition, records: Records, segments: readonly Segment[]): Boundaries {
  if (!hasRanks(segments)) return new Map();
  const population = populationOf(run, records);
  const persons = population.persons(population.directory(undefined));
  return new Map(
    segments.flatMap(({ condition, uses }) => [
      ...(fitBoundaries([condition], persons, { ...run, ...(uses === undefined ? {} : { uses }) }).boundaries ?? []),
    ]),
  );
}

/** The looks at the population that some segments need, as tables of the plan; none where no segment ranks. */
export function compileBoundaries(
  plan: PlanBuilder,
  relations: Relations,
  run: RunDefinition,
  segments: readonly Segment[],
): readonly AskedFit[] {
  if (!hasRanks(segments)) return [];
  const universe = universeOf(plan, relations, run);
  const asked = memberships(universe, segments);
  universeQuery(universe, asked);
  return universe.columns.fits;
}

/** A boundary from its row, with exact decimals in millionths. */
export function readBoundary(row: Readonly<Record<string, string | bigint | undefined>>): Boundary {
  const { ranked, taken, cut_id: id } = row;
  const cuts = Object.entries(row)
    .filter(([column]) => /^cut_\d+$/.test(column))
    .sort(([a], [b]) => Number(a.slice(4)) - Number(b.slice(4)))
    .flatMap(([, cut]) => cut ?? []);
  return {
    ranked: Number(ranked),
    ...(taken === undefined ? {} : { taken: Number(taken) }),
    cuts,
    ...(id === undefined ? {} : { id: String(id) }),
  };
}
