import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect, test } from 'vitest';
import { sealFor } from '../../../src/export/hand-over/seal.js';
import { listingFiles } from '../../../src/export/listing-files/listing-files.js';
import type { ListingRow } from '../../../src/export/listing-files/listing-row.js';
import { stageListing } from '../../../src/export/listing-files/stage-listing.js';
import { withStagedFolder } from '../../../src/export/staged-folder.js';
import { sha256 } from '../../../src/identity/digest.js';
import { namesIn, scratch } from '../scratch.js';
import { hash, streamed, written } from './rows.js';

const input = {
  service: 'meta-custom-audience',
  form: 'requests',
  place: { audience: '2384', account: { id: '99' } },
} as const;
const rows: readonly ListingRow[] = [{ values: { email: [hash('a')] } }, { values: { phone: [hash('b')] } }];

const filesOf = (some: readonly ListingRow[], suffix: string) =>
  listingFiles({
    ...input,
    name: 'ads',
    runId: '0123456789abcdef',
    forSending: true,
    suffix,
    operations: [{ operation: 'add', rows: () => streamed(some) }],
  });

test('files are staged as they are, or encrypted, with the hashes of what stands there', async () => {
  const identity = await generateX25519Identity();
  const key = await identityToRecipient(identity);
  const seal = await sealFor({ id: 'ads', encryptFor: ['robot'] }, { robot: { format: 'age', key } });
  const plain = await written(input, { add: rows });
  for (const one of [undefined, seal]) {
    await withStagedFolder(await scratch(), '0123456789abcdef', async (staged) => {
      const files = await stageListing(staged, filesOf(rows, one?.suffix ?? ''), one);
      expect(files.map(({ name, operation, rows: count }) => [name, operation, count])).toEqual(
        Object.keys(plain).map((name, i) => [
          `${name}${one?.suffix ?? ''}`,
          i === 0 ? 'add' : undefined,
          i === 0 ? 2 : 0,
        ]),
      );
      for (const file of files) {
        const bytes = await readFile(join(staged.path, file.name));
        expect([file.sha256, file.bytes]).toEqual([sha256Of(bytes), bytes.length]);
        if (one === undefined) expect(bytes.toString()).toBe(plain[file.name]);
        else expect(bytes.includes(hash('a'))).toBe(false);
      }
      if (one === undefined) return;
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      const opened = await decrypter.decrypt(await readFile(join(staged.path, 'ads.add.0001.json.age')), 'text');
      expect(opened).toBe(plain['ads.add.0001.json']);
      expect(files[0]?.encrypted?.plain).toEqual({ sha256: sha256(opened), bytes: opened.length });
    });
  }
});

test('a raw identifier leaves nothing behind', async () => {
  const output = await scratch();
  const bad: readonly ListingRow[] = [...rows, { values: { email: ['anna@example.se'] } }];
  const failing = withStagedFolder(output, '0123456789abcdef', (staged) => stageListing(staged, filesOf(bad, '')));
  await expect(failing).rejects.toMatchObject({ code: 'list-not-hashed' });
  expect(await namesIn(output)).toEqual([]);
});

const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
