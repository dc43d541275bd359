import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const src = fileURLToPath(new URL('../../src/', import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** What a runtime that we support does wrongly. */
test.each([
  ['URL.canParse', /URL\.canParse\(/, 'Node 20: once it was called often, it refuses text with Latin-1 letters'],
  ["TextDecoder('windows-1252')", /TextDecoder\(['"]windows-1252/, 'Node 20: bytes 0x80–0x9F come out as controls'],
])('nothing calls %s', (_, call) => {
  expect(files.filter((file) => call.test(readFileSync(`${src}${file}`, 'utf8')))).toEqual([]);
});
