import { Command, Option } from 'commander';
import { interruptible } from './interruption.js';
import { complain, EXIT, give, giveJson } from './output.js';
import { configOption } from './project-options.js';

interface ImportOptions {
  readonly config: string;
  readonly as: string;
  readonly source: string;
  readonly json?: boolean;
}

const HELP = `
What can be imported (--as): objections, lifts, opt_outs, restrictions, permissions, replies, deliveries, contacts,
engagement, signals, wash_answers, relations, tombstones. Each file is read by the binding that --source names, under "imports" or
"sources" in the project file. Importing a file again adds nothing; no import changes or ends a refusal, but lifts by the
person with evidence, which are imported by themselves.

Of replies only a certain STOP is recorded. Those that a person has to read are listed by file and line, and the exit
code is then 1.

Examples:
  clearlist import --as objections letters-2026-11.csv --source letters
  clearlist import --as replies inbox.csv --source sms-inbox --json`;

/** Refusals, permissions and feedback into the store. */
export const importCommand = (): Command =>
  new Command('import')
    .description('take refusals, permissions and feedback of a file into the store')
    .argument('<file>', 'a CSV file')
    .addOption(new Option('--as <what>', 'what the rows are').makeOptionMandatory())
    .requiredOption('--source <name>', 'the binding by which such files are read')
    .addOption(configOption())
    .addHelpText('after', HELP)
    .action(async (file: string, { config, as, source, json }: ImportOptions) => {
      const { importRecords, loadProject } = await import('../node.js');
      const done = await interruptible(async (signal) =>
        importRecords(await loadProject(config), { as, file, source, signal }),
      );
      const { rows, added, already, away, unclear } = done;
      if (json === true) giveJson(done);
      else {
        const replies = as === 'replies' ? `, ${away} from machines, ${unclear.length} for a person to read` : '';
        give(`${source} as ${as}: ${rows} rows, ${added} records new, ${already} known already${replies}`);
      }
      if (unclear.length === 0) return;
      complain(
        [
          'these replies are not recorded; read them, and record what they refuse:',
          ...unclear.map((at) => `  ${at}`),
        ].join('\n'),
      );
      process.exitCode = EXIT.fault;
    });
