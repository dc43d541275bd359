import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStore } from '../../src/store/open-store.js';
import { storedLines } from '../reliability/nightly-project.js';
import { clearlist } from './command.js';
import { clearlistHere } from './in-process.js';
import { smallProject } from './small-project.js';

const AS_OF = '2026-11-22T06:00:00Z';
const SENT = ['--at', '2026-11-22T07:30:00Z'];

let folder: string;
let lists: string;
beforeAll(async () => {
  process.env.CLEARLIST_ENGINE = 'memory';
  const news = { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'everybody' };
  folder = await smallProject({
    store: 'store',
    recipients: { printer: { age: 'age1rvga4g8nz0kujwttz2edtk6cm8eh0ewy9cqj02ttccs7nsftmavsjy6lvz' } },
    campaigns: {
      bare: { ...news, columns: ['address'] },
      plain: news,
      sealed: { ...news, encryptFor: ['printer'] },
    },
  });
  await createStore(join(folder, 'store'));
  const { stdout } = await clearlistHere(['run', '--as-of', AS_OF, '--no-report', '--json'], { cwd: folder });
  lists = (JSON.parse(stdout) as { folder: string }).folder;
});
afterAll(() => {
  delete process.env.CLEARLIST_ENGINE;
});

const illegible = [
  ['sealed.csv.age', 'campaigns.sealed.encryptFor: the list is encrypted'],
  ['bare.csv', 'campaigns.bare.columns: the list has no column of profile ids'],
] as const;

test.each(illegible)('nobody can be found on %s: recheck writes nothing and says what to do', async (name, says) => {
  const { code, stdout, stderr } = await clearlist(['recheck', lists, '--list', 'plain.csv', name, '--as-of', AS_OF], {
    cwd: folder,
  });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`clearlist: ${says}`);
  expect(stderr).toMatch(/\[input-invalid\]\n {2}next: .*[Rr]un /);
});

test.each(illegible)('nobody can be found on %s: sent records nothing and says what to do', async (name, says) => {
  const before = await storedLines(folder);
  const { code, stdout, stderr } = await clearlist(['sent', lists, ...SENT, '--list', 'plain.csv', name], {
    cwd: folder,
  });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`clearlist: ${says}`);
  expect(stderr).toMatch(/\[input-invalid\]\n {2}next: .*--list.*clearlist import --as contacts/);
  expect(await storedLines(folder)).toEqual(before);
});

test('the list beside them is rechecked by its own name, and said to be sent', async () => {
  const args = ['recheck', lists, '--list', 'plain.csv', '--as-of', AS_OF, '--json'];
  const { code, stdout } = await clearlist(args, { cwd: folder });
  expect(code).toBe(0);
  const recheck = JSON.parse(stdout) as { readonly folder: string; readonly manifest: object };
  expect(recheck.manifest).toMatchObject({ lists: [{ name: 'plain.csv', before: 1, rows: 1 }] });
  const sent = await clearlist(['sent', recheck.folder, ...SENT], { cwd: folder });
  expect(sent).toMatchObject({ code: 0, stdout: expect.stringContaining('plain.csv: 1 persons contacted') });
  const verified = await clearlistHere(['verify', '--as-of', AS_OF], { cwd: folder });
  expect(verified).toMatchObject({ code: 0 });
});

test('a list that is not there is said', async () => {
  const { code, stderr } = await clearlistHere(['recheck', lists, '--list', 'plan.csv', '--as-of', AS_OF], {
    cwd: folder,
  });
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('[unknown-name]') });
});
