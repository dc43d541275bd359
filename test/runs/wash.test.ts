import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Project } from '../../src/project/load-project.js';
import { importRecords } from '../../src/runs/import-records.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { planProject } from '../../src/runs/plan-project.js';
import { washRequest } from '../../src/runs/wash-request.js';
import { clearlist } from '../cli/command.js';
import { storeProject } from './store-project.js';

const AS_OF = '2026-11-20T10:00:00Z';

/**
 * anna and bo share a number, cia objected, dag has no number, eva is listed in the list, finn's consent replaces the
 * check, gun can be called once she is looked up.
 */
const PEOPLE = `id,phone,country
anna,+46701740605,SE
bo,070-174 06 05,SE
cia,+46701740606,SE
dag,,SE
eva,+46701740607,SE
finn,+46701740608,SE
gun,+46701740609,SE
`;
const REGISTER = `register,phone,hit,version
NIX_TELEFON,+46701740607,true,2026-11-01T00:00:00Z
`;
const OBJECTIONS = 'person,at\ncia,2026-01-01T00:00:00Z\n';
const CONSENTS = 'person,at\nfinn,2026-11-01T00:00:00Z\n';

const register = {
  kind: 'register',
  columns: { register: 'register', phone: 'phone', hit: 'hit', snapshotAt: 'version' },
  constants: { agent: 'the agency' },
};

async function project(): Promise<Project> {
  const made = await storeProject({
    sources: {
      people: { kind: 'profile', path: 'persons.csv', columns: { id: 'id', phone: 'phone', country: 'country' } },
      looked: { ...register, path: 'register.csv' },
      objections: {
        kind: 'objection',
        path: 'objections.csv',
        columns: { profileId: 'person', occurredAt: 'at' },
        constants: { controller: 'okq8', purpose: 'direct_marketing', channel: '*' },
      },
      consents: {
        kind: 'permission',
        path: 'consents.csv',
        columns: { profileId: 'person', occurredAt: 'at' },
        constants: {
          controller: 'okq8',
          purpose: 'distance_selling',
          channel: 'phone',
          state: 'given',
          origin: 'data_subject',
          evidence: 'form',
        },
      },
    },
    imports: { nix: register },
    campaigns: {
      calls: {
        controller: 'okq8',
        kind: 'distance_selling_call',
        channel: 'phone',
        country: 'SE',
        audience: 'everybody',
      },
      news: { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'everybody' },
    },
  });
  const write = (name: string, text: string) => writeFile(join(made.folder, name), text);
  await write('persons.csv', PEOPLE);
  await write('register.csv', REGISTER);
  await write('objections.csv', OBJECTIONS);
  await write('consents.csv', CONSENTS);
  return made;
}

const counts = async (from: Project) => {
  const engine = openEngine(from, { threads: 1 });
  try {
    return (await planProject(from, engine, { asOf: AS_OF, only: ['calls'] })).campaigns[0]?.counts;
  } finally {
    await engine.close();
  }
};

