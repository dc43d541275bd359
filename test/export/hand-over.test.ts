import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { decrypt, generateKey, readMessage, readPrivateKey } from 'openpgp';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Recipients } from '../../src/export/hand-over/recipient.js';
import { publishRun } from '../../src/export/publish-run.js';
import { writeList } from '../../src/export/single-list.js';
import { verifyFiles } from '../../src/export/verify-files.js';
import { sha256 } from '../../src/identity/digest.js';
import { campaign, listOf, people, streamed } from './cleared-lists.js';
import { ageRecipients, bytesBelow, encryptedRunOf, runFor } from './encrypted-runs.js';
import { namesIn, scratch } from './scratch.js';

type Open = (bytes: Buffer) => Promise<string>;

let recipients: Recipients;
const opens: Record<string, Open> = {};

beforeAll(async () => {
  const made: Record<string, Recipients[string]> = {};
  for (const name of ['printer', 'agency']) {
    const identity = await generateX25519Identity();
    made[name] = { format: 'age', key: await identityToRecipient(identity) };
    opens[name] = async (bytes) => {
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      return decrypter.decrypt(bytes, 'text');
    };
  }
  const pair = await generateKey({ userIDs: [{ name: 'bureau' }], format: 'armored' });
  made.bureau = { format: 'openpgp', key: pair.publicKey };
  opens.bureau = async (bytes) => {
    const decryptionKeys = await readPrivateKey({ armoredKey: pair.privateKey });
    const message = await readMessage({ binaryMessage: new Uint8Array(bytes) });
    const { data } = await decrypt({ message, decryptionKeys, format: 'binary' });
    return Buffer.from(data as Uint8Array).toString();
  };
  recipients = made;
});

/** The plain list that is written where nobody asks for encryption. */
async function plainList(rows: number): Promise<string> {
  const { folder } = await publishRun(runFor(await scratch(), [], [rows]));
  return readFile(join(folder, 'campaign-0.csv'), 'utf8');
}

describe('an encrypted list', () => {
  test.each([
    ['age', ['printer'], 'campaign-0.csv.age'],
    ['age for two', ['printer', 'agency'], 'campaign-0.csv.age'],
    ['OpenPGP', ['bureau'], 'campaign-0.csv.pgp'],
  ])('%s: each recipient opens exactly the plain list; nothing plain stands there', async (_, names, file) => {
    const output = await scratch();
    // More than one block, so that several go through the seal.
    const { folder, manifest } = await publishRun({ ...runFor(output, names, [9_000]), recipients });
    expect(await namesIn(folder)).toEqual([file, 'manifest.json']);
    const bytes = await readFile(join(folder, file));
    const plain = await plainList(9_000);
    for (const name of names) expect(await (opens[name] as Open)(bytes)).toBe(plain);
    expect((await bytesBelow(output)).includes('example.se')).toBe(false);
    const [entry] = manifest.campaigns[0]?.files ?? [];
    expect(entry).toMatchObject({ name: file, rows: 9_000, bytes: bytes.length });
    expect(entry?.encrypted?.for.map(({ id }) => id)).toEqual([...names].sort());
    expect(entry?.encrypted?.plain).toEqual({ sha256: sha256(plain), bytes: Buffer.byteLength(plain) });
    expect(await verifyFiles(folder)).toEqual([]);
    await writeFile(join(folder, file), bytes.subarray(1));
    expect(await verifyFiles(folder)).toEqual([{ file, problem: 'changed' }]);
  });

  test('the destination’s recipients can always read it, the campaign’s own too', async () => {
    const of = { ...campaign('c'), encryptFor: ['agency'], destination: { id: 'd', encryptFor: ['printer'] } };
    const file = join(await scratch(), 'list.csv');
    const manifest = await writeList(listOf(of, people(2)), file, { recipients });
    expect(manifest.campaign.files[0]?.encrypted?.for.map(({ id }) => id)).toEqual(['agency', 'printer']);
    for (const name of ['agency', 'printer'])
      expect(await (opens[name] as Open)(await readFile(file))).toContain('person1@example.se');
  });

  test('the same run again is the same run, although its ciphertext would differ', async () => {
    const output = await scratch();
    const first = await publishRun(encryptedRunOf(output, 5));
    const before = await readFile(join(first.folder, 'campaign-0.csv.age'));
    expect(await publishRun(encryptedRunOf(output, 5))).toEqual({ ...first, alreadyThere: true });
    expect(await readFile(join(first.folder, 'campaign-0.csv.age'))).toEqual(before);
  });

  test.each([
    ['other rows', (output: string) => encryptedRunOf(output, 6)],
    ['another key', (output: string) => ({ ...encryptedRunOf(output, 5), recipients })],
  ])('%s: another run, and nothing is overwritten', async (_, other) => {
    const output = await scratch();
    const { folder } = await publishRun(encryptedRunOf(output, 5));
    const before = await readFile(join(folder, 'campaign-0.csv.age'));
    await expect(publishRun(other(output))).rejects.toMatchObject({ code: 'output-differs' });
    expect(await readFile(join(folder, 'campaign-0.csv.age'))).toEqual(before);
  });

  test('what the rows throw comes through the seal, and nothing is left behind', async () => {
    for (const name of ['printer', 'bureau']) {
      const output = await scratch();
      async function* failing() {
        yield* streamed(people(20_000));
        throw new Error('bug: the engine broke');
      }
      const of = { ...campaign('c'), encryptFor: [name] };
      const list = listOf(of, people(30_000), { rows: failing });
      await expect(writeList(list, join(output, 'l.csv'), { recipients })).rejects.toThrow('bug: the engine broke');
      expect(await namesIn(output)).toEqual([]);
    }
  });
});

