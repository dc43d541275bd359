import type { ClearedList } from '../../campaign/cleared-list.js';
import type { CompiledRun } from '../../campaign/compile-run.js';
import { qualityQuery, readQuality, type SourceQuality } from '../../campaign/data-quality.js';
import type { RunDefinition } from '../../campaign/engine.js';
import { figureQueries, overlapQuery } from '../../campaign/figure-queries.js';
import { type PlainFigures, plainKinds, type RunFigures, runFigures } from '../../campaign/figures.js';
import type { Relations } from '../../campaign/relations.js';
import type { Sql } from '../../sql/fragment.js';
import type { Session } from './session.js';

/** The figures of a run that is done, from the session's tables. */
export async function figuresOf(
  session: Session,
  relations: Relations,
  { campaigns, related }: CompiledRun,
  { lists, policy }: { readonly lists: readonly ClearedList[] } & Pick<RunDefinition, 'policy'>,
): Promise<RunFigures> {
  const counted: PlainFigures['campaigns'][number][] = [];
  for (const queries of campaigns) {
    const { countries, masks } = figureQueries(queries, related.profile as Sql);
    counted.push({
      countries: (await session.rows(countries)).map(({ country, persons }) => [
        country === null ? undefined : String(country),
        Number(persons),
      ]),
      masks: (await session.rows(masks)).map(({ mask, persons }) => [BigInt(String(mask)), Number(persons)]),
    });
  }
  const pairs = overlapQuery(campaigns);
  const overlaps = (pairs === undefined ? [] : await session.rows(pairs)).map(
    ({ first, second, persons }) => [Number(first), Number(second), Number(persons)] as const,
  );
  const quality = await qualityOf(session, qualityQuery(relations, plainKinds));
  return runFigures({ campaigns: counted, overlaps }, lists, { policy, quality });
}

export const qualityOf = async (session: Session, query: Sql | undefined): Promise<readonly SourceQuality[]> =>
  query === undefined ? [] : readQuality(await session.rows(query));
