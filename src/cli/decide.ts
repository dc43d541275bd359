import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { ClearlistError } from '../index.js';
import { complain, EXIT, giveNext } from './output.js';
import { progress } from './progress.js';
import { asOfOption, type ProjectOptions, projectOptions, withProject } from './project-options.js';

interface DecideCommand extends ProjectOptions {
  readonly preset?: string;
  readonly file?: string;
}

/** JSON Lines in, decisions out. */
export const decide = (): Command =>
  projectOptions(new Command('decide').description('decide one person a line: JSON Lines in, JSON Lines out'))
    .option('--preset <policy>', 'decide by this preset, without a project; every line then brings its records')
    .option('--file <file>', 'read the lines from a file instead of standard input')
    .addHelpText(
      'after',
      `
A line names a person, by profile id or address, and a campaign of the project or a request. It may bring records of
its own; else those of the project count. A line that is at fault gives an error object and stops nobody; exit 1 then.

Examples:
  echo '{"key":1,"person":"1042","campaign":"autumn-fuel"}' | clearlist decide
  echo '{"person":{"email":"anna@example.se"},"campaign":"newsletter","sending":true}' | clearlist decide
  clearlist decide --preset okq8 --file questions.jsonl > answers.jsonl`,
    )
    .action(async (options: DecideCommand) => {
      const { decideLines, presetPolicy, projectLedger } = await import('../node.js');
      const asOf = asOfOption(options);
      if (options.preset !== undefined) {
        await answerAll(decideLines(linesOf(options.file), { policy: presetPolicy(options.preset), asOf }));
        return;
      }
      const shown = progress();
      await withProject(options, shown.stage, async (project, engine) => {
        const { policy, zone, attributes, keys, linkDevices, campaigns } = project;
        const ledger = () => projectLedger(project, engine, asOf).finally(shown.done);
        const { signal } = engine;
        await answerAll(
          decideLines(linesOf(options.file, signal), {
            policy,
            zone,
            attributes,
            keys,
            linkDevices,
            campaigns,
            asOf,
            ledger,
            ...(signal === undefined ? {} : { signal }),
          }),
        );
      });
    });

async function answerAll(answers: AsyncIterable<{ readonly line: number }>): Promise<void> {
  let faults = 0;
  for await (const answer of answers) {
    if ('error' in answer) faults += 1;
    if (!(await giveNext(JSON.stringify(answer)))) break;
  }
  if (faults === 0) return;
  complain(`clearlist: ${faults} ${faults === 1 ? 'line was' : 'lines were'} not decided`);
  process.exitCode = EXIT.fault;
}

async function* linesOf(file: string | undefined, signal?: AbortSignal): AsyncGenerator<string> {
  const input = file === undefined ? process.stdin : createReadStream(await readable(file));
  const stopping = signal === undefined ? {} : { signal };
  yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY, ...stopping });
}

async function readable(file: string): Promise<string> {
  await access(file).catch(() => {
    throw new ClearlistError('source-missing', 'the file with the questions cannot be read', {
      at: file,
      hint: 'Name a readable file, or give the lines on standard input.',
    });
  });
  return file;
}
