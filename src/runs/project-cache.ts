import type { DuckDbOptions } from '../engines/duckdb/duckdb-engine.js';
import { writing } from '../files/write-access.js';
import type { Project } from '../project/load-project.js';
import { cacheFolder } from '../project/store-settings.js';
import { CacheFolder, emptyCache, removeExpired } from '../store/cache/cache-folder.js';
import { clearlistVersion } from './version.js';

/** The cache of a project, for an engine; none where the project does not ask for one. */
export function cacheOf(
  { store }: Pick<Project, 'store'>,
  onNotice: (text: string) => void = () => {},
): Pick<DuckDbOptions, 'cache'> {
  if (store?.cache === undefined) return {};
  const tables = new CacheFolder(cacheFolder(store), store.cache, new Date(), onNotice);
  return { cache: { tables, version: clearlistVersion() } };
}

/** Removes what a project may not keep any more, and says how many entries that were: all, where it keeps none. */
export async function cleanCache({ store }: Pick<Project, 'store'>, now: Date): Promise<number> {
  if (store === undefined) return 0;
  const folder = cacheFolder(store);
  return store.cache === undefined ? emptyCache(folder) : removeExpired(folder, store.cache, now);
}

/**
 * Removes all that a project keeps for its next run, and says how many entries that were.
 *
 * @throws {ClearlistError} `store-not-writable` where something of it stays.
 */
export const dropCache = async ({ store }: Pick<Project, 'store'>): Promise<number> =>
  store === undefined ? 0 : writing(cacheFolder(store), () => emptyCache(cacheFolder(store)), 'store');
