import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AUDIT, readAudit } from '../../src/store/audit.js';
import { compactStore } from '../../src/store/compact-store.js';
import { HEAD, HEADS } from '../../src/store/head.js';
import { migrateStore } from '../../src/store/migrate-store.js';
import { openStore } from '../../src/store/open-store.js';
import { PARTS, partName } from '../../src/store/parts.js';
import { restoreStore } from '../../src/store/restore-store.js';
import { rewriteStore } from '../../src/store/rewrite-store.js';
import { verifyStore } from '../../src/store/verify-store.js';
import { add, held } from './held.js';
import { newStore } from './scratch.js';

const partsOf = async (folder: string): Promise<readonly string[]> =>
  (await openStore(folder)).head.parts.map((part) => join(folder, PARTS, partName(part)));

async function threeParts(): Promise<string> {
  const folder = await newStore();
  for (const line of ['a', 'b', 'c']) await add(folder, line);
  return folder;
}

describe('verify', () => {
  test('finds nothing in a sound store and counts what it holds', async () => {
    expect(await verifyStore(await threeParts())).toMatchObject({
      records: { objection: 3 },
      entries: 4,
      problems: [],
    });
  });

  test('finds every damage at once, each with its file', async () => {
    const folder = await threeParts();
    const [first = '', , third = ''] = await partsOf(folder);
    await rm(first);
    await writeFile(third, 'x\n');
    await writeFile(join(folder, AUDIT), '{}');
    const { problems } = await verifyStore(folder);
    expect(problems.map(({ at }) => at)).toEqual([first, third, join(folder, AUDIT)]);
  });
});

describe('the way back', () => {
  test('keeps every intact part and says how many records are lost', async () => {
    const folder = await threeParts();
    const [, second = ''] = await partsOf(folder);
    await writeFile(second, 'x\n');
    expect(await restoreStore(folder)).toMatchObject({
      kept: { objection: 2 },
      lost: { objection: 1 },
      damagedParts: 1,
    });
    expect(await held(folder)).toEqual(['a', 'c']);
    expect((await verifyStore(folder)).problems).toEqual([]);
    const { head } = await openStore(folder);
    expect((await readAudit(folder, head.audit)).at(-1)).toMatchObject({ action: 'restore', lost: { objection: 1 } });
  });

  test('loses nothing where a compacted part is damaged and the former ones are still there', async () => {
    const folder = await threeParts();
    await compactStore(folder);
    const [only = ''] = await partsOf(folder);
    await writeFile(only, '');
    expect(await restoreStore(folder)).toMatchObject({ kept: { objection: 3 }, lost: {}, damagedParts: 1 });
    expect(await held(folder)).toEqual(['a', 'b', 'c']);
  });

  test.each(['', '{"format":', 'nothing'])('leads back from a head that is %j to the same records', async (text) => {
    const folder = await threeParts();
    await writeFile(join(folder, HEAD), text);
    await expect(add(folder, 'd')).rejects.toMatchObject({ code: 'store-damaged' });
    expect(await restoreStore(folder)).toMatchObject({ kept: { objection: 3 }, lost: {}, damagedParts: 0 });
    await add(folder, 'd');
    expect(await held(folder)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('leads back from a head that is gone', async () => {
    const folder = await threeParts();
    await rm(join(folder, HEAD));
    await expect(openStore(folder)).rejects.toMatchObject({ code: 'store-missing' });
    expect(await restoreStore(folder)).toMatchObject({ kept: { objection: 3 }, lost: {} });
  });

  test('begins the audit log anew where it is damaged, and keeps the damaged one', async () => {
    const folder = await threeParts();
    await writeFile(join(folder, AUDIT), 'x');
    expect(await restoreStore(folder)).toMatchObject({ logBegunAnew: true, lost: {} });
    expect((await verifyStore(folder)).problems).toEqual([]);
    expect((await readdir(folder)).filter((name) => name.startsWith('audit-damaged'))).toHaveLength(1);
  });

  test('is none where no head can be read, and none where there is no store', async () => {
    const folder = await threeParts();
    await writeFile(join(folder, HEAD), '');
    for (const name of await readdir(join(folder, HEADS))) await writeFile(join(folder, HEADS, name), '');
    await expect(restoreStore(folder)).rejects.toMatchObject({ code: 'store-damaged' });
    await expect(restoreStore(join(folder, 'none'))).rejects.toMatchObject({ code: 'store-missing' });
  });
});

describe('what is taken out', () => {
  const without = (gone: string) => (_: string, line: string) => (line === gone ? undefined : line);

  test('is gone from every file of the folder, and no way leads back to it', async () => {
    const folder = await newStore();
    for (const line of ['"anna"', '"bertil"']) await add(folder, line);
    await compactStore(folder);
    const copy = `${folder}-before`;
    await cp(folder, copy, { recursive: true });
    const { removed } = await rewriteStore(folder, without('"anna"'), { action: 'erase' });
    expect(removed).toEqual({ objection: 1 });
    expect(await held(folder)).toEqual(['"bertil"']);
    for (const name of await readdir(folder, { recursive: true })) {
      const text = await readFile(join(folder, name), 'utf8').catch(() => '');
      expect(text).not.toContain('anna');
    }
    await restoreStore(folder);
    expect(await held(folder)).toEqual(['"bertil"']);
    const { head } = await openStore(folder);
    expect((await readAudit(folder, head.audit)).map(({ action }) => action)).toContain('erase');
    await rm(copy, { recursive: true });
  });

  test('stays gone where the process died right after the new head', async () => {
    const folder = await newStore();
    for (const line of ['"anna"', '"bertil"']) await add(folder, line);
    const copy = `${folder}-before`;
    await cp(folder, copy, { recursive: true });
    await rewriteStore(folder, without('"anna"'), { action: 'erase' });
    // What tidying had removed is there again, as if it had not come to it.
    for (const name of [PARTS, HEADS]) await cp(join(copy, name), join(folder, name), { recursive: true });
    await restoreStore(folder);
    expect(await held(folder)).toEqual(['"bertil"']);
    expect(await readdir(join(folder, PARTS))).toHaveLength(1);
    await rm(copy, { recursive: true });
  });
});

describe('migration', () => {
  /** A version that only this test knows: every line in upper case. */
  const steps = { 1: (_: string, line: string) => line.toUpperCase(), 2: (_: string, line: string) => `${line}!` };

  test('brings every line to the next version, one version at a time, and says so in the log', async () => {
    const folder = await threeParts();
    expect(await migrateStore(folder, {}, steps, 3)).toEqual({ from: 1, to: 3 });
    await expect(openStore(folder)).rejects.toMatchObject({ code: 'store-version' });
    await expect(add(folder, 'd')).rejects.toMatchObject({ code: 'store-version' });
    const head = JSON.parse(await readFile(join(folder, HEAD), 'utf8')) as {
      version: number;
      parts: { sha256: string }[];
    };
    expect(head.version).toBe(3);
    const [part = { sha256: '' }] = head.parts;
    expect(await readFile(join(folder, PARTS, partName(part)), 'utf8')).toBe('A!\nB!\nC!\n');
    await expect(migrateStore(folder)).rejects.toMatchObject({ code: 'store-version' });
  });

  test('does nothing to a store of this version', async () => {
    const folder = await threeParts();
    const before = await readFile(join(folder, HEAD), 'utf8');
    expect(await migrateStore(folder)).toEqual({ from: 1, to: 1 });
    expect(await readFile(join(folder, HEAD), 'utf8')).toBe(before);
  });
});