describe('a list that should be encrypted is never written plain', () => {
  test.each<readonly [string, readonly string[], Recipients | undefined, string]>([
    ['the key is not given', ['printer'], undefined, 'unknown-name'],
    ['one of two keys is not given', ['nobody', 'printer'], ageRecipients, 'unknown-name'],
    ['the key is no key', ['printer'], { printer: { format: 'age', key: 'age1qqqq' } }, 'key-invalid'],
    ['the OpenPGP key is no key', ['printer'], { printer: { format: 'openpgp', key: 'none' } }, 'key-invalid'],
  ])('%s', async (_, names, given, code) => {
    const output = await scratch();
    const run = runFor(output, names, [3]);
    const failing = publishRun(given === undefined ? run : { ...run, recipients: given });
    await expect(failing).rejects.toMatchObject({ code });
    expect(await namesIn(output)).toEqual([]);
  });

  test('age and OpenPGP cannot open one file', async () => {
    const failing = publishRun({ ...runFor(await scratch(), ['printer', 'bureau'], [3]), recipients });
    await expect(failing).rejects.toMatchObject({ code: 'definition-invalid' });
  });

  test('a secret key is refused, and no error shows any of it', async () => {
    const identity = await generateX25519Identity();
    const pair = await generateKey({ userIDs: [{ name: 'x' }], format: 'armored' });
    for (const key of [
      { format: 'age', key: identity },
      { format: 'openpgp', key: pair.privateKey },
    ] as const) {
      const error = await publishRun({
        ...runFor(await scratch(), ['printer'], [3]),
        recipients: { printer: key },
      }).catch((thrown) => thrown);
      expect(error).toMatchObject({ code: 'key-invalid', message: expect.stringMatching(/secret|private/) });
      expect(JSON.stringify(error)).not.toContain(key.key.slice(20, 40));
    }
  });

  test('an expired OpenPGP key is refused before anything is written', async () => {
    const { publicKey } = await generateKey({
      userIDs: [{ name: 'x' }],
      format: 'armored',
      date: new Date('2020-01-01'),
      keyExpirationTime: 3600,
    });
    const failing = publishRun({
      ...runFor(await scratch(), ['x'], [3]),
      recipients: { x: { format: 'openpgp', key: publicKey } },
    });
    await expect(failing).rejects.toMatchObject({ code: 'key-invalid', message: expect.stringContaining('expired') });
  });
});
