import { Command, Option } from 'commander';
import { giveLine, giveNext, say } from './output.js';
import { configOption } from './project-options.js';

const HELP = `
From what the store keeps with "keepMemberships": true; nothing is decided anew. Whoever came and left again is neither. With
--who, a profile id on each line; without it, entered or left, a tab, and the profile id. The ids are personal data.

Examples:
  clearlist changes lapsed-fuel --since 3f9a6c1e5b7d2048
  clearlist changes lapsed-fuel --since 3f9a6c1e5b7d2048 --who entered > new.txt
  clearlist changes lapsed-fuel --since 3f9a6c1e5b7d2048 --json`;

interface ChangesOptions {
  readonly config: string;
  readonly since: string;
  readonly who?: 'entered' | 'left';
  readonly json?: boolean;
}

/** Who came into an audience and who left it. */
export const changes = (): Command =>
  new Command('changes')
    .description('who came into an audience since a run, and who left it: profile ids on standard output')
    .argument('<audience>', 'a segment that campaigns have as their audience')
    .addOption(configOption())
    .requiredOption('--since <run id>', 'the run for sending to compare with; the other one is the last')
    .addOption(new Option('--who <change>', 'these only, their ids alone').choices(['entered', 'left']))
    .addHelpText('after', HELP)
    .action(async (audience: string, { config, since, who, json }: ChangesOptions) => {
      const { audienceChanges, loadProject } = await import('../node.js');
      const { entered, left, ...about } = await audienceChanges(await loadProject(config), audience, { since });
      if (json === true) {
        giveLine('clearlist-changes/1', {
          ...about,
          ...(who === 'left' ? {} : { entered }),
          ...(who === 'entered' ? {} : { left }),
        });
      } else {
        for (const [change, ids] of [
          ['entered', entered],
          ['left', left],
        ] as const) {
          if (who !== undefined && who !== change) continue;
          for (const id of ids) if (!(await giveNext(who === undefined ? `${change}\t${id}` : id))) return;
        }
      }
      say(`${audience}: ${entered.length} came and ${left.length} left from ${about.since.asOf} to ${about.until}`);
    });
