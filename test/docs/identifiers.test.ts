import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { canonicalFieldNames, identityRefusals } from 'clearlist';
import { expect, test } from 'vitest';

const page = readFileSync(fileURLToPath(new URL('../../docs/identifiers.md', import.meta.url)), 'utf8');

test('the page about identifiers names every field', () => {
  for (const field of canonicalFieldNames) expect(page).toContain(`\`${field}\``);
});

test('the page about identifiers has every reason with its labels, and no other', () => {
  const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| (.*) \| (.*) \| (.*) \|$/gm)].map(([, ...cells]) => cells);
  expect(rows).toEqual(Object.entries(identityRefusals).map(([code, { en, sv, fi }]) => [code, en, sv, fi]));
});
