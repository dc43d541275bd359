import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { defineConfig, type Options } from 'tsup';
import { jsonSchemas } from './src/project/json-schemas.js';
import { decisionCasesJsonSchema } from './src/testing/json-schema.js';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

const library = { index: 'src/index.ts', node: 'src/node.ts', 'testing/index': 'src/testing/index.ts' };

/**
 * Packages whose code goes into `dist`, and their licences: loading one file is a fraction of loading hundreds, and of
 * most packages only a part is used. Types name `zod`, which therefore stays a dependency as well.
 */
const BUNDLED: Readonly<Record<string, readonly string[]>> = {
  '@date-fns/tz': ['LICENSE.md'],
  'date-fns': ['LICENSE.md'],
  echarts: ['LICENSE', 'NOTICE'],
  'libphonenumber-js': ['LICENSE', 'LICENSE.Apache'],
  'lodash-es': ['LICENSE'],
  stdnum: ['LICENSE.md'],
  tslib: ['LICENSE.txt'],
  yaml: ['LICENSE'],
  zod: ['LICENSE'],
  zrender: ['LICENSE'],
};

/** Packages that stand in another one's folder. */
const FOLDERS: Readonly<Record<string, string>> = { tslib: 'zrender/node_modules/tslib' };

const isOf = (name: string): RegExp => new RegExp(`^${name}(/|$)`);

/** Nothing of anybody else's is in `dist` without its licence. */
async function writeLicences(): Promise<void> {
  await mkdir('dist/licenses', { recursive: true });
  for (const [name, files] of Object.entries(BUNDLED)) {
    for (const file of files) {
      const to = `${name.replace('/', '-')}.${file.replace(/\.(md|txt)$/, '')}.txt`;
      await copyFile(`node_modules/${FOLDERS[name] ?? name}/${file}`, `dist/licenses/${to}`);
    }
  }
}

/**
 * Numbering plans are a quarter of what `import 'clearlist'` compiles; as text they are parsed in a third of the time,
 * and not before the first telephone number.
 */
const numberingPlansAsText: Plugin = {
  name: 'numbering-plans-as-text',
  setup: (build) =>
    build.onLoad({ filter: /libphonenumber-js\/metadata\.max\.json\.js$/ }, async ({ path }) => {
      const plans = await readFile(path.replace(/\.js$/, ''), 'utf8');
      const parts = Object.keys(JSON.parse(plans) as object).map((part) => `get ${part}() { return read().${part}; }`);
      return {
        contents: `let plans; const read = () => (plans ??= JSON.parse(${JSON.stringify(plans)})); export default { ${parts.join(', ')} };`,
      };
    }),
};

/** `npm run build:quick` passes `--no-dts --no-clean`: JavaScript only, over whatever is there. */
export default defineConfig({
  entry: { ...library, 'cli/main': 'src/cli/main.ts' },
  format: 'esm',
  target: 'node20',
  splitting: true,
  clean: true,
  skipNodeModulesBundle: true,
  noExternal: Object.keys(BUNDLED).map(isOf),
  esbuildPlugins: [numberingPlansAsText],
  esbuildOptions: (options) => {
    // What else is taken is CommonJS, which for yaml cannot become part of a module, and is run at every start for both.
    options.alias = {
      yaml: resolve('node_modules/yaml/browser/index.js'),
      'stdnum/lib/cjs': resolve('node_modules/stdnum/lib/esm'),
    };
  },
  define: { 'process.env.NODE_ENV': '"production"' },
  removeNodeProtocol: false,
  onSuccess: async () => {
    await writeLicences();
    await mkdir('dist/schema', { recursive: true });
    for (const [name, schema] of Object.entries({ ...jsonSchemas(), 'decision-cases': decisionCasesJsonSchema() })) {
      await writeFile(`dist/schema/${name}.json`, `${JSON.stringify(schema, null, 2)}\n`);
    }
  },
  // TypeScript 6 deprecates the `baseUrl` that tsup sets for its declaration step.
  dts: { entry: library, compilerOptions: { ignoreDeprecations: '6.0' } },
});
