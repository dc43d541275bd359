import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { ClearlistError } from '../../src/errors.js';
import { loadProject } from '../../src/project/load-project.js';

const scratch = mkdtempSync(join(tmpdir(), 'clearlist-project-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const sound = {
  clearlist: 1,
  zone: 'Europe/Stockholm',
  policy: 'okq8',
  attributes: { tier: { type: 'text', about: 'level', category: 'demographic_profile' } },
  sources: { customers: { kind: 'profile', path: 'c.csv', columns: { id: 'no' } } },
  segments: { everybody: { kind: 'all', of: [] } },
  campaigns: { letter: { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'everybody' } },
};

let count = 0;
function folderWith(files: Readonly<Record<string, string>>): string {
  count += 1;
  const folder = join(scratch, String(count));
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
const json = (project: unknown): Record<string, string> => ({ 'clearlist.config.json': JSON.stringify(project) });

const failure = async (path: string): Promise<ClearlistError> => {
  const error = await loadProject(path).catch((problem: unknown) => problem);
  if (!(error instanceof ClearlistError)) throw error;
  return error;
};
const mistakes = async (project: unknown): Promise<readonly string[]> =>
  (await failure(folderWith(json(project)))).issues.map(({ at, message }) => `${at}: ${message}`);

describe('the same project, whatever it is written in', () => {
  test.each([
    ['JSON', 'clearlist.config.json', JSON.stringify(sound)],
    ['YAML', 'clearlist.config.yaml', `# a comment\n${stringify(sound)}`],
    ['YAML with the short ending', 'clearlist.config.yml', stringify(sound)],
    ['a module', 'clearlist.config.mjs', `export default ${JSON.stringify(sound)};`],
    [
      'TypeScript',
      'clearlist.config.ts',
      `import { defineConfig } from 'clearlist/node';\nconst project: unknown = ${JSON.stringify(sound)};\nexport default defineConfig(project as Parameters<typeof defineConfig>[0]);`,
    ],
  ])('%s', async (_, name, text) => {
    const folder = folderWith({ [name]: text });
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(fileURLToPath(new URL('../..', import.meta.url)), join(folder, 'node_modules/clearlist'));
    const { keys: _keys, ...project } = await loadProject(folder);
    const { keys: _others, ...plain } = await loadProject(folderWith(json(sound)));
    expect(project).toEqual({ ...plain, file: join(folder, name), folder, output: join(folder, 'lists') });
    expect((await loadProject(join(folder, name))).file).toBe(join(folder, name));
  });

  test('in TypeScript a mistake is one of types', () => {
    // Held by tsc, which reads this file too.
    type Config = import('../../src/project/define-config.js').ProjectConfig;
    // @ts-expect-error  there is no kind "profil"
    const wrong: Config = { ...sound, clearlist: 1, sources: { c: { kind: 'profil', path: 'c.csv' } } };
    expect(wrong).toBeDefined();
  });
});

describe('a file that cannot be read as a project', () => {
  test.each([
    ['JSON that is none', 'clearlist.config.json', '{\n "clearlist": 1,\n}', 'json:3', 'no JSON'],
    [
      'a key twice in JSON',
      'clearlist.config.json',
      '{\n"zone": "UTC",\n"zone": "UTC"}',
      'json:3',
      'a key is there twice',
    ],
    ['YAML that is none', 'clearlist.config.yaml', 'a: 1\nb: [', 'yaml:2', 'no YAML'],
    ['a key twice in YAML', 'clearlist.config.yaml', 'a: 1\na: 2', 'yaml:2', 'a key is there twice'],
    ['a tag nobody knows', 'clearlist.config.yaml', 'a: !secret x', 'yaml:1', 'no YAML'],
    ['a module without a project', 'clearlist.config.mjs', 'export const project = {};', 'mjs', 'no default export'],
    [
      'a module that fails',
      'clearlist.config.mjs',
      'throw new TypeError("a secret");',
      'mjs',
      'cannot be loaded: TypeError',
    ],
  ])('%s', async (_, name, text, at, message) => {
    const error = await failure(folderWith({ [name]: text }));
    expect(error.code).toBe('project-invalid');
    expect(error.at?.endsWith(at)).toBe(true);
    expect(error.message).toContain(message);
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  test('none, or several of which one would be ignored', async () => {
    expect((await failure(folderWith({}))).code).toBe('project-missing');
    expect((await failure(join(scratch, 'nowhere'))).code).toBe('project-missing');
    const two = await failure(folderWith({ ...json(sound), 'clearlist.config.yaml': stringify(sound) }));
    expect(two).toMatchObject({
      code: 'project-invalid',
      message: 'there are several project files: clearlist.config.json, clearlist.config.yaml',
    });
  });
});

test('every mistake is told at once, with its path and what was perhaps meant', async () => {
  expect(
    await mistakes({
      ...sound,
      zon: 'x',
      zone: 'Europe/Stokholm',
      output: 7,
      attributes: { tier: { type: 'txt', about: 'level', category: 'demographic_profile' } },
    }),
  ).toEqual([
    'attributes.tier.type: Invalid option: expected one of "text"|"decimal"|"date"|"boolean"|"list"',
    'output: Invalid input: expected string, received number',
    'zon: unknown key "zon"; did you mean "zone"?',
    'zone: no time zone named "Europe/Stokholm"',
  ]);
  expect(
    await mistakes({
      ...sound,
      sources: {
        ...sound.sources,
        a: { kind: 'objection', path: 'o.csv', colums: {}, columns: { profileId: 'id' } },
        b: { kind: 'objection', path: 'o.csv', columns: { profileId: { column: 'id', formt: 'x' } } },
        c: { kind: 'objection', path: 'o.csv', columns: { profilId: 'id' } },
      },
      segments: { ...sound.segments, x: { kind: 'al', of: [] } },
      campaigns: {
        ...sound.campaigns,
        y: { ...sound.campaigns.letter, chanel: 'sms' },
        z: { ...sound.campaigns.letter, audience: 'everybdy' },
      },
    }),
  ).toEqual([
    'sources.a.colums: unknown key "colums"; did you mean "columns"?',
    'sources.b.columns.profileId.formt: unknown key "formt"; did you mean "format"?',
    'campaigns.y.chanel: unknown key "chanel"; did you mean "channel"?',
    'sources.c.columns.profilId: objection has no field "profilId"; did you mean "profileId"?',
    'sources.c.columns: profileId or email or phone must be bound; a row without it names nobody or nothing',
    expect.stringContaining('segments.x'),
    'campaigns.z.audience: no segment "everybdy"; did you mean "everybody"?',
  ]);
});

test('what rests on a part that cannot be read is not called wrong', async () => {
  expect(await mistakes({ ...sound, policy: { presett: 'okq8' } })).toEqual([
    'policy.preset: Invalid input: expected string, received undefined',
    'policy.presett: unknown key "presett"; did you mean "preset"?',
  ]);
  expect((await failure(folderWith(json({ ...sound, policy: 'okq9' })))).code).toBe('policy-unknown');
  expect(await mistakes({ ...sound, policy: 'okq9', zon: 1 })).toHaveLength(2);
  expect(await mistakes([])).toEqual(['file: a project is an object']);
});

describe('recipients of encrypted lists', () => {
  const key = 'age1rvga4g8nz0kujwttz2edtk6cm8eh0ewy9cqj02ttccs7nsftmavsjy6lvz';
  const encrypted = (recipients: unknown, encryptFor = ['printer']) => ({
    ...sound,
    recipients,
    campaigns: { letter: { ...sound.campaigns.letter, encryptFor } },
  });

  test.each<readonly [string, unknown, Readonly<Record<string, string>>]>([
    ['in the project file', { age: key }, {}],
    ['in a file with remarks, as age-keygen writes it', { age: { file: 'k.txt' } }, { 'k.txt': `# by hand\n${key}\n` }],
    ['in the environment', { age: { environment: 'CLEARLIST_TEST_RECIPIENT' } }, {}],
  ])('a key %s', async (_, place, files) => {
    process.env.CLEARLIST_TEST_RECIPIENT = key;
    const folder = folderWith({ ...json(encrypted({ printer: place })), ...files });
    const { recipients, campaigns } = await loadProject(folder);
    expect(recipients).toEqual({ printer: { format: 'age', key } });
    expect(campaigns[0]?.encryptFor).toEqual(['printer']);
  });

  test.each<readonly [string, unknown, string]>([
    ['no file', { age: { file: 'none.txt' } }, 'key-missing'],
    ['nothing in the environment', { openpgp: { environment: 'CLEARLIST_TEST_NOTHING' } }, 'key-missing'],
    ['no key', { age: 'age1qqq' }, 'key-invalid'],
    ['a secret key', { age: 'AGE-SECRET-KEY-1QQQ' }, 'key-invalid'],
  ])('%s', async (_, place, code) => {
    expect(await failure(folderWith(json(encrypted({ printer: place }))))).toMatchObject({
      code,
      at: 'recipients.printer',
    });
  });

  test('names that nobody has, and nobody at all, are mistakes in the project', async () => {
    expect(await mistakes(encrypted({ printer: { age: key } }, ['printr']))).toEqual([
      'campaigns.letter.encryptFor: no recipient "printr"; did you mean "printer"?',
    ]);
    expect(await mistakes(encrypted({ printer: { age: key } }, []))).toHaveLength(1);
    const mixed = { printer: { age: key }, bureau: { openpgp: { file: 'b.asc' } } };
    expect(await mistakes(encrypted(mixed, ['printer', 'bureau']))).toEqual([
      'campaigns.letter.encryptFor: one file cannot be encrypted by age and by OpenPGP at once',
    ]);
    const elsewhere = { ...sound, destinations: { d: { encryptFor: ['nobody'] } } };
    expect(await mistakes(elsewhere)).toEqual(['destinations.d.encryptFor: no recipient "nobody"']);
  });
});

describe('a campaign that fills an audience at a listing service', () => {
  const listing = { service: 'google-customer-match' };
  const fuel = {
    controller: 'okq8',
    kind: 'listing_ad',
    channel: 'social_listing',
    audience: 'everybody',
    destination: 'google',
    listing,
  };
  const withCampaigns = (campaigns: Readonly<Record<string, object>>) => ({
    ...sound,
    destinations: { google: { contract: 'DPA 1' }, meta: { contract: 'DPA 2' } },
    campaigns,
  });

  test('has its audience named after itself where it is not given', async () => {
    const listings = async (campaigns: Readonly<Record<string, object>>) =>
      (await loadProject(folderWith(json(withCampaigns(campaigns))))).campaigns.map((one) => one.listing);
    expect(await listings({ fuel })).toEqual([{ ...listing, audience: 'fuel' }]);
    expect(await listings({ fuel: { ...fuel, listing: { ...listing, audience: '6711' } } })).toEqual([
      { ...listing, audience: '6711' },
    ]);
  });

  test.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['channel', { channel: 'email', kind: 'newsletter' }, ['campaigns.fuel.listing: a listing needs the channel']],
    ['destination', { destination: undefined }, ['campaigns.fuel.destination: a listing needs a destination']],
    ['columns', { columns: ['profileId'] }, ['campaigns.fuel.columns: a listing has no columns']],
    [
      'split',
      {
        split: {
          salt: 's',
          parts: [
            { id: 'a', percent: 50 },
            { id: 'b', percent: 50 },
          ],
        },
      },
      ['campaigns.fuel.split: an audience is not split'],
    ],
    [
      'service',
      { listing: { service: 'google-custmer-match' } },
      ['campaigns.fuel.listing.service: no listing service "google-custmer-match"; did you mean'],
    ],
    [
      'fields, options and form, all at once',
      { listing: { ...listing, fields: ['emial', 'phone'], options: { nope: 1 }, form: 'requests' } },
      [
        'campaigns.fuel.listing.options.nope: "google-customer-match" has no such option',
        'campaigns.fuel.listing.fields: no field "emial" to match by; did you mean "email"?',
        'campaigns.fuel.listing.form: google-customer-match has no form "requests"',
      ],
    ],
    [
      'a profile field that nothing reads',
      { listing: { ...listing, maid: 'tier' } },
      ['campaigns.fuel.listing.maid: is not sent'],
    ],
    ['a key', { listing: { ...listing, audiense: 'x' } }, ['campaigns.fuel.listing.audiense: unknown key "audiense"']],
  ])('is told of a mistake in its %s', async (_, changes, expected) => {
    const found = await mistakes(withCampaigns({ fuel: { ...fuel, ...changes } }));
    expect(found).toHaveLength(expected.length);
    expected.forEach((text, i) => {
      expect(found[i]).toContain(text);
    });
  });

  test('shares its audience with no other campaign', async () => {
    const other = { ...fuel, listing: { ...listing, audience: 'fuel' } };
    expect(await mistakes(withCampaigns({ fuel, other }))).toEqual([
      'campaigns.other.listing.audience: the campaign "fuel" fills the audience "fuel" of that destination already',
    ]);
    await expect(
      loadProject(folderWith(json(withCampaigns({ fuel, other: { ...other, destination: 'meta' } })))),
    ).resolves.toBeDefined();
  });
});
