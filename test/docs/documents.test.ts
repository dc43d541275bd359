import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { evaluatedKinds, recordKinds } from '../../src/model/record-kinds.js';
import { comparisonNames } from '../../src/segments/comparisons.js';
import { conditionKinds } from '../../src/segments/condition-kinds.js';
import { lintCodes } from '../../src/segments/lint.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const document = (name: string): string => readFileSync(`${root}/${name}`, 'utf8');

test.each(evaluatedKinds)('the project file’s page names every field of %s, and no other', (kind) => {
  const row = document('docs/project-file.md')
    .split('\n')
    .find((line) => line.startsWith(`| \`${kind}\` |`));
  const words = recordKinds[kind].fields as Record<string, { words?: unknown }>;
  const values = Object.values(words).flatMap((field) => (Array.isArray(field.words) ? (field.words as string[]) : []));
  const named = [...(row ?? '').matchAll(/`([A-Za-z_]+)`/g)].map(([, name]) => name as string).slice(1);
  const fields = named.filter((name) => !values.includes(name) || name in words);
  expect([...new Set(fields)].sort()).toEqual(
    Object.keys(words)
      .filter((name) => !(name === 'id' && kind !== 'profile'))
      .sort(),
  );
});

test('the page about segments shows every kind of condition', () => {
  for (const kind of Object.keys(conditionKinds)) expect(document('docs/segments.md')).toContain(`{"kind": "${kind}"`);
});

test('the README’s example runs as it stands', () => {
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(document('README.md')) ?? [];
  expect(code.trim().split('\n').length).toBeLessThanOrEqual(16);
  const file = `${root}/examples/readme-example.ts`;
  const given = `import { records as people } from './data/people.js';\nconst asOf = '2026-11-22T06:00:00Z';\nconst records = { ...people, profile: [...(people.profile ?? []), { id: '1042', email: 'a@example.se' }] };\n`;
  writeFileSync(file, `${given}${code}`);
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', file], {
      cwd: root,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('listed: 1');
    expect(stdout).toContain('UNKNOWN_COUNTRY');
  } finally {
    rmSync(file);
  }
});

test('the page about segments names every operator and every remark', () => {
  const page = document('docs/segments.md');
  for (const name of [...comparisonNames, ...Object.keys(lintCodes)]) expect(page).toContain(`\`${name}\``);
});
