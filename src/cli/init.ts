import { Command, CommanderError } from 'commander';
import { give, giveJson, say } from './output.js';

interface InitOptions {
  readonly from?: readonly string[];
  readonly write?: boolean;
  readonly json?: boolean;
}

/** A working project with sample data, or a proposal for one's own files. */
export const init = (): Command =>
  new Command('init')
    .description('write a working project with sample data, or propose one for your own files')
    .argument(
      '[folder]',
      'for sample data a new or empty folder; for your own files where the project file shall stand',
    )
    .option('--from <file...>', 'look at these CSV or Parquet files and show a project file that reads them')
    .option('--write', 'with --from: keep the proposal as clearlist.config.yaml')
    .addHelpText(
      'after',
      `
Examples:
  clearlist init autumn && cd autumn && clearlist plan --as-of 2026-11-22T06:00:00Z
  clearlist init --from customers.csv purchases.csv
  clearlist init --from customers.csv --write && clearlist check`,
    )
    .action(async (folder: string | undefined, options: InitOptions) => {
      if (options.from !== undefined) return propose(options.from, folder ?? '.', options);
      if (folder === undefined || options.write === true) throw usage(folder);
      const { initProject, SAMPLE_AS_OF } = await import('../node.js');
      const files = await initProject(folder);
      if (options.json === true) giveJson({ folder, files, asOf: SAMPLE_AS_OF });
      else {
        give([`a project in ${folder}:`, ...files.map((file) => `  ${file}`)].join('\n'));
        give(`next: cd ${folder} && clearlist run --as-of ${SAMPLE_AS_OF}`);
      }
    });

async function propose(files: readonly string[], folder: string, { write, json }: InitOptions): Promise<void> {
  const { keepProposal, proposeProject } = await import('../node.js');
  const text = await proposeProject(files, folder);
  const file = write === true ? await keepProposal(text, folder) : undefined;
  if (json === true) giveJson({ proposal: text, ...(file === undefined ? {} : { file }) });
  else give(text.trimEnd());
  say(file === undefined ? 'a proposal; --write keeps it as clearlist.config.yaml' : `written: ${file}`);
}

function usage(folder: string | undefined): CommanderError {
  const message =
    folder === undefined ? "error: missing required argument 'folder', or --from" : 'error: --write needs --from';
  process.stderr.write(`${message}\n`);
  return new CommanderError(2, 'clearlist.usage', message);
}
