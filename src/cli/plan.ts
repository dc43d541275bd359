import { Command } from 'commander';
import { summaryText } from './funnel-text.js';
import { give, giveJson } from './output.js';
import { progress } from './progress.js';
import { asOfOption, type ProjectOptions, projectOptions, withProject } from './project-options.js';

/** A dry run. */
export const plan = (): Command =>
  projectOptions(new Command('plan').description('show what a run would do; writes nothing'))
    .option('--only <campaign...>', 'only these campaigns')
    .option('--replay', 'decide with what was known at --as-of')
    .addHelpText(
      'after',
      `
Examples:
  clearlist plan
  clearlist plan --only newsletter --json`,
    )
    .action(async (options: ProjectOptions & { only?: string[] }) => {
      const shown = progress();
      const { planProject } = await import('../node.js');
      const summary = await withProject(options, shown.stage, (project, engine) =>
        planProject(project, engine, {
          asOf: asOfOption(options),
          ...(options.replay === undefined ? {} : { replay: options.replay }),
          ...(options.only === undefined ? {} : { only: options.only }),
        }),
      ).finally(shown.done);
      if (options.json === true) giveJson(summary);
      else give(summaryText(summary));
    });
