import { ClearlistError } from '../errors.js';
import type { KeptRecords } from '../model/kept-records.js';
import type { Project } from '../project/load-project.js';
import type { StoreSettings } from '../project/store-settings.js';
import { keptRecords } from '../store/kept-records.js';
import { openStore } from '../store/open-store.js';

/**
 * What a project's runs read of its store; nothing where it has none.
 *
 * @throws {ClearlistError} `store-missing` for a store that is named and not there: it could hold refusals.
 */
export const keptByProject = async ({ store }: Pick<Project, 'store'>): Promise<readonly KeptRecords[]> =>
  store === undefined ? [] : keptRecords(await openStore(store.folder));

/**
 * The settings of a project’s store.
 *
 * @throws {ClearlistError} `project-invalid` for a project without a store.
 */
export function requireStore({ store, file }: Pick<Project, 'store' | 'file'>): StoreSettings {
  if (store !== undefined) return store;
  throw new ClearlistError('project-invalid', 'the project names no store to keep this in', {
    at: file,
    hint: 'Add "store": "store" to the project file and make it with `clearlist store create`.',
  });
}
