import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ruleFile = join(root, '.dependency-cruiser.cjs');

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
}

function violationsIn(project: string): readonly Violation[] {
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cruiser, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
    { cwd: project, encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser said nothing: ${stderr}`);
  return JSON.parse(stdout).summary.violations;
}

const scratch: string[] = [];
afterAll(() => {
  for (const folder of scratch) rmSync(folder, { recursive: true, force: true });
});

type Files = Readonly<Record<string, string>>;

/** Packages as an installed project has them, empty. */
const installed: Files = Object.fromEntries(
  ['zod', 'lodash-es', 'fast-csv', 'commander', '@duckdb/node-api', 'vitest', 'echarts', 'undeclared'].flatMap(
    (name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
      [`node_modules/${name}/index.js`, ''],
      [`node_modules/${name}/groupBy.js`, ''],
    ],
  ),
);

/** A project in a temporary folder: the real rule file over the given tree. */
function project(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'clearlist-rules-'));
  scratch.push(folder);
  const all: Files = {
    'package.json': JSON.stringify({
      name: 'fixture',
      type: 'module',
      dependencies: { zod: '1.0.0', 'lodash-es': '1.0.0', 'fast-csv': '1.0.0', commander: '1.0.0' },
      optionalDependencies: { '@duckdb/node-api': '1.0.0' },
      devDependencies: { vitest: '1.0.0', echarts: '1.0.0' },
    }),
    'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'nodenext', target: 'ES2022' }, include: ['src'] }),
    ...installed,
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  copyFileSync(ruleFile, join(folder, '.dependency-cruiser.cjs'));
  return folder;
}

const uses = (module: string) => `import { x } from '${module}';\nexport const y = x;\n`;
const usesType = (module: string) => `import type { X } from '${module}';\nexport type Y = X;\n`;

/** Everything that comes close to a rule and is allowed. */
const lawful: Files = {
  'src/errors.ts': 'export const x = 1;\n',
  'src/model/person.ts': uses('zod') + usesType('../errors.js'),
  'src/model/group.ts': `import groupBy from 'lodash-es/groupBy.js';\nexport const y = groupBy;\n`,
  'src/identity/digest.ts': `import { createHash } from 'node:crypto';\nexport const x = createHash;\n`,
  'src/segments/kind.ts': `export { x } from './text.js';\n`,
  'src/segments/text.ts': uses('../identity/digest.js'),
  'src/campaign/engine.ts': usesType('../suppression/decide.js'),
  'src/suppression/decide.ts': usesType('../segments/kind.js'),
  'src/engines/memory/engine.ts': uses('../../campaign/engine.js'),
  'src/engines/duckdb/engine.ts': `${usesType('@duckdb/node-api')}export const load = () => import('@duckdb/node-api');\n`,
  'src/export/csv.ts': uses('fast-csv'),
  'src/store/head.ts': `import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n`,
  'src/runs/run.ts': uses('../engines/duckdb/engine.js') + usesType('../store/head.js'),
  'src/index.ts': `export { x } from './identity/digest.js';\nexport { y } from './engines/memory/engine.js';\n`,
  'src/node.ts': `import { readFileSync } from 'node:fs';\nexport { y } from './runs/run.js';\nexport const z = readFileSync;\n`,
  'src/testing/index.ts': `export { x } from '../index.js';\n`,
  'src/cli/main.ts': uses('commander') + usesType('../index.js') + uses('../node.js'),
};

/** One planted fault per line: the rule that must find it, the file it is in, the fault. */
const planted: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['no-cycles', 'src/report/first.ts', usesType('./second.js')],
  ['known-folders', 'src/runs/shortcut.ts', uses('../utils/handy.js')],
  ['runs-imports', 'src/runs/shortcut.ts', uses('../utils/handy.js')],
  ['model-imports', 'src/model/knows-segments.ts', usesType('../segments/text.js')],
  ['sql-imports', 'src/sql/knows-the-model.ts', usesType('../model/person.js')],
  ['cli-imports', 'src/cli/knows-campaign.ts', uses('../campaign/engine.js')],
  ['testing-imports', 'src/testing/knows-segments.ts', uses('../segments/text.js')],
  ['nobody-imports-cli-or-testing', 'src/node.ts', uses('./cli/print.js')],
  ['re-exports-in-entries', 'src/runs/barrel.ts', `export { x } from '../store/head.js';\n`],
  ['re-exports-in-entries', 'src/campaign/barrel.ts', `export type { Y } from '../model/person.js';\n`],
  ['core-without-node', 'src/sql/reads.ts', uses('node:fs')],
  ['core-without-node', 'src/segments/reads.ts', `export const late = () => import('fs/promises');\n`],
  ['core-without-node', 'src/suppression/hashes.ts', uses('node:crypto')],
  ['core-without-node', 'src/identity/hashes.ts', uses('crypto')],
  ['digest-uses-crypto-only', 'src/identity/digest.ts', uses('node:fs')],
  ['core-packages', 'src/campaign/writes.ts', uses('fast-csv')],
  ['index-without-files', 'src/index.ts', `export { y } from './engines/memory/spills.js';\n`],
  ['duckdb-in-its-engine', 'src/store/queries.ts', usesType('@duckdb/node-api')],
  ['duckdb-in-its-engine', 'src/engines/memory/queries.ts', `export const late = () => import('@duckdb/node-api');\n`],
  ['commander-in-cli', 'src/runs/parses.ts', uses('commander')],
  ['echarts-in-report', 'src/runs/draws.ts', uses('echarts')],
  ['declared-packages', 'src/testing/asserts.ts', uses('vitest')],
  ['declared-packages', 'src/project/wishes.ts', uses('undeclared')],
  ['resolvable', 'src/sources/lost.ts', uses('./nowhere.js')],
];

// That the sources of Clearlist break none of them is what `npm run deps` says, a stage of `.ci/run`.
describe('dependency rules', () => {
  test('a lawful tree has no violation', () => {
    expect(violationsIn(project(lawful))).toEqual([]);
  });

  test('every planted fault is found by its rule, and nothing else is', () => {
    const tree: Record<string, string> = {
      ...lawful,
      'src/report/second.ts': usesType('./first.js'),
      'src/cli/print.ts': 'export const x = 1;\n',
      'src/utils/handy.ts': 'export const x = 1;\n',
      'src/engines/memory/spills.ts': uses('node:fs'),
    };
    for (const [, file, text] of planted) tree[file] = text;
    const found = violationsIn(project(tree)).map(({ rule, from }) => `${rule.name}: ${from}`);
    expect([...new Set(found)].sort()).toEqual(planted.map(([rule, file]) => `${rule}: ${file}`).sort());
  });

  test('every rule has a planted fault or a line in the table of directions', () => {
    const rules: readonly { readonly name: string }[] = createRequire(import.meta.url)(ruleFile).forbidden;
    const covered = new Set([
      ...planted.map(([rule]) => rule),
      ...Object.keys(directions).map((from) => `${from}-imports`),
    ]);
    expect(rules.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([]);
  });
});

/** Written by hand from the architecture, not from the rule file: folder → the others it may import. */
const directions: Readonly<Record<string, string>> = {
  errors: '',
  model: 'errors',
  files: 'errors',
  sql: 'errors',
  identity: 'errors model sql',
  segments: 'errors model sql identity',
  suppression: 'errors model sql identity segments',
  campaign: 'errors model sql identity segments suppression',
  export: 'errors model files sql identity campaign',
  sources: 'errors model files sql identity',
  store: 'errors model files sql identity',
  project: 'errors model segments suppression campaign export sources store',
  engines: 'errors model sql campaign export sources',
  report: 'errors model campaign export',
  runs: 'errors model files sql identity segments suppression campaign export sources store project engines report',
  cli: 'errors index node testing',
  testing: 'errors index node',
};

describe('import directions, every pair', () => {
  const targets = [...Object.keys(directions), 'index', 'node'];
  const single = new Set(['errors', 'index', 'node']);
  const home = (name: string) => (single.has(name) ? name : `${name}/leaf`);
  let forbidden: ReadonlySet<string>;

  beforeAll(() => {
    const files: Record<string, string> = {};
    for (const name of targets) files[`src/${home(name)}.ts`] = 'export const x = 1;\n';
    for (const from of Object.keys(directions).filter((name) => !single.has(name)))
      for (const to of targets.filter((name) => name !== from))
        files[`src/${from}/to-${to}.ts`] = (from.length % 2 ? uses : usesType)(`../${home(to)}.js`);
    files['src/errors.ts'] = `${targets
      .filter((to) => to !== 'errors')
      .map((to) => `import '../src/${home(to)}.js';`)
      .join('\n')}\nexport const x = 1;\n`;
    const name = (path: string) => path.replace(/^src\//, '').replace(/(\/.*)?(\.ts)?$/, '');
    forbidden = new Set(
      violationsIn(project(files))
        .filter(({ rule }) => rule.name.endsWith('-imports'))
        .map(({ rule, from, to }) => {
          expect(rule.name).toBe(`${name(from)}-imports`);
          return `${name(from)} → ${name(to)}`;
        }),
    );
  });

  test.each(Object.entries(directions))('%s may import: %s', (from, allowed) => {
    const others = targets.filter((to) => to !== from);
    expect(others.filter((to) => !forbidden.has(`${from} → ${to}`)).sort()).toEqual(
      allowed.split(' ').filter(Boolean).sort(),
    );
  });
});
