/**
 * The import directions of the architecture, as allow-lists. What is not listed is forbidden; type imports count.
 * test/architecture/dependency-rules.test.ts plants a fault for every rule below and demands that it is found.
 */

/** Folder → what it may import besides itself. Every one of them may also import `errors`. */
const mayImport = {
  errors: [],
  model: [],
  files: [],
  sql: [],
  identity: ['model', 'sql'],
  segments: ['identity', 'model', 'sql'],
  suppression: ['segments', 'identity', 'model', 'sql'],
  campaign: ['suppression', 'segments', 'identity', 'model', 'sql'],
  export: ['campaign', 'identity', 'model', 'sql', 'files'],
  sources: ['identity', 'model', 'sql', 'files'],
  store: ['identity', 'model', 'sql', 'files'],
  project: ['suppression', 'segments', 'campaign', 'export', 'sources', 'store', 'model'],
  engines: ['campaign', 'export', 'sources', 'model', 'sql'],
  report: ['campaign', 'export', 'model'],
  runs: [
    'project',
    'engines',
    'report',
    'store',
    'sources',
    'export',
    'campaign',
    'suppression',
    'segments',
    'identity',
    'model',
    'sql',
    'files',
  ],
  cli: ['index', 'node', 'testing'],
  testing: ['index', 'node'],
};

const singleFiles = ['errors', 'index', 'node'];
const pathOf = (name) => (singleFiles.includes(name) ? `^src/${name}\\.ts$` : `^src/${name}/`);
const package_ = (name) => `(^|/)node_modules/${name}(/|$)|^${name}(/|$)`;
const builtin = (names) => `^(node:)?(${names.join('|')})(/|$)`;

/** What `tsup.config.ts` puts into `dist`: nobody has to install it. */
const bundled = ['@date-fns/tz', 'date-fns', 'echarts', 'libphonenumber-js', 'lodash-es', 'stdnum', 'yaml'];

const core = '^src/(model|identity|segments|suppression|campaign|sql)/';
const digest = '^src/identity/digest\\.ts$';

/** Everything that touches files, processes or the network. */
const outsideWorld = [
  'child_process',
  'cluster',
  'dgram',
  'dns',
  'fs',
  'http',
  'http2',
  'https',
  'net',
  'tls',
  'worker_threads',
];

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const directions = Object.entries(mayImport).map(([folder, others]) =>
  forbid(
    `${folder}-imports`,
    `${folder} may import only ${['itself', 'errors', ...others].join(', ')}`,
    { path: pathOf(folder) },
    { path: '^src/', pathNot: [folder, 'errors', ...others].map(pathOf) },
  ),
);

module.exports = {
  forbidden: [
    ...directions,
    forbid('no-cycles', 'no import cycles, type imports included', { path: '^src/' }, { circular: true }),
    forbid(
      'known-folders',
      'a new folder under src needs a line in this file',
      { path: '^src/' },
      { path: '^src/', pathNot: Object.keys(mayImport).concat('index', 'node').map(pathOf) },
    ),
    forbid(
      'nobody-imports-cli-or-testing',
      'cli and clearlist/testing are users of the library',
      { path: '^src/', pathNot: '^src/(cli|testing)/' },
      { path: '^src/(cli|testing)/' },
    ),
    forbid(
      're-exports-in-entries',
      'only index.ts, node.ts and testing/index.ts re-export across folders',
      { path: '^src/([^/]+)/', pathNot: '^src/testing/index\\.ts$' },
      { path: '^src/', pathNot: '^src/$1/', dependencyTypes: ['export'] },
    ),
    forbid(
      'core-without-node',
      'the core uses nothing of Node; hashing is in identity/digest.ts',
      { path: core, pathNot: digest },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'digest-uses-crypto-only',
      'identity/digest.ts may import node:crypto and nothing else of Node',
      { path: digest },
      { dependencyTypes: ['core'], pathNot: builtin(['crypto']) },
    ),
    forbid(
      'core-packages',
      'the core uses pure packages only: no files, no native code',
      { path: core },
      {
        dependencyTypes: ['npm', 'npm-optional', 'npm-peer', 'npm-dev', 'npm-bundled', 'npm-no-pkg', 'npm-unknown'],
        pathNot: ['zod', 'date-fns', '@date-fns/tz', 'lodash-es', 'libphonenumber-js', 'stdnum'].map(package_),
      },
    ),
    forbid(
      'index-without-files',
      'what `import "clearlist"` loads reaches no file, process or network and no native code',
      { path: pathOf('index') },
      { path: [builtin(outsideWorld), package_('@duckdb/[^/]+')], reachable: true },
    ),
    forbid(
      'duckdb-in-its-engine',
      '@duckdb/node-api is optional and native: only engines/duckdb knows it',
      { path: '^src/', pathNot: '^src/engines/duckdb(/|\\.ts$)' },
      { path: package_('@duckdb/[^/]+') },
    ),
    forbid(
      'commander-in-cli',
      'only cli parses command lines',
      { path: '^src/', pathNot: pathOf('cli') },
      { path: package_('commander') },
    ),
    forbid(
      'declared-packages',
      'src imports only packages that a user of the library has installed, or that are bundled (tsup.config.ts)',
      { path: '^src/' },
      {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm-peer'],
        pathNot: bundled.map(package_),
      },
    ),
    forbid(
      'echarts-in-report',
      'echarts is bundled for drawings: only report knows it',
      { path: '^src/', pathNot: pathOf('report') },
      { path: package_('(echarts|zrender)') },
    ),
    forbid('resolvable', 'every import leads somewhere', { path: '^src/' }, { couldNotResolve: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
