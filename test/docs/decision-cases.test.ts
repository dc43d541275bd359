import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { caseEvents } from '../../src/testing/case-records.js';
import { transferEvents } from '../../src/testing/case-transfers.js';
import { runDecisionCases } from '../../src/testing/index.js';
import { OPERATIONS } from '../../src/testing/translate-case.js';

const page = readFileSync(fileURLToPath(new URL('../../docs/decision-cases.md', import.meta.url)), 'utf8');
const tables = page
  .split(/^\| (?=Operation|Event)/m)
  .map((part) => [...part.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, name]) => name));

test('the page’s suite holds as it stands', () => {
  const [, suite = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  expect(runDecisionCases(parse(suite)).map(({ status }) => status)).toEqual(['passed']);
});

test('the page names every operation and every event, and no other', () => {
  expect([...(tables[1] ?? [])].sort()).toEqual([...OPERATIONS].sort());
  expect([...(tables[2] ?? [])].sort()).toEqual([...caseEvents, ...transferEvents].sort());
});