describe.each(['memory', 'duckdb'] as const)('a request on %s', (engine) => {
  test('asks about those whom nothing but the check stops, each number once', async () => {
    const from = await project();
    const file = join(from.folder, 'nix.csv');
    const open = openEngine(from, { engine });
    try {
      const asked = { campaign: 'calls', register: 'NIX_TELEFON', asOf: AS_OF, file };
      expect(await washRequest(from, open, asked)).toMatchObject({ persons: 2, rows: 2 });
    } finally {
      await open.close();
    }
    expect(await readFile(file, 'utf8')).toBe('phone\n+46701740605\n+46701740609\n');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

test.each(['memory', 'duckdb'] as const)(
  'a request by post names people as an envelope does, on %s',
  async (engine) => {
    const made = await storeProject({
      sources: {
        people: {
          kind: 'profile',
          path: 'letters.csv',
          columns: {
            id: 'id',
            firstName: 'first',
            lastName: 'last',
            address: 'street',
            postalCode: 'code',
            city: 'city',
            country: 'country',
          },
        },
      },
      campaigns: {
        letters: {
          controller: 'okq8',
          kind: 'general_offer',
          channel: 'post',
          country: 'SE',
          audience: 'everybody',
          columns: ['profileId', 'streetAddress'],
        },
      },
    });
    await writeFile(
      join(made.folder, 'letters.csv'),
      'id,first,last,street,code,city,country\np1,Anna,Berg,Storgatan 5 B,111 22,Stockholm,SE\n',
    );
    const file = join(made.folder, 'nix.csv');
    const open = openEngine(made, { engine });
    try {
      const asked = { campaign: 'letters', register: 'NIX_ADRESSERAT', asOf: AS_OF, file };
      expect(await washRequest(made, open, asked)).toMatchObject({ persons: 1, rows: 1 });
    } finally {
      await open.close();
    }
    const header = 'first_name,last_name,address,postal_code,country';
    expect(await readFile(file, 'utf8')).toBe(`${header}\nAnna,Berg,Storgatan 5 B,111 22,SE\n`);
  },
);

test('the answers count from then on; whoever has none stays unchecked', async () => {
  const from = await project();
  expect(await counts(from)).toMatchObject({ members: 7, cleared: 1 });
  const answer = join(from.folder, 'answer.csv');
  const version = '2026-11-18T00:00:00Z';
  await writeFile(
    answer,
    `register,phone,hit,version\nNIX_TELEFON,0701740605,false,${version}\nNIX_TELEFON,+46701740609,,${version}\n`,
  );
  const national = {
    ...from,
    imports: { nix: { ...register, constants: { ...register.constants, country: 'SE' } } },
  } as unknown as Project;
  expect(await importRecords(national, { as: 'wash_answers', file: answer, source: 'nix' })).toMatchObject({
    added: 2,
  });
  const after = await counts(from);
  expect(after).toMatchObject({ cleared: 3 });
  expect(after?.reasons).toContainEqual({ code: 'REGISTER_MISSING', primary: 1, any: expect.any(Number) });
});

describe('the command', () => {
  test('writes the request and takes the answers', async () => {
    const { folder } = await project();
    const [config, out] = [join(folder, 'clearlist.config.json'), join(folder, 'out.csv')];
    const asked = ['wash', 'request', '--campaign', 'calls', '--register', 'NIX_TELEFON', '--out', out];
    const requested = await clearlist([...asked, '--config', config, '--as-of', AS_OF]);
    expect(requested).toMatchObject({ code: 0, stdout: `${out}: 2 rows to look up in NIX_TELEFON, for 2 persons\n` });
    await writeFile(out, 'register,phone,hit,version\nNIX_TELEFON,+46701740605,true,2026-11-18T00:00:00Z\n');
    const took = await clearlist(['wash', 'answers', out, '--source', 'nix', '--config', config]);
    expect(took).toMatchObject({ code: 0, stdout: 'nix: 1 answers, 1 new, 0 known already\n' });
  });

  test.each<[string, readonly string[], RegExp]>([
    [
      'a register the policy does not have',
      ['--campaign', 'calls', '--register', 'NIX'],
      /\[unknown-name\][\s\S]*NIX_TELEFON/,
    ],
    ['a campaign that does not exist', ['--campaign', 'call', '--register', 'NIX_TELEFON'], /\[unknown-name\]/],
    [
      'a campaign that neither calls nor writes letters',
      ['--campaign', 'news', '--register', 'NIX_TELEFON'],
      /\[definition-invalid\]/,
    ],
  ])('refuses %s', async (_, options, said) => {
    const { folder } = await project();
    const where = ['--out', join(folder, 'x.csv'), '--config', folder, '--as-of', AS_OF];
    const { code, stderr } = await clearlist(['wash', 'request', ...options, ...where]);
    expect(code).toBe(1);
    expect(stderr).toMatch(said);
  });
});
