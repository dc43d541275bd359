import { Command } from 'commander';
import { give, giveJson } from './output.js';
import { progress } from './progress.js';
import { asOfOption, type ProjectOptions, projectOptions, withProject } from './project-options.js';
import { qualityText } from './quality-text.js';

/** Definitions, bindings and data; writes nothing. */
export const check = (): Command =>
  projectOptions(new Command('check').description('check definitions, bindings and data; writes nothing'))
    .addHelpText(
      'after',
      `
Examples:
  clearlist check
  clearlist check --config projects/se/clearlist.config.json --json`,
    )
    .action(async (options: ProjectOptions) => {
      const shown = progress();
      const { checkProject } = await import('../node.js');
      const asOf = asOfOption(options);
      const result = await withProject(options, shown.stage, (project, engine) =>
        checkProject(project, engine, { asOf }),
      ).finally(shown.done);
      if (options.json === true) {
        giveJson(result);
        return;
      }
      const { sources, quality, segments, notEvaluated } = result;
      const rows = sources.flatMap(({ source, kind, files, rows: count, leftOut, unreadable }) => [
        `  ${source} (${kind}): ${count} rows in ${files.length} file${files.length === 1 ? '' : 's'}, ${leftOut} left out by rule, ${unreadable} unreadable`,
        ...quality.filter((one) => one.source === source && one.kind === kind).map((one) => `    ${qualityText(one)}`),
      ]);
      const sentences = segments.flatMap(({ id, says, lint }) => [
        `  ${id}: ${says}`,
        ...lint.map(({ at, message }) => `    remark: ${at}: ${message}`),
      ]);
      const missing =
        notEvaluated.length === 0 ? [] : [`not evaluated, no source declares them: ${notEvaluated.join(', ')}`];
      give(['sources', ...rows, 'segments', ...sentences, ...missing, 'everything can be read'].join('\n'));
    });
