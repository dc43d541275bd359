import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect, test } from 'vitest';
import { readManifest } from '../../src/export/manifest.js';
import { edit, sampleProject } from './command.js';
import { clearlistHere } from './in-process.js';

const AS_OF = ['--as-of', '2026-11-22T06:00:00Z'];

async function run(folder: string): Promise<{ readonly folder: string; readonly alreadyThere: boolean }> {
  const { code, stdout, stderr } = await clearlistHere(['run', ...AS_OF, '--json'], { cwd: folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

test('a run encrypts a campaign’s list for its recipient; the others stay plain; again, it is the same run', async () => {
  const identity = await generateX25519Identity();
  const key = await identityToRecipient(identity);
  const folder = await sampleProject();
  await edit(folder, 'clearlist.config.json', (text) => {
    const project = JSON.parse(text);
    project.recipients = { printer: { age: key } };
    project.campaigns.newsletter.encryptFor = ['printer'];
    return JSON.stringify(project);
  });
  const encrypted = await run(folder);
  expect((await readdir(encrypted.folder)).filter((name) => name.includes('.csv')).sort()).toEqual([
    'autumn-fuel.csv',
    'newsletter.csv.age',
    'wash-sms.csv',
  ]);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const ciphertext = await readFile(join(encrypted.folder, 'newsletter.csv.age'));
  const opened = await decrypter.decrypt(ciphertext, 'text');
  const { campaigns } = await readManifest(join(encrypted.folder, 'manifest.json'));
  const [file] = campaigns.find(({ id }) => id === 'newsletter')?.files ?? [];
  expect(opened.split('\r\n')).toHaveLength((file?.rows ?? 0) + 2);
  expect(opened).toContain('@');
  expect(createHash('sha256').update(opened).digest('hex')).toBe(file?.encrypted?.plain.sha256);
  expect(await run(folder)).toMatchObject({ folder: encrypted.folder, alreadyThere: true });
  expect(await readFile(join(encrypted.folder, 'newsletter.csv.age'))).toEqual(ciphertext);
  const plan = await clearlistHere(['plan', ...AS_OF], { cwd: folder });
  expect(plan.stdout).toContain('newsletter.csv.age: ');
  const recheck = await clearlistHere(['recheck', encrypted.folder, ...AS_OF], { cwd: folder });
  expect(recheck.code).toBe(1);
  expect(recheck.stderr).toContain('the list is encrypted for its recipient');
});
