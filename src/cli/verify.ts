import { relative } from 'node:path';
import { Command } from 'commander';
import type { ProjectVerification, RunVerification } from '../node.js';
import { dropWords } from './drop-words.js';
import { EXIT, give, giveLine } from './output.js';
import { progress } from './progress.js';
import { asOfOption, type ProjectOptions, projectOptions, withProject } from './project-options.js';

const HELP = `
Reads every run in the folder for lists, or the ones that are named: each list against its hash and rows in the manifest, each
manifest against the store, the store against its hashes, the audit log against its chain. Lists that may still be sent by
their age are held against today's records: whoever on them must not be contacted any more is counted, by reason. Writes
nothing; \`clearlist recheck\` writes what may still be sent. Exit 1 where anything is damaged, or anybody is found.

Examples:
  clearlist verify
  clearlist verify lists/3f9a6c1e5b7d2048 --json
  clearlist verify --files-only`;

/** Files, manifests, chain, still cleared. */
export const verify = (): Command =>
  projectOptions(
    new Command('verify').description('hold everything that was written against its hashes, and lists against today'),
  )
    .argument('[run...]', 'folders of runs; all runs of the project where none is named')
    .option('--files-only', 'files, manifests and chain; nobody is decided about')
    .addHelpText('after', HELP)
    .action(async (folders: string[], options: ProjectOptions & { readonly filesOnly?: boolean }) => {
      const shown = progress();
      const { verifyProject } = await import('../node.js');
      const found = await withProject(options, shown.stage, (project, engine) =>
        verifyProject(project, engine, {
          asOf: asOfOption(options),
          ...(folders.length === 0 ? {} : { folders }),
          ...(options.filesOnly === undefined ? {} : { filesOnly: options.filesOnly }),
        }),
      ).finally(shown.done);
      if (options.json === true) giveLine('clearlist-verified/1', found);
      else give(verifiedText(found));
      if (!found.sound) process.exitCode = EXIT.fault;
    });

function verifiedText({ asOf, store, runs, gone, sound }: ProjectVerification): string {
  const kept =
    store === undefined
      ? ['no store']
      : [
          `store: head ${store.sequence}, ${store.entries} lines in the audit log, ${store.problems.length === 0 ? 'as written' : 'DAMAGED'}`,
          ...store.problems.map(({ at, message }) => `  ${at ?? ''}: ${message}`),
        ];
  const removed = gone.length === 0 ? [] : [`runs whose lists are not there any more: ${gone.join(', ')}`];
  const verdict = sound
    ? 'everything is as it was written, and nobody on a list that may be sent is refused'
    : 'NOT SOUND';
  return [...kept, ...runs.flatMap(runLines), ...removed, `${verdict} (as of ${asOf})`].join('\n');
}

function runLines({
  folder,
  asOf,
  validUntil,
  valid,
  problems,
  lists,
  unseen,
  rechecks,
}: RunVerification): readonly string[] {
  const sending = valid ? `may be sent until ${validUntil}` : 'not for sending any more';
  return [
    `run ${relative('', folder) || folder}: ${asOf === undefined ? 'unreadable' : `as of ${asOf}, ${sending}`}, ${problems.length === 0 ? 'as written' : 'DAMAGED'}`,
    ...problems.map(({ at, message }) => `  ${at ?? ''}: ${message}`),
    ...unseen.map(({ at, message }) => `  not held against today: ${at ?? ''}: ${message}`),
    ...lists
      .filter(({ dropped }) => dropped > 0)
      .flatMap(({ name, before, dropped, reasons }) => [
        `  ${name}: ${dropped} of ${before} must not be sent any more`,
        ...reasons.map(({ code, rows }) => `    ${rows}  ${code}: ${dropWords(code)}`),
      ]),
    ...rechecks.flatMap(({ folder: at, asOf: when, problems: found }) => [
      `  recheck ${relative('', at) || at}: ${when === undefined ? 'unreadable' : `as of ${when}`}, ${found.length === 0 ? 'as written' : 'DAMAGED'}`,
      ...found.map((one) => `    ${one.at ?? ''}: ${one.message}`),
    ]),
  ];
}
