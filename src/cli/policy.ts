import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { caseFiles } from './case-files.js';
import { coverageText, resultsText, type TestedFile } from './cases-text.js';
import { junit } from './junit.js';
import { complain, EXIT, give, giveJson } from './output.js';
import { configOption } from './project-options.js';

interface CaseOptions {
  readonly engine: 'memory' | 'duckdb';
  readonly config?: string;
  readonly junit?: string;
  readonly json?: boolean;
}

const withCases = (command: Command): Command =>
  command
    .argument('<file...>', 'suites of decision cases, in JSON or YAML')
    .addOption(
      new Option('--engine <engine>', 'memory is the reference, duckdb decides in SQL')
        .choices(['memory', 'duckdb'])
        .default('memory'),
    )
    .option('-c, --config <file>', 'hold the cases against this project’s policy instead of the one in their header');

async function tested(files: readonly string[], { engine, config }: CaseOptions): Promise<readonly TestedFile[]> {
  const { runDecisionCases, runDecisionCasesOnDuckDb } = await import('../testing/index.js');
  const { loadProject } = await import('../node.js');
  const options = config === undefined ? {} : { policy: (await loadProject(config)).policy };
  const run = engine === 'duckdb' ? runDecisionCasesOnDuckDb : runDecisionCases;
  const results: TestedFile[] = [];
  for (const { file, suite } of await caseFiles(files)) results.push({ file, cases: await run(suite, options) });
  return results;
}

const test = (): Command =>
  withCases(new Command('test').description('hold a policy against decision cases; a case that cannot be asked fails'))
    .option('--junit <file>', 'also write the results as JUnit XML')
    .addHelpText(
      'after',
      `
Examples:
  clearlist policy test cases/*.json
  clearlist policy test cases/consent.yaml --engine duckdb --junit results.xml`,
    )
    .action(async (files: string[], options: CaseOptions) => {
      const results = await tested(files, options);
      if (options.junit !== undefined) await writeFile(options.junit, junit(results));
      if (options.json === true) giveJson({ engine: options.engine, files: results });
      else give(resultsText(results));
      const unmet = results.flatMap(({ cases }) => cases).filter(({ status }) => status !== 'passed').length;
      if (unmet > 0) {
        complain(`clearlist: ${unmet} ${unmet === 1 ? 'case does' : 'cases do'} not hold`);
        process.exitCode = EXIT.fault;
      }
    });

const coverage = (): Command =>
  withCases(new Command('coverage').description('which reasons and grounds the cases reach, and which none does'))
    .addHelpText(
      'after',
      `
Examples:
  clearlist policy coverage cases/*.json
  clearlist policy coverage cases/consent.yaml --config clearlist.config.json --json`,
    )
    .action(async (files: string[], options: CaseOptions) => {
      const { reachedBy } = await import('../testing/index.js');
      const reached = reachedBy((await tested(files, options)).flatMap(({ cases }) => cases));
      if (options.json === true) giveJson(reached);
      else give(coverageText(reached));
    });

const show = (): Command =>
  new Command('show')
    .description('the policy of the project, or of a preset, as data')
    .addOption(configOption())
    .option('--preset <name>', 'a preset instead of a project’s policy')
    .addHelpText(
      'after',
      `
Examples:
  clearlist policy show
  clearlist policy show --preset okq8 > okq8.json`,
    )
    .action(async (options: { config: string; preset?: string }) => {
      const { loadProject, presetPolicy } = await import('../node.js');
      giveJson(
        options.preset === undefined ? (await loadProject(options.config)).policy : presetPolicy(options.preset),
      );
    });

/** The policy itself: what it says, and whether it decides as people have written down. */
export const policy = (): Command => {
  const command = new Command('policy').description('show a policy, and hold it against decision cases');
  for (const sub of [show, test, coverage]) command.addCommand(sub());
  return command;
};
