import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { listingServices } from 'clearlist';
import { expect, test } from 'vitest';
import { scratch } from './command.js';
import { clearlistHere } from './in-process.js';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The built command as a process of its own, fed line by line. */
async function normalize(args: readonly string[], input: Iterable<string>): Promise<Ended> {
  const child = spawn(process.execPath, [main, 'normalize', ...args]);
  let out = '';
  let err = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  child.stdin.on('error', () => undefined);
  const closed = once(child, 'close');
  for (const line of input)
    if (!child.stdin.write(`${line}\n`)) await Promise.race([once(child.stdin, 'drain'), closed]);
  child.stdin.end();
  const [code] = await closed;
  return { code, out, err };
}

test('JSON Lines in, JSON Lines out, in order', async () => {
  const { code, out } = await normalize(
    ['--canonical', '--country', 'Sverige'],
    [
      '{"email":"Anna+Fuel@Example.SE","phone":"070-123 45 67","birth_date":"07/03/1985"}',
      '',
      '{"phone":41234567,"country":"NO","national_id":"811228-9874"}',
    ],
  );
  expect(code).toBe(0);
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    {
      email: { canonical: 'anna+fuel@example.se', refusal_key: 'anna@example.se' },
      phone: { canonical: '+46701234567', refusal_key: '+46701234567' },
      birth_date: { refused: 'DATE_AMBIGUOUS' },
    },
    {
      phone: { canonical: '+4741234567', refusal_key: '+4741234567' },
      country: { canonical: 'NO' },
      national_id: { refused: 'NATIONAL_ID' },
    },
  ]);
});

test.each([
  ['no JSON', '{"email":"bertil@example.se"', 'standard input:2', 'input-invalid'],
  ['no object', '["bertil@example.se"]', 'standard input:2', 'input-invalid'],
  ['an unknown field', '{"mail":"bertil@example.se"}', 'standard input:2, mail', 'unknown-name'],
])('a line that is %s ends it with its number and exit code 1, and repeats nobody', async (_, line, place, code) => {
  const ended = await normalize(['--canonical'], ['{"gender":"mies"}', line, '{"gender":"mies"}']);
  expect(ended.code).toBe(1);
  expect(ended.out).toBe('{"gender":{"canonical":"m"}}\n');
  expect(ended.err).toContain(`clearlist: ${place}: `);
  expect(ended.err).toContain(`[${code}]`);
  expect(ended.err).not.toContain('bertil');
});

test('many lines stream through', async () => {
  const lines = 50_000;
  const { code, out } = await normalize(
    ['--canonical'],
    Array.from({ length: lines }, (_, i) => `{"email":"p${i}@example.se"}`),
  );
  expect(code).toBe(0);
  const written = out.trim().split('\n');
  expect(written.length).toBe(lines);
  expect(written.at(-1)).toBe(
    `{"email":{"canonical":"p${lines - 1}@example.se","refusal_key":"p${lines - 1}@example.se"}}`,
  );
});

test('with --service every field is answered as the service wants it, or refused', async () => {
  const { code, out } = await normalize(
    ['--service', 'meta-custom-audience', '--country', 'SE', '--variants'],
    [
      '{"phone":"070-123 45 67","first_name":"Åsa","birth_date":"1985-03-07","maid":"none","external_id":"811228-9874"}',
    ],
  );
  expect(code).toBe(0);
  const hashed = (normalized: string) => ({
    normalized,
    hash: createHash('sha256').update(normalized).digest('hex'),
    encoding: 'sha256-hex',
  });
  expect(JSON.parse(out)).toEqual({
    phone: hashed('46701234567'),
    first_name: { ...hashed('åsa'), variants: [hashed('asa')] },
    birth_date: { ...hashed('1985'), keys: { DOBY: hashed('1985'), DOBM: hashed('03'), DOBD: hashed('07') } },
    maid: { refused: 'PLACEHOLDER' },
    external_id: { refused: 'NATIONAL_ID' },
  });
});

