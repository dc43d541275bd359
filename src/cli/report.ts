import { relative } from 'node:path';
import { Command } from 'commander';
import { giveLine, say } from './output.js';

const HELP = `
The page is made from the manifest of the run alone: one file, without scripts, that asks for nothing from anywhere. It says
nothing of any one person. \`clearlist run\` writes it beside the lists.

Examples:
  clearlist report lists/3f9a6c1e5b7d2048
  clearlist report lists/3f9a6c1e5b7d2048 --to for-the-board.html`;

/** A run's page again. */
export const report = (): Command =>
  new Command('report')
    .description('write the page of a run again: report.html, in its folder or where it is wanted')
    .argument('<folder>', 'the folder of a run')
    .option('--to <file>', 'write it here instead')
    .addHelpText('after', HELP)
    .action(async (folder: string, { to, json }: { readonly to?: string; readonly json?: boolean }) => {
      const { writeReport } = await import('../node.js');
      const written = await writeReport(folder, to === undefined ? {} : { file: to });
      if (json === true) giveLine('clearlist-report/1', written);
      else say(`written: ${relative('', written.file) || written.file}`);
    });
