import { relative } from 'node:path';
import { Command, Option } from 'commander';
import { guardText, summaryText } from './funnel-text.js';
import { failWhereRefused, give, giveLine, say } from './output.js';
import { measured } from './profile.js';
import { progress } from './progress.js';
import { asOfOption, cacheOption, type ProjectOptions, projectOptions, withProject } from './project-options.js';

interface SendingOptions extends ProjectOptions {
  readonly only?: string[];
  readonly overrideGuard?: string;
  readonly plan?: string;
  readonly approvedBy?: string;
  readonly failIfEmpty?: boolean;
  readonly report: boolean;
  readonly profile?: boolean;
}

const HELP = `
With --plan, exactly the plan of that hash is carried out, or nothing: definitions, policy, inputs, store, as-of and what it
comes to are those that were looked at. The name of whoever approves stands in the store's audit log.

Examples:
  clearlist run
  clearlist run --only autumn-fuel --as-of 2026-11-22T06:00:00Z --fail-if-empty
  clearlist run --as-of 2026-11-22T06:00:00Z --plan "$HASH" --approved-by "Anna Berg"
  clearlist run --replay --as-of 2026-10-01T06:00:00+02:00
  clearlist run --json | tail -n 1`;

/** Build, suppress, export. */
export const run = (): Command =>
  projectOptions(new Command('run').description('write the lists of a project: build, suppress, export'))
    .option('--only <campaign...>', 'only these campaigns')
    .option('--replay', 'decide with what was known at --as-of; the lists are marked as not for sending')
    .addOption(new Option('--plan <hash>', 'do exactly this plan, or stop; needs --as-of and --approved-by'))
    .option('--approved-by <name>', 'who approves the plan; stands in the audit log of the store')
    .option('--fail-if-empty', 'stop where a list would be empty')
    .option('--no-report', 'write no page for people beside the lists')
    .option('--override-guard <reason>', 'release although a guard trips; the reason stands in the manifest')
    .option('--profile', 'say what each stage took: time, work, rows, memory')
    .addOption(cacheOption())
    .addHelpText('after', HELP)
    .action(async (options: SendingOptions, command: Command) => {
      const { plan, approvedBy, asOf, replay, knownAt, only, overrideGuard, failIfEmpty } = options;
      if ((plan === undefined) !== (approvedBy === undefined)) {
        command.error('error: --plan and --approved-by belong together');
      }
      if (plan !== undefined && asOf === undefined) command.error('error: --plan needs --as-of, the one of the plan');
      const shown = progress();
      const costs = measured(options.profile, shown.stage);
      const { campaignFiles, runProject } = await import('../node.js');
      const { manifest, ...summary } = await withProject(options, costs.stage, (project, engine) =>
        runProject(project, engine, {
          asOf: asOfOption(options),
          report: options.report,
          ...(replay === undefined ? {} : { replay }),
          ...(knownAt === undefined ? {} : { knownAt }),
          ...(only === undefined ? {} : { only }),
          ...(overrideGuard === undefined ? {} : { overrideGuard }),
          ...(failIfEmpty === undefined ? {} : { failIfEmpty }),
          ...(plan === undefined || approvedBy === undefined ? {} : { approved: { hash: plan, by: approvedBy } }),
        }),
      ).finally(shown.done);
      const cost = costs.told(options.json === true);
      failWhereRefused(summary.campaigns);
      if (options.json === true) {
        const files = manifest.campaigns.flatMap((entry) =>
          campaignFiles(entry).map((file) => ({ campaign: entry.id, ...file })),
        );
        giveLine('clearlist-run/1', {
          ...summary,
          release: manifest.release,
          validUntil: manifest.validUntil,
          files,
          ...cost,
        });
        return;
      }
      give(summaryText(summary));
      const { audited, canaries, guards, override } = manifest.release;
      if (guards.length > 0) say(guardText(guards, override));
      say(
        `checked before release: ${audited.decisions} decisions about ${audited.persons} persons decided again, ${audited.named ?? 0} records that name them found once more in the sources, ${canaries} canaries as stated`,
      );
      say(
        `${summary.alreadyThere ? 'the same run was already there' : 'written'}: ${relative('', summary.folder) || summary.folder}`,
      );
    });
