import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dangerousKey, loosening } from '../../src/suppression/loosening.js';
import { contactShape, policyShape, registersShape, softOptInShape } from '../../src/suppression/policy-schema.js';

const page = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');

const settingsNamed = (heading: string): readonly string[] => {
  const [, after = ''] = page.split(heading);
  return [...(after.split('\n\n')[0] ?? '').matchAll(/^\| `([A-Za-z]+)` \|/gm)]
    .map(([, name]) => name as string)
    .sort();
};

test('the policy’s page names every setting, and no other', () => {
  const { id: _id, version: _version, changed: _changed, ...settings } = policyShape();
  expect(settingsNamed('| Setting | What it says |')).toEqual(Object.keys(settings).sort());
  expect(settingsNamed('| In `contact` | What it says |')).toEqual(Object.keys(contactShape()).sort());
  expect(settingsNamed('| In `registers` | What it says |')).toEqual(Object.keys(registersShape()).sort());
  for (const setting of Object.keys(softOptInShape())) expect(page).toContain(`\`${setting}\``);
});

test('the policy’s page names every dangerous key, and no other', () => {
  const loosened = [...page.matchAll(/`(dangerously[A-Z][A-Za-z]+)`/g)].map(([, key]) => key);
  expect([...new Set(loosened)].sort()).toEqual(Object.keys(loosening).map(dangerousKey).sort());
});
