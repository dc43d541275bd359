import { Command } from 'commander';
import { give, giveLine } from './output.js';
import { configOption } from './project-options.js';

const HELP = `
Every person on the lists gets a contact in the store, which later runs count in frequency caps and in "not again within".
Saying the same again adds nothing. Give the folder of the recheck where that is what was sent.

Examples:
  clearlist sent lists/3f9a6c1e5b7d2048 --at 2026-11-22T07:30:00Z
  clearlist sent lists/3f9a6c1e5b7d2048 --at 2026-11-22T07:30:00Z --list newsletter.csv autumn-fuel.a.csv`;

interface SentArguments {
  readonly config: string;
  readonly at: string;
  readonly list?: string[];
  readonly json?: boolean;
}

/** A run acknowledged as sent. */
export const sent = (): Command =>
  new Command('sent')
    .description('say that lists were sent: everybody on them was contacted, and later runs know')
    .argument('<folder>', 'the folder of a run, or of its recheck')
    .addOption(configOption())
    .requiredOption('--at <instant>', 'when the messages left, ISO 8601 with offset')
    .option('--list <file...>', 'only these lists, by the names of their files')
    .addHelpText('after', HELP)
    .action(async (folder: string, { config, at, list, json }: SentArguments) => {
      const { acknowledgeSent, loadProject } = await import('../node.js');
      const done = await acknowledgeSent(await loadProject(config), folder, {
        at,
        ...(list === undefined ? {} : { lists: list }),
      });
      if (json === true) {
        giveLine('clearlist-sent/1', done);
        return;
      }
      give(
        [
          ...done.lists.map(({ name, rows }) => `${name}: ${rows} persons contacted at ${done.at}`),
          `in the store: ${done.added} new, ${done.already} there before`,
        ].join('\n'),
      );
    });
