import { relative } from 'node:path';
import { Command } from 'commander';
import { dropWords } from './drop-words.js';
import { give, giveLine, say } from './output.js';
import { progress } from './progress.js';
import { asOfOption, type ProjectOptions, projectOptions, withProject } from './project-options.js';

/** An exported list again, just before send. */
export const recheck = (): Command =>
  projectOptions(
    new Command('recheck').description(
      'hold lists against today’s records just before they are sent; drops, never adds',
    ),
  )
    .argument('<path>', 'the folder of a run, or a single list with its manifest beside it')
    .option('--list <file...>', 'only these lists of a run, by the names of their files')
    .addHelpText(
      'after',
      `
What is left is written beside it, into <path>-recheck-<id>. Lists that were altered, or whose time is over, are refused
whole.

Examples:
  clearlist recheck lists/3f9a6c1e5b7d2048
  clearlist recheck lists/3f9a6c1e5b7d2048 --list newsletter.csv autumn-fuel.a.csv
  clearlist recheck autumn.csv --json`,
    )
    .action(async (path: string, options: ProjectOptions & { readonly list?: readonly string[] }) => {
      const shown = progress();
      const { recheckProject } = await import('../node.js');
      const { folder, manifest, alreadyThere } = await withProject(options, shown.stage, (project, engine) =>
        recheckProject(project, engine, path, {
          asOf: asOfOption(options),
          ...(options.list === undefined ? {} : { lists: options.list }),
        }),
      ).finally(shown.done);
      if (options.json === true) {
        giveLine('clearlist-rechecked/1', { folder, manifest, alreadyThere });
        return;
      }
      give(
        manifest.lists
          .flatMap(({ name, before, rows, reasons: dropped }) => [
            `${name}: ${rows} of ${before} rows kept`,
            ...dropped.map(({ code, rows: count }) => `  ${count}  ${code}: ${dropWords(code)}`),
          ])
          .join('\n'),
      );
      say(`${alreadyThere ? 'the same recheck was already there' : 'written'}: ${relative('', folder) || folder}`);
    });
