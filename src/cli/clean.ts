import { Command } from 'commander';
import { complain, give, giveLine } from './output.js';
import { configOption } from './project-options.js';

const HELP = `
Removes the folders of runs and rechecks that are older than release.keepListsForDays of the project file says and may not be
sent any more, and notes it in the audit log of the store. The latest run stays.

Examples:
  clearlist clean
  clearlist clean --config projects/se --json`;

/** Retention of lists. */
export const clean = (): Command =>
  new Command('clean')
    .description('remove lists that are older than the project keeps them')
    .addOption(configOption())
    .addHelpText('after', HELP)
    .action(async ({ config, json }: { readonly config: string; readonly json?: boolean }) => {
      const { cleanLists, loadProject } = await import('../node.js');
      const done = await cleanLists(await loadProject(config), { asOf: new Date().toISOString() });
      if (json === true) giveLine('clearlist-cleaned/1', done);
      else {
        const gone = done.removed.map((name) => `removed: ${name}`);
        give([...gone, `${done.removed.length} folders older than ${done.olderThanDays} days`].join('\n'));
      }
      for (const name of done.unreadable) complain(`clearlist: ${name} cannot be read, and was left alone`);
    });
