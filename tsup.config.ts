import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { defineConfig } from 'tsup';
import { jsonSchemas } from './src/project/json-schemas.js';
import { decisionCasesJsonSchema } from './src/testing/json-schema.js';

const library = { index: 'src/index.ts', node: 'src/node.ts', 'testing/index': 'src/testing/index.ts' };

/** Licences of what is in `dist` and not ours. */
const BUNDLED = [
  ['echarts/LICENSE', 'echarts.LICENSE.txt'],
  ['echarts/NOTICE', 'echarts.NOTICE.txt'],
  ['zrender/LICENSE', 'zrender.LICENSE.txt'],
  ['zrender/node_modules/tslib/LICENSE.txt', 'tslib.LICENSE.txt'],
] as const;

/** `npm run build:quick` passes `--no-dts --no-clean`: JavaScript only, over whatever is there. */
export default defineConfig({
  entry: { ...library, 'cli/main': 'src/cli/main.ts' },
  format: 'esm',
  target: 'node20',
  splitting: true,
  clean: true,
  skipNodeModulesBundle: true,
  // Drawings of the report: a small part of a large package, which no user has to install.
  noExternal: [/^echarts/, /^zrender/, 'tslib'],
  define: { 'process.env.NODE_ENV': '"production"' },
  removeNodeProtocol: false,
  onSuccess: async () => {
    for (const [from, name] of BUNDLED) {
      await mkdir('dist/licenses', { recursive: true });
      await copyFile(`node_modules/${from}`, `dist/licenses/${name}`);
    }
    await mkdir('dist/schema', { recursive: true });
    for (const [name, schema] of Object.entries({ ...jsonSchemas(), 'decision-cases': decisionCasesJsonSchema() })) {
      await writeFile(`dist/schema/${name}.json`, `${JSON.stringify(schema, null, 2)}\n`);
    }
  },
  // TypeScript 6 deprecates the `baseUrl` that tsup sets for its declaration step.
  dts: { entry: library, compilerOptions: { ignoreDeprecations: '6.0' } },
});
