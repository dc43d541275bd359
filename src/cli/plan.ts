import { Command, Option } from 'commander';
import { EXIT, failWhereRefused, give, giveLine, say } from './output.js';
import { planOneSegment } from './plan-segment.js';
import { planText } from './plan-text.js';
import { measured } from './profile.js';
import { progress } from './progress.js';
import { asOfOption, cacheOption, type ProjectOptions, projectOptions, withProject } from './project-options.js';

interface PlanOptions extends ProjectOptions {
  readonly only?: string[];
  readonly segment?: string;
  readonly members?: string;
  readonly sql?: boolean;
  readonly failIfEmpty?: boolean;
  readonly profile?: boolean;
}

const HELP = `
A plan ends with its hash. With it, and the same --as-of and --only, a run does exactly this plan or stops:
  clearlist run --as-of <as-of of the plan> --plan <hash> --approved-by "Anna Berg"

Examples:
  clearlist plan
  clearlist plan --only newsletter --json
  clearlist plan --sql > plan.sql
  clearlist plan --segment lapsed-fuel --members lapsed.txt
  clearlist plan --segment ideas/winback.yaml --json`;

/** A dry run. */
export const plan = (): Command =>
  projectOptions(new Command('plan').description('show what a run would do; writes no list'))
    .option('--only <campaign...>', 'only these campaigns')
    .addOption(
      new Option('--segment <id|file>', 'one segment on its own: of the project, or in a JSON or YAML file').conflicts([
        'only',
        'sql',
        'failIfEmpty',
        'profile',
      ]),
    )
    .option('--members <file>', 'with --segment: write the ids of its members, one on a line')
    .option('--replay', 'decide with what was known at --as-of')
    .addOption(
      new Option('--sql', 'print the SQL that would be run, without keys and without running it').conflicts('profile'),
    )
    .option('--fail-if-empty', 'exit with 1 where a list would be empty')
    .option('--profile', 'say what each stage took: time, work, rows, memory')
    .addOption(cacheOption())
    .addHelpText('after', HELP)
    .action(async (options: PlanOptions, command: Command) => {
      const { segment, only, replay, knownAt, members } = options;
      if (segment !== undefined) return planOneSegment({ ...options, segment });
      if (members !== undefined) command.error('error: --members needs --segment');
      const shown = progress();
      const costs = measured(options.profile, shown.stage);
      const { emptyLists, planProject, planSql } = await import('../node.js');
      const asked = {
        asOf: asOfOption(options),
        ...(replay === undefined ? {} : { replay }),
        ...(knownAt === undefined ? {} : { knownAt }),
        ...(only === undefined ? {} : { only }),
      };
      if (options.sql === true) {
        const sql = await withProject(options, costs.stage, (project, engine) =>
          planSql(project, engine, asked),
        ).finally(shown.done);
        if (options.json === true) giveLine('clearlist-sql/1', sql);
        else give(sql.statements.join('\n\n'));
        return;
      }
      const planned = await withProject(options, costs.stage, (project, engine) =>
        planProject(project, engine, asked),
      ).finally(shown.done);
      const cost = costs.told(options.json === true);
      failWhereRefused(planned.campaigns);
      if (options.json === true) giveLine('clearlist-plan/1', { ...planned, ...cost });
      else give(planText(planned));
      const empty = emptyLists(planned.files);
      if (options.failIfEmpty !== true || empty.length === 0) return;
      say(`clearlist: these lists would be empty: ${empty.map(({ name }) => name).join(', ')}`);
      process.exitCode = EXIT.fault;
    });
