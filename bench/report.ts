import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { page } from './report/page.js';
import { resultsSchema } from './results.js';

/** docs/benchmarks.md from a result: `npm run bench:report`, or with the name of another one. */
const root = path.resolve(import.meta.dirname, '..');
const [name = 'reference'] = process.argv.slice(2);
const results = resultsSchema.parse(JSON.parse(readFileSync(path.join(root, 'bench/results', `${name}.json`), 'utf8')));
writeFileSync(path.join(root, 'docs/benchmarks.md'), page(results));
