import { relative } from 'node:path';
import { Command, Option } from 'commander';
import { EXIT, give, giveJson, say } from './output.js';
import { progress } from './progress.js';
import { asOfOption, type ProjectOptions, projectOptions, withProject } from './project-options.js';

type Node = typeof import('../node.js');
type TakenBack = Awaited<ReturnType<Node['takeBack']>>;
type Acknowledged = Awaited<ReturnType<Node['acknowledge']>>;

interface RemovalsOptions extends ProjectOptions {
  readonly destination?: string;
  readonly out?: string;
  readonly pending?: boolean;
  readonly acknowledge?: string;
}

const HELP = `
Decides about everybody whom a recipient may hold, by today's records, and writes what has to be taken out of each
audience, by exactly what was written. What is not acknowledged is asked for again, with its age.

Answers are CSV with a header, or JSON: an array of objects. Columns: answer (added, removed, too_small,
audience_deleted), destination, audience, entry, batch, at. A line with an entry is about that entry, one with a batch
about everything that the run or the removals of that id wrote, any other about the audience.

Examples:
  clearlist removals
  clearlist removals --pending --json
  clearlist removals --acknowledge answers.csv`;

/** What must be taken back. */
export const removals = (): Command =>
  projectOptions(
    new Command('removals').description('write what recipients have to take out again, and take their answers'),
  )
    .option('--destination <id>', 'only of this recipient')
    .option('--out <folder>', 'folder for the files; the one for lists where it is not given')
    .option('--pending', 'say what is open, and since when, and write nothing')
    .addOption(
      new Option('--acknowledge <file>', 'take answers of recipients instead').conflicts([
        'destination',
        'out',
        'pending',
      ]),
    )
    .addHelpText('after', HELP)
    .action(async (options: RemovalsOptions) => {
      const { acknowledge: file } = options;
      if (file !== undefined) {
        await takeAnswers(file, options);
        return;
      }
      const shown = progress();
      const { takeBack } = await import('../node.js');
      const done = await withProject(options, shown.stage, (project, engine) =>
        takeBack(project, engine, {
          asOf: asOfOption(options),
          ...(options.destination === undefined ? {} : { destination: options.destination }),
          ...(options.out === undefined ? {} : { out: options.out }),
          ...(options.pending === undefined ? {} : { pending: options.pending }),
        }),
      ).finally(shown.done);
      if (options.json === true) giveJson(done);
      else showTakenBack(done);
    });

function showTakenBack({ id, folder, alreadyThere, audiences }: TakenBack): void {
  if (audiences.length === 0) {
    give('nothing has to be taken back');
    return;
  }
  give(audiences.map(audienceText).join('\n'));
  if (folder === undefined || id === undefined) return;
  say(`${alreadyThere ? 'the same was already there' : 'written'}: ${relative('', folder) || folder}`);
  say(`next: have it done, then \`clearlist removals --acknowledge FILE\`; its batch is ${id}`);
}

function audienceText(one: TakenBack['audiences'][number]): string {
  const { destination, audience, campaign, entries, deleteAudience, causes, unacknowledged, files } = one;
  const of = campaign === undefined ? 'which no campaign fills any more' : `campaign ${campaign}`;
  const { entries: open, days = 0 } = unacknowledged;
  return [
    `audience ${audience} at ${destination}, ${of}`,
    `  ${entries} ${entries === 1 ? 'entry' : 'entries'} to be taken out`,
    ...causes.map(({ cause, entries: count }) => `    ${count}  ${cause}`),
    ...(deleteAudience ? ['  THE AUDIENCE IS TO BE DELETED: the recipient takes nobody out of one so small'] : []),
    ...(open === 0 ? [] : [`  ${open} asked for before and not acknowledged, the first ${days} days ago`]),
    ...files.map((name) => `  ${name}`),
  ].join('\n');
}

async function takeAnswers(file: string, options: RemovalsOptions): Promise<void> {
  const { acknowledge, answerProblems, loadProject } = await import('../node.js');
  const done: Acknowledged = await acknowledge(await loadProject(options.config), file, { asOf: asOfOption(options) });
  if (done.notTaken.length > 0) process.exitCode = EXIT.fault;
  if (options.json === true) {
    giveJson(done);
    return;
  }
  give(`${done.answers} answers, ${done.recorded} recorded, ${done.already} known already`);
  for (const { line, problem } of done.notTaken.slice(0, SHOWN)) {
    say(`${file}:${line}: not taken: ${answerProblems[problem]} [${problem}]`);
  }
  if (done.notTaken.length > SHOWN) say(`… and ${done.notTaken.length - SHOWN} more`);
}

const SHOWN = 20;
