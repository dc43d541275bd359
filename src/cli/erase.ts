import { Command } from 'commander';
import { give, giveJson } from './output.js';
import { personInput } from './person-input.js';
import { progress } from './progress.js';
import { type ProjectOptions, projectOptions, withProject } from './project-options.js';

const HELP = `
The person is one line on standard input: a profile id, an e-mail address, or JSON such as {"phone":"+46701234567"}.
Everything about the person goes from the store, and from every file of its folder. What remains is a keyed hash of each
address, which keeps them from being contacted if the address comes back by an import. The project’s own sources are not
touched: erase the person there as well.

Examples:
  echo 1042 | clearlist erase --key k1`;

/** Leave only a keyed hash. */
export const erase = (): Command =>
  projectOptions(new Command('erase').description('take a person out of the store; the person comes by standard input'))
    .requiredOption('--key <id>', 'which key of the project makes the hashes that remain')
    .option('--person-file <file>', 'read the person from a file instead of standard input')
    .addHelpText('after', HELP)
    .action(async (options: ProjectOptions & { key: string; personFile?: string }) => {
      const person = await personInput(options.personFile);
      const shown = progress();
      const { eraseFromStore } = await import('../node.js');
      const at = options.asOf ?? new Date().toISOString();
      const done = await withProject(options, shown.stage, (project, engine) =>
        eraseFromStore(project, engine, person, { at, keyId: options.key }),
      ).finally(shown.done);
      if (options.json === true) {
        giveJson(done);
        return;
      }
      const { removed, tombstones, transfers, profilesInSources } = done;
      give(
        [
          'taken out of the store',
          ...Object.entries(removed).map(([kind, count]) => `  ${kind}: ${count}`),
          `keyed hashes that remain: ${tombstones}`,
          ...(transfers === 0 ? [] : [`entries that recipients still hold, to be taken back: ${transfers}`]),
          ...(profilesInSources === 0 ? [] : ['next: erase the person in the sources of the project as well']),
        ].join('\n'),
      );
    });
