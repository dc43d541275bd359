import { Command } from 'commander';
import { give, giveJson } from './output.js';

/** A working project with sample data. */
export const init = (): Command =>
  new Command('init')
    .description('write a working project with sample data into a new folder')
    .argument('<folder>', 'a new or empty folder')
    .addHelpText(
      'after',
      `
Examples:
  clearlist init autumn && cd autumn && clearlist plan --as-of 2026-11-22T06:00:00Z`,
    )
    .action(async (folder: string, options: { json?: boolean }) => {
      const { initProject, SAMPLE_AS_OF } = await import('../node.js');
      const files = await initProject(folder);
      if (options.json === true) giveJson({ folder, files, asOf: SAMPLE_AS_OF });
      else {
        give([`a project in ${folder}:`, ...files.map((file) => `  ${file}`)].join('\n'));
        give(`next: cd ${folder} && clearlist run --as-of ${SAMPLE_AS_OF}`);
      }
    });
