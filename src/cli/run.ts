import { relative } from 'node:path';
import { Command } from 'commander';
import { guardText, summaryText } from './funnel-text.js';
import { failWhereRefused, give, giveJson, say } from './output.js';
import { progress } from './progress.js';
import { asOfOption, type ProjectOptions, projectOptions, withProject } from './project-options.js';

/** Build, suppress, export. */
export const run = (): Command =>
  projectOptions(new Command('run').description('write the lists of a project: build, suppress, export'))
    .option('--only <campaign...>', 'only these campaigns')
    .option('--replay', 'decide with what was known at --as-of; the lists are marked as not for sending')
    .option('--override-guard <reason>', 'release although a guard trips; the reason stands in the manifest')
    .addHelpText(
      'after',
      `
Examples:
  clearlist run
  clearlist run --only autumn-fuel --as-of 2026-11-22T06:00:00Z
  clearlist run --replay --as-of 2026-10-01T06:00:00+02:00
  clearlist run --json | tail -n 1`,
    )
    .action(async (options: ProjectOptions & { only?: string[]; overrideGuard?: string }) => {
      const shown = progress();
      const { runProject } = await import('../node.js');
      const { manifest, ...summary } = await withProject(options, shown.stage, (project, engine) =>
        runProject(project, engine, {
          asOf: asOfOption(options),
          ...(options.replay === undefined ? {} : { replay: options.replay }),
          ...(options.knownAt === undefined ? {} : { knownAt: options.knownAt }),
          ...(options.only === undefined ? {} : { only: options.only }),
          ...(options.overrideGuard === undefined ? {} : { overrideGuard: options.overrideGuard }),
        }),
      ).finally(shown.done);
      failWhereRefused(summary.campaigns);
      if (options.json === true) {
        giveJson({
          ...summary,
          files: manifest.campaigns.flatMap(({ id, files }) => files.map((file) => ({ campaign: id, ...file }))),
        });
        return;
      }
      give(summaryText(summary));
      const { audited, canaries, guards, override } = manifest.release;
      if (guards.length > 0) say(guardText(guards, override));
      say(
        `checked before release: ${audited.decisions} decisions about ${audited.persons} persons decided again, ${canaries} canaries as stated`,
      );
      say(
        `${summary.alreadyThere ? 'the same run was already there' : 'written'}: ${relative('', summary.folder) || summary.folder}`,
      );
    });
