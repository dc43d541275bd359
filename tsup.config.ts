import { mkdir, writeFile } from 'node:fs/promises';
import { defineConfig } from 'tsup';
import { jsonSchemas } from './src/project/json-schemas.js';
import { decisionCasesJsonSchema } from './src/testing/json-schema.js';

const library = { index: 'src/index.ts', node: 'src/node.ts', 'testing/index': 'src/testing/index.ts' };

/** `npm run build:quick` passes `--no-dts --no-clean`: JavaScript only, over whatever is there. */
export default defineConfig({
  entry: { ...library, 'cli/main': 'src/cli/main.ts' },
  format: 'esm',
  target: 'node20',
  splitting: true,
  clean: true,
  skipNodeModulesBundle: true,
  removeNodeProtocol: false,
  onSuccess: async () => {
    await mkdir('dist/schema', { recursive: true });
    for (const [name, schema] of Object.entries({ ...jsonSchemas(), 'decision-cases': decisionCasesJsonSchema() })) {
      await writeFile(`dist/schema/${name}.json`, `${JSON.stringify(schema, null, 2)}\n`);
    }
  },
  // TypeScript 6 deprecates the `baseUrl` that tsup sets for its declaration step.
  dts: { entry: library, compilerOptions: { ignoreDeprecations: '6.0' } },
});
