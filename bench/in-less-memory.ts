import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inLessMemory } from './measure/alone.js';

/** Jobs A and B over a folder of Parquet files with less and less memory, a JSON line for each. Run: `tsx bench/in-less-memory.ts <folder> <size>` */
const [data, size = 'L'] = process.argv.slice(2);
if (data === undefined) throw new Error('usage: tsx bench/in-less-memory.ts <folder> [size]');
const scratch = mkdtempSync(path.join(os.tmpdir(), 'clearlist-bench-'));
try {
  for (const one of await inLessMemory({ job: 'ab', form: 'parquet', data: path.resolve(data), scratch }, size))
    console.log(JSON.stringify(one));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
