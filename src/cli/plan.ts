import { Command, Option } from 'commander';
import { guardText, summaryText } from './funnel-text.js';
import { failWhereRefused, give, giveJson } from './output.js';
import { planOneSegment } from './plan-segment.js';
import { progress } from './progress.js';
import { asOfOption, type ProjectOptions, projectOptions, withProject } from './project-options.js';

/** A dry run. */
export const plan = (): Command =>
  projectOptions(new Command('plan').description('show what a run would do; writes nothing'))
    .option('--only <campaign...>', 'only these campaigns')
    .addOption(
      new Option('--segment <id|file>', 'one segment on its own: of the project, or in a JSON or YAML file').conflicts(
        'only',
      ),
    )
    .option('--members <file>', 'with --segment: write the ids of its members, one on a line')
    .option('--replay', 'decide with what was known at --as-of')
    .addHelpText(
      'after',
      `
Examples:
  clearlist plan
  clearlist plan --only newsletter --json
  clearlist plan --segment lapsed-fuel --members lapsed.txt
  clearlist plan --segment ideas/winback.yaml --json`,
    )
    .action(
      async (options: ProjectOptions & { only?: string[]; segment?: string; members?: string }, command: Command) => {
        const { segment } = options;
        if (segment !== undefined) return planOneSegment({ ...options, segment });
        if (options.members !== undefined) command.error('error: --members needs --segment');
        const shown = progress();
        const { planProject } = await import('../node.js');
        const summary = await withProject(options, shown.stage, (project, engine) =>
          planProject(project, engine, {
            asOf: asOfOption(options),
            ...(options.replay === undefined ? {} : { replay: options.replay }),
            ...(options.knownAt === undefined ? {} : { knownAt: options.knownAt }),
            ...(options.only === undefined ? {} : { only: options.only }),
          }),
        ).finally(shown.done);
        failWhereRefused(summary.campaigns);
        if (options.json === true) giveJson(summary);
        else give([summaryText(summary), guardText(summary.guards)].filter((text) => text !== '').join('\n'));
      },
    );
