import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { listingServices, matchFields, serviceRefusals } from 'clearlist';
import { expect, test } from 'vitest';

const file = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const page = readFileSync(file('docs/listing-services.md'), 'utf8');
const services = Object.values(listingServices);

const tableAfter = (heading: string): readonly (readonly string[])[] => {
  const [, section = ''] = page.split(`\n${heading}\n`);
  const [table = ''] = /(?:^\|.*\|$\n?)+/m.exec(section.split(/\n#{2,3} /)[0] ?? '') ?? [];
  const [, , ...rows] = table.trim().split('\n');
  return rows.map((row) => row.slice(2, -2).split(' | '));
};

test('the page about listing services has every service with its version and limits, and no other', () => {
  expect(tableAfter('## Services').map((row) => row.map((cell) => cell.trim()))).toEqual(
    services.map(({ id, name, version, date, confidence, limits }) => [
      `\`${id}\``,
      name,
      `\`${version}\`, ${date}`,
      confidence,
      String(limits.minimumAudience ?? ''),
      String(limits.rowsPerRequest ?? ''),
    ]),
  );
});

test('it has every code with its text, every contradiction with the choice, every field and every option', () => {
  expect(tableAfter('## Codes')).toEqual(Object.entries(serviceRefusals).map(([code, text]) => [`\`${code}\``, text]));
  for (const [heading, id] of [
    ['### Google', 'google-customer-match'],
    ['### Meta', 'meta-custom-audience'],
  ] as const) {
    const { contradictions } = listingServices[id];
    expect(tableAfter(heading)).toEqual(
      contradictions.map(({ about, between, chosen, because }) => [`\`${about}\``, between, chosen, because]),
    );
  }
  for (const field of matchFields) expect(page).toContain(`\`${field}\``);
  for (const { options } of services)
    for (const option of Object.keys(options.shape)) expect(page).toMatch(new RegExp(`^\\| \`${option}\` \\|`, 'm'));
});

test('its example is what the command prints', () => {
  const [, input = '', args = ''] = /^echo '(.*)' \| clearlist (.*)$/m.exec(page) ?? [];
  const [, expected = ''] = /```json\n(.*)\n```/.exec(page) ?? [];
  const { stdout } = spawnSync(process.execPath, [file('dist/cli/main.js'), ...args.split(' ')], {
    input,
    encoding: 'utf8',
  });
  expect(stdout).toBe(`${expected}\n`);
});
