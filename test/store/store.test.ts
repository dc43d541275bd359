import { appendFile, chmod, chown, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AUDIT, readAudit } from '../../src/store/audit.js';
import { compactStore } from '../../src/store/compact-store.js';
import { HEAD, HEADS } from '../../src/store/head.js';
import { createStore, openStore } from '../../src/store/open-store.js';
import { PARTS, partName } from '../../src/store/parts.js';
import { KEPT_HEADS } from '../../src/store/store-writer.js';
import { cases } from '../setup/drawn-cases.js';
import { add, held } from './held.js';
import { newStore, scratch } from './scratch.js';

describe('what is added', () => {
  test('is there once, in the order of its coming, however often it is given', async () => {
    const folder = await newStore();
    expect(await add(folder, 'a', 'b', 'a')).toEqual({ added: 2, already: 1 });
    expect(await add(folder, 'b', 'c')).toEqual({ added: 1, already: 1 });
    expect(await held(folder)).toEqual(['a', 'b', 'c']);
    expect((await openStore(folder)).contents('objection').records).toBe(3);
  });

  test('does nothing at all where it is there already: no head, no line in the log', async () => {
    const folder = await newStore();
    await add(folder, 'a');
    const before = await readFile(join(folder, HEAD), 'utf8');
    expect(await add(folder, 'a')).toEqual({ added: 0, already: 1 });
    expect(await readFile(join(folder, HEAD), 'utf8')).toBe(before);
  });

  test('gives the same state in any order, with any repetition, compacted or not', async () => {
    const batches = fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 4 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(batches, fc.infiniteStream(fc.nat(1000)), fc.boolean(), async (given, ranks, compacted) => {
        const one = await newStore();
        for (const batch of given) await add(one, ...batch);
        const other = await newStore();
        const shuffled = [...given, ...given]
          .map((batch) => ({ batch, rank: ranks.next().value as number }))
          .sort((a, b) => a.rank - b.rank);
        for (const { batch } of shuffled) await add(other, ...[...batch].reverse());
        if (compacted) await compactStore(other);
        const [first, second] = [await openStore(one), await openStore(other)];
        expect(second.contents('objection')).toEqual(first.contents('objection'));
        expect([...(await held(second))].sort()).toEqual([...(await held(first))].sort());
      }),
      { numRuns: cases(6) },
    );
  });

  test('never changes what an open store shows', async () => {
    const folder = await newStore();
    await add(folder, 'a');
    const before = await openStore(folder);
    await add(folder, 'b');
    expect(await held(before)).toEqual(['a']);
  });

  test('is readable by its owner only', async () => {
    const folder = await newStore();
    await add(folder, 'a');
    for (const name of ['.', PARTS, HEADS]) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o700);
    const files = [HEAD, AUDIT, join(PARTS, (await readdir(join(folder, PARTS)))[0] ?? '')];
    for (const name of files) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });
});

describe('compaction', () => {
  test('puts small parts together and keeps every record, in order', async () => {
    const folder = await newStore();
    for (const line of ['a', 'b', 'c']) await add(folder, line);
    const before = (await openStore(folder)).contents('objection');
    expect(await compactStore(folder)).toEqual({ partsBefore: 3, partsAfter: 1 });
    expect(await held(folder)).toEqual(['a', 'b', 'c']);
    expect((await openStore(folder)).contents('objection')).toEqual(before);
    expect(await compactStore(folder)).toEqual({ partsBefore: 1, partsAfter: 1 });
  });

  test('comes by itself with the sixty-fifth small part, and old heads and parts go', async () => {
    const folder = await newStore();
    const lines = Array.from({ length: 66 }, (_, i) => `line ${i}`);
    for (const line of lines) await add(folder, line);
    expect(await held(folder)).toEqual(lines);
    expect((await openStore(folder)).head.parts.length).toBeLessThan(10);
    expect((await readdir(join(folder, HEADS))).length).toBe(KEPT_HEADS + 1);
  });
});

describe('what the head does not reach does not exist', () => {
  test('a part, a former head, the end of the log and half a file, left by a writer that died', async () => {
    const folder = await newStore();
    await add(folder, 'a');
    await writeFile(join(folder, PARTS, `${'0'.repeat(64)}.jsonl`), 'b\n');
    await writeFile(join(folder, PARTS, '.tmp-x'), 'half');
    await writeFile(join(folder, HEADS, `9999999999-${'0'.repeat(16)}.json`), '{}');
    await writeFile(join(folder, '.tmp-y'), 'half');
    await appendFile(join(folder, AUDIT), '{"entry":3}\n');
    expect(await held(folder)).toEqual(['a']);
    await add(folder, 'c');
    expect(await held(folder)).toEqual(['a', 'c']);
    const { head } = await openStore(folder);
    expect((await readAudit(folder, head.audit)).map(({ action }) => action)).toEqual(['create', 'import', 'import']);
    expect((await readdir(join(folder, PARTS))).sort()).toEqual(head.parts.map(partName).sort());
    expect((await readdir(folder)).sort()).toEqual([HEAD, AUDIT, HEADS, PARTS].sort());
  });
});

