import { Argument, Command } from 'commander';
import { complain, EXIT, give, giveJson } from './output.js';
import { configOption } from './project-options.js';

interface StoreOptions {
  readonly config: string;
  readonly json?: boolean;
}

/** What can be done to a store: what comes of it, as an object for `--json` and as lines for people. */
interface Done {
  readonly result: unknown;
  readonly lines: readonly string[];
  readonly fault?: boolean;
}

type Node = typeof import('../node.js');
type StoreSettings = ReturnType<Node['requireStore']>;

const counts = (records: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(records).map(([kind, count]) => `  ${kind}: ${count}`);

const actions: Readonly<Record<string, (node: Node, settings: StoreSettings) => Promise<Done>>> = {
  create: async ({ createStore }, { folder }) => {
    const { head } = await createStore(folder);
    return { result: { folder, sequence: head.sequence }, lines: [`an empty store in ${folder}`] };
  },
  verify: async ({ verifyStore }, { folder }) => {
    const check = await verifyStore(folder);
    const { sequence, parts, entries, records, problems } = check;
    const found = problems.map(({ at, message }) => `  ${at ?? ''}: ${message}`);
    const held = [`head ${sequence}, ${parts} parts, ${entries} lines in the audit log`, ...counts(records)];
    const verdict = found.length === 0 ? ['everything is as it was written'] : ['damaged', ...found];
    return { result: check, lines: [...held, ...verdict], fault: found.length > 0 };
  },
  compact: async ({ compactStore }, { folder }) => {
    const result = await compactStore(folder);
    return {
      result,
      lines: [`${result.partsBefore} parts before, ${result.partsAfter} now; the records are the same`],
    };
  },
  restore: async ({ restoreStore }, { folder }) => {
    const result = await restoreStore(folder);
    const lost = Object.keys(result.lost).length === 0 ? ['nothing is lost'] : ['lost', ...counts(result.lost)];
    return { result, lines: [`from head ${result.from}`, 'kept', ...counts(result.kept), ...lost] };
  },
  prune: async ({ pruneStore }, { folder, retentionDays }) => {
    const asOf = Date.now() * 1000;
    const { removed } = await pruneStore(folder, { days: retentionDays, asOf });
    const gone = Object.keys(removed).length === 0 ? ['nothing is older than its limit'] : ['gone', ...counts(removed)];
    return { result: { removed }, lines: gone };
  },
  migrate: async ({ migrateStore }, { folder }) => {
    const result = await migrateStore(folder);
    const says = result.from === result.to ? 'is up to date' : `was version ${result.from}`;
    return { result, lines: [`the store is version ${result.to}; it ${says}`] };
  },
  unlock: async ({ removeUnknownLocks }, { folder }) => {
    const removed = await removeUnknownLocks(folder);
    return { result: { removed }, lines: [`${removed} locks of processes that are gone or elsewhere were removed`] };
  },
};

const HELP = `
create   make the store that the project file names, empty
verify   read everything and hold it against its hashes; exit 1 where something is damaged
prune    take out what is older than retentionDays in the project file says
compact  put small parts together; the records stay the same
restore  make a new head over everything that is intact, after damage
migrate  bring the store to the version of this release
unlock   remove locks of processes that are gone or on another machine; never one of a running process here

Examples:
  clearlist store create
  clearlist store verify --json`;

/** The store of a project: made, checked, mended. */
export const store = (): Command =>
  new Command('store')
    .description('what Clearlist keeps itself: make, verify, prune, compact, restore, migrate, unlock')
    .addArgument(new Argument('<action>', 'what to do').choices(Object.keys(actions)))
    .addOption(configOption())
    .addHelpText('after', HELP)
    .action(async (name: string, { config, json }: StoreOptions) => {
      const node = await import('../node.js');
      const settings = node.requireStore(await node.loadProject(config));
      const action = actions[name];
      if (action === undefined) throw new Error(`bug: no store action ${name}`);
      const { result, lines, fault = false } = await action(node, settings);
      if (json === true) giveJson(result);
      else give(lines.join('\n'));
      if (!fault) return;
      complain('next: bring back a backup, or keep all that is intact with `clearlist store restore`');
      process.exitCode = EXIT.fault;
    });
