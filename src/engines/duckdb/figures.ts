import groupBy from 'lodash-es/groupBy.js';
import { allDone } from '../../campaign/all-done.js';
import type { ClearedList } from '../../campaign/cleared-list.js';
import type { CompiledRun } from '../../campaign/compile-run.js';
import { qualityQuery, readQuality, type SourceQuality } from '../../campaign/data-quality.js';
import type { RunDefinition } from '../../campaign/engine.js';
import { figureQueries } from '../../campaign/figure-queries.js';
import { type PlainFigures, plainKinds, type RunFigures, runFigures } from '../../campaign/figures.js';
import type { Relations } from '../../campaign/relations.js';
import type { EvaluatedKind } from '../../model/record-kinds.js';
import type { Sql } from '../../sql/fragment.js';
import type { Answer } from './cache/cached-answers.js';
import type { CachedTables } from './cache/cached-tables.js';
import type { Session } from './session.js';

/** The figures of a run that is done, from the session's tables. */
export async function figuresOf(
  session: Session,
  relations: Relations,
  { campaigns, related }: CompiledRun,
  {
    lists,
    policy,
    cached,
  }: { readonly lists: readonly ClearedList[]; readonly cached?: CachedTables | undefined } & Pick<
    RunDefinition,
    'policy'
  >,
): Promise<RunFigures> {
  const queries = figureQueries(campaigns, related.profile as Sql);
  const rows = async (query: Sql | undefined) => (query === undefined ? [] : session.rows(query));
  // All at once: whoever asks has other things to do meanwhile.
  const [quality, places, suppressed, pairs] = await allDone([
    cached === undefined ? rows(qualityQuery(relations, plainKinds)) : qualityByKind(session, cached, relations),
    rows(queries.countries),
    rows(queries.masks),
    rows(queries.overlaps),
  ]);
  const countries = groupBy(places, ({ place }) => Number(place));
  const masks = groupBy(suppressed, ({ place }) => Number(place));
  const counted = campaigns.map((_, place): PlainFigures['campaigns'][number] => ({
    countries: (countries[place] ?? []).map(({ country, persons }) => [
      country === null ? undefined : String(country),
      Number(persons),
    ]),
    masks: (masks[place] ?? []).map(({ mask, persons }) => [BigInt(String(mask)), Number(persons)]),
  }));
  const overlaps = pairs.map(({ first, second, persons }) => [Number(first), Number(second), Number(persons)] as const);
  return runFigures({ campaigns: counted, overlaps }, lists, { policy, quality: readQuality(quality) });
}

/** What is known of a kind whose files are what they were is not asked again, whatever has become of the others. */
async function qualityByKind(session: Session, cached: CachedTables, relations: Relations): Promise<Answer> {
  const of = new Map(plainKinds.map((kind) => [kind, qualityQuery(relations, [kind])]));
  const answers: Answer[number][] = [];
  const missing: EvaluatedKind[] = [];
  for (const [kind, query] of of) {
    const known = query && (await cached.recall(query, { isFigure: true }));
    if (known === undefined) missing.push(kind);
    else answers.push(...known);
  }
  const all = qualityQuery(relations, missing);
  const asked = all === undefined ? [] : await session.rows(all);
  for (const kind of missing) {
    const [query, own] = [of.get(kind), asked.filter((row) => row.kind === kind)];
    if (query !== undefined) cached.learn(query, own, { isFigure: true });
  }
  return [...answers, ...asked];
}

export const qualityOf = async (session: Session, query: Sql | undefined): Promise<readonly SourceQuality[]> =>
  query === undefined ? [] : readQuality(await session.rows(query));
