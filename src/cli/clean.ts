import { Command } from 'commander';
import { complain, give, giveLine } from './output.js';
import { configOption } from './project-options.js';

const HELP = `
Removes the folders of runs and rechecks that are older than release.keepListsForDays of the project file says and may not be
sent any more, and notes it in the audit log of the store. The latest run stays. Of the cache, entries go that are older than
store.cache says, and all of it where the project keeps none; with --cache all of it goes, and no list.

Examples:
  clearlist clean
  clearlist clean --config projects/se --json
  clearlist clean --cache`;

interface CleanOptions {
  readonly config: string;
  readonly json?: boolean;
  readonly cache?: boolean;
}

/** Retention of lists, and of what is kept for the next run. */
export const clean = (): Command =>
  new Command('clean')
    .description('remove lists and cached tables that are older than the project keeps them')
    .addOption(configOption())
    .option('--cache', 'remove the whole cache, and nothing else')
    .addHelpText('after', HELP)
    .action(async ({ config, json, cache }: CleanOptions) => {
      const { cleanCache, cleanLists, dropCache, loadProject } = await import('../node.js');
      const project = await loadProject(config);
      if (cache === true) {
        const cacheEntries = await dropCache(project);
        if (json === true) giveLine('clearlist-cleaned/1', { cacheEntries });
        else give(`${cacheEntries} entries of the cache`);
        return;
      }
      const now = new Date();
      const done = await cleanLists(project, { asOf: now.toISOString() });
      const cacheEntries = await cleanCache(project, now);
      if (json === true) giveLine('clearlist-cleaned/1', { ...done, cacheEntries });
      else {
        const gone = done.removed.map((name) => `removed: ${name}`);
        const lists = `${done.removed.length} folders older than ${done.olderThanDays} days`;
        give([...gone, lists, `${cacheEntries} entries of the cache`].join('\n'));
      }
      for (const name of done.unreadable) complain(`clearlist: ${name} cannot be read, and was left alone`);
    });
