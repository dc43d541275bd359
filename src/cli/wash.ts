import { Command } from 'commander';
import { give, giveJson } from './output.js';
import { progress } from './progress.js';
import { asOfOption, configOption, type ProjectOptions, projectOptions, withProject } from './project-options.js';

const request = (): Command =>
  projectOptions(
    new Command('request').description(
      'write what an agent has to look up: only those whom nothing but the missing check stops',
    ),
  )
    .requiredOption('--campaign <id>', 'for which campaign')
    .requiredOption('--register <name>', 'in which register, as the policy names it')
    .requiredOption('--out <file>', 'where to write the request')
    .addHelpText(
      'after',
      `
Example:
  clearlist wash request --campaign autumn-calls --register NIX_TELEFON --out nix.csv`,
    )
    .action(async (options: ProjectOptions & { campaign: string; register: string; out: string }) => {
      const shown = progress();
      const { washRequest } = await import('../node.js');
      const { campaign, register, out } = options;
      const done = await withProject(options, shown.stage, (project, engine) =>
        washRequest(project, engine, { campaign, register, file: out, asOf: asOfOption(options) }),
      ).finally(shown.done);
      if (options.json === true) giveJson(done);
      else give(`${done.file}: ${done.rows} rows to look up in ${register}, for ${done.persons} persons`);
    });

const answers = (): Command =>
  new Command('answers')
    .description('take an agent’s answers into the store')
    .argument('<file>', 'a CSV file')
    .requiredOption('--source <name>', 'the binding by which such files are read')
    .addOption(configOption())
    .addHelpText(
      'after',
      `
Whoever has no answer stays unchecked. Answers count from the version date of the register that they name.

Example:
  clearlist wash answers nix-answer.csv --source nix`,
    )
    .action(async (file: string, { config, source, json }: { config: string; source: string; json?: boolean }) => {
      const { importRecords, loadProject } = await import('../node.js');
      const done = await importRecords(await loadProject(config), { as: 'wash_answers', file, source });
      if (json === true) giveJson(done);
      else give(`${source}: ${done.rows} answers, ${done.added} new, ${done.already} known already`);
    });

/** Checks against refusal registers by an agent: the request out, the answers in. */
export const wash = (): Command => {
  const command = new Command('wash').description(
    'have persons looked up in a refusal register: request out, answers in',
  );
  for (const sub of [request, answers]) command.addCommand(sub());
  return command;
};
