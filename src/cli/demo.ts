import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { explanationText } from './explanation-text.js';
import { summaryText } from './funnel-text.js';
import { give, giveJson } from './output.js';
import { progress } from './progress.js';
import { withProject } from './project-options.js';

/** The whole job in a scratch folder. */
export const demo = (): Command =>
  new Command('demo')
    .description('the whole job on made-up Nordic persons, in a scratch folder')
    .option('--folder <folder>', 'a new or empty folder instead of a temporary one')
    .addHelpText(
      'after',
      `
Examples:
  clearlist demo
  clearlist demo --folder try-it`,
    )
    .action(async (options: { folder?: string; json?: boolean }) => {
      const { explainProject, initProject, runProject, SAMPLE_AS_OF, SAMPLE_PERSONS } = await import('../node.js');
      const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'clearlist-demo-')));
      await initProject(folder);
      const shown = progress();
      const project = { config: join(folder, 'clearlist.config.json'), engine: 'duckdb' } as const;
      const { summary, explanation } = await withProject(project, shown.stage, async (loaded, engine) => ({
        summary: await runProject(loaded, engine, { asOf: SAMPLE_AS_OF, report: true }),
        explanation: await explainProject(
          loaded,
          engine,
          'autumn-fuel',
          { profileId: SAMPLE_PERSONS.suppressed },
          { asOf: SAMPLE_AS_OF },
        ),
      })).finally(shown.done);
      const { manifest, ...rest } = summary;
      if (options.json === true) {
        giveJson({
          ...rest,
          files: manifest.campaigns.flatMap(({ id, files }) => files.map((file) => ({ campaign: id, ...file }))),
          explanation,
        });
        return;
      }
      give(summaryText(rest));
      give(
        [
          '',
          'lists',
          ...manifest.campaigns
            .flatMap(({ files }) => files)
            .map(
              (file) => `  ${join(rest.folder, file.name)}  ${file.rows} rows, sha-256 ${file.sha256.slice(0, 16)}…`,
            ),
          `  ${join(rest.folder, 'manifest.json')}`,
          `  ${join(rest.folder, 'report.html')}  for people: open it in a browser`,
        ].join('\n'),
      );
      give(['', 'one person, explained', explanationText(explanation)].join('\n'));
      give(
        [
          '',
          `try: cd ${folder}`,
          `     echo ${SAMPLE_PERSONS.cleared} | clearlist explain --campaign autumn-fuel --as-of ${SAMPLE_AS_OF}`,
        ].join('\n'),
      );
    });