test('an option of the profile is given by name, and what is plain is its own hash', async () => {
  const { code, out } = await normalize(
    ['--service', 'google-data-manager', '--option', 'encoding=base64'],
    ['{"email":"alexz@example.com","country":"Sverige","city":"Malmö"}'],
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    email: {
      normalized: 'alexz@example.com',
      hash: 'UJ6TMBm7KFoTSpM0uLtnnf950M4CPVKa9L10TUe0/Yo=',
      encoding: 'sha256-base64',
    },
    country: { normalized: 'SE', hash: 'SE', encoding: 'plain' },
    city: { refused: 'FIELD_NOT_ACCEPTED' },
  });
});

test('--list has every service with version, date and confidence, for people and for programs', async () => {
  const text = await normalize(['--list'], []);
  const json = await normalize(['--list', '--json'], []);
  expect([text.code, json.code]).toEqual([0, 0]);
  const services = JSON.parse(json.out);
  expect(services.map(({ id }: { id: string }) => id)).toEqual(Object.keys(listingServices));
  for (const { id, name, version, date, confidence } of services) {
    expect(text.out).toMatch(new RegExp(`^${id} +${version} +${date} +${confidence} +`, 'm'));
    expect(text.out).toContain(name);
  }
});

test.each([
  ['an unknown service', ['--service', 'meta-custom-audienc'], 1, 'did you mean "meta-custom-audience"?'],
  ['an unknown option', ['--service', 'google-customer-match', '--option', 'encoding=hex'], 1, 'options.encoding'],
  ['a wrong option', ['--service', 'meta-custom-audience', '--option', 'metaNames=latin'], 1, 'options.metaNames'],
  ['an option without a value', ['--service', 'meta-custom-audience', '--option', 'metaNames'], 1, 'name=value'],
  ['no mode', [], 2, 'give one of'],
  ['two modes', ['--canonical', '--service', 'meta-custom-audience'], 2, 'give one of'],
  ['variants without a service', ['--canonical', '--variants'], 2, 'go with --service'],
  ['an option without a service', ['--canonical', '--option', 'encoding=hex'], 2, 'go with --service'],
  ['a country for the list', ['--list', '--country', 'SE'], 2, 'takes no --country'],
])('%s is said before anything is read', async (_, args, expected, words) => {
  const { code, stdout, stderr } = await clearlistHere(['normalize', ...args], {
    cwd: scratch(),
    input: '{"email":"bertil@example.se"}\n',
  });
  expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
  expect(stderr).toContain(words);
});

test('a line that a service cannot be asked about ends it with its number, and repeats nobody', async () => {
  const { code, out, err } = await normalize(
    ['--service', 'google-customer-match'],
    ['{"gender":"mies"}', '{"mail":"bertil@example.se"}'],
  );
  expect(code).toBe(1);
  expect(out).toBe('{"gender":{"refused":"FIELD_NOT_ACCEPTED"}}\n');
  expect(err).toContain('clearlist: standard input:2, mail: ');
  expect(err).not.toContain('bertil');
});

test('help shows fields, codes and examples', async () => {
  const { code, out } = await normalize(['--help'], []);
  expect(code).toBe(0);
  for (const word of [
    'postal_code',
    'maid',
    'PHONE_AMBIGUOUS',
    'ADDRESS_INCOMPLETE',
    'clearlist normalize --canonical',
    'clearlist normalize --list',
  ])
    expect(out).toContain(word);
});

test('a reader that stops reading ends it quietly', async () => {
  const child = spawn(process.execPath, [main, 'normalize', '--canonical']);
  let err = '';
  child.stderr.on('data', (text) => {
    err += text;
  });
  child.stdin.on('error', () => undefined);
  child.stdout.once('data', () => child.stdout.destroy());
  child.stdin.end('{"email":"anna@example.se"}\n'.repeat(20_000));
  const [code] = await once(child, 'close');
  expect({ code, err }).toEqual({ code: 0, err: '' });
});