describe('damage', () => {
  const part = async (folder: string): Promise<string> =>
    join(folder, PARTS, partName((await openStore(folder)).head.parts[0] ?? { sha256: '' }));

  test.each([
    ['a letter is another one', async (file: string) => writeFile(file, 'x\n')],
    ['the last line is cut short', async (file: string) => truncate(file, 1)],
    ['a line came', async (file: string) => appendFile(file, 'b\n')],
    ['it is gone', async (file: string) => rm(file)],
  ])('of a part is found where it is read: %s', async (_, damage) => {
    const folder = await newStore();
    await add(folder, 'a');
    await damage(await part(folder));
    await expect(held(folder)).rejects.toMatchObject({ code: 'store-damaged' });
    await expect(add(folder, 'b')).rejects.toMatchObject({ code: 'store-damaged' });
  });

  test.each([
    ['cut short', (text: string) => text.slice(0, 40)],
    ['empty', () => ''],
    ['changed', (text: string) => text.replace('"records": 1', '"records": 2')],
    ['without a part', (text: string) => text.replace(/"parts": \[[^\]]*\]/, '"parts": []')],
  ])('of the head is found: %s', async (_, damage) => {
    const folder = await newStore();
    await add(folder, 'a');
    const text = await readFile(join(folder, HEAD), 'utf8');
    expect(damage(text)).not.toBe(text);
    await writeFile(join(folder, HEAD), damage(text));
    await expect(openStore(folder)).rejects.toMatchObject({ code: 'store-damaged' });
  });

  test.each([
    ['changed', (text: string) => text.replace('"action":"import"', '"action":"compact"')],
    ['taken out', (text: string) => text.split('\n').toSpliced(1, 1).join('\n').padEnd(text.length, ' ')],
  ])('of the audit log is found: a line is %s', async (_, damage) => {
    const folder = await newStore();
    for (const line of ['a', 'b']) await add(folder, line);
    const text = await readFile(join(folder, AUDIT), 'utf8');
    await writeFile(join(folder, AUDIT), damage(text));
    const { head } = await openStore(folder);
    await expect(readAudit(folder, head.audit)).rejects.toMatchObject({ code: 'store-damaged' });
  });
});

describe('a store that is not there', () => {
  test('is said so, and nothing is made', async () => {
    const folder = join(await scratch(), 'none');
    await expect(openStore(folder)).rejects.toMatchObject({ code: 'store-missing' });
    await expect(add(folder, 'a')).rejects.toMatchObject({ code: 'store-missing' });
    await expect(readdir(folder)).rejects.toThrow();
  });

  test('is never made over something', async () => {
    const folder = await newStore();
    await add(folder, 'a');
    await expect(createStore(folder)).rejects.toMatchObject({ code: 'project-exists' });
    await rm(join(folder, HEAD));
    await expect(createStore(folder)).rejects.toMatchObject({ code: 'project-exists' });
    const other = await scratch();
    await writeFile(join(other, 'mine.txt'), 'x');
    await expect(createStore(other)).rejects.toMatchObject({ code: 'project-exists' });
  });

  test('of a newer version is left to the release that wrote it', async () => {
    const folder = await newStore();
    const file = join(folder, HEAD);
    await writeFile(file, (await readFile(file, 'utf8')).replace('"version": 1', '"version": 99'));
    await expect(openStore(folder)).rejects.toMatchObject({ code: 'store-version' });
  });
});

describe.skipIf(process.platform === 'win32')('a folder that cannot be written', () => {
  test('is said so; what was there is still there', async () => {
    const folder = await newStore();
    await add(folder, 'a');
    const refused = () => asNobody(folder, () => add(folder, 'b').catch((thrown: unknown) => thrown));
    await chmod(folder, 0o500);
    expect(await refused()).toMatchObject({ code: 'store-not-writable' });
    await chmod(folder, 0o700);
    await chmod(join(folder, PARTS), 0o500);
    expect(await refused()).toMatchObject({ code: 'store-not-writable' });
    await chmod(join(folder, PARTS), 0o700);
    expect(await held(folder)).toEqual(['a']);
    expect((await readdir(folder)).sort()).toEqual([HEAD, AUDIT, HEADS, PARTS].sort());
  });
});

const NOBODY = 65_534;

/** Root may write anywhere: where the tests run as root, the folder is given to another user, who then does the work. */
async function asNobody<T>(folder: string, work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  const inside = await readdir(folder, { recursive: true });
  for (const path of [join(folder, '..'), folder, ...inside.map((name) => join(folder, name))])
    await chown(path, NOBODY, NOBODY);
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

test('a file where the folder should be is said so', async () => {
  const folder = join(await scratch(), 'file');
  await writeFile(folder, '');
  await expect(createStore(join(folder, 'store'))).rejects.toMatchObject({ code: 'store-not-writable' });
});
