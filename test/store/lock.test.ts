import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newOwner } from '../../src/files/process-owner.js';
import { asOnlyWriter, removeUnknownLocks } from '../../src/store/store-lock.js';
import { add, held } from './held.js';
import { newStore } from './scratch.js';

const soon = { waitMs: 30 };
const locksIn = async (folder: string) => (await readdir(folder)).filter((name) => name.startsWith('lock-'));

test('many writers at once each find the place to themselves', async () => {
  const folder = await newStore();
  let inside = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 12 }, () =>
      asOnlyWriter(folder, {}, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setTimeout(resolve, 2));
        inside -= 1;
      }),
    ),
  );
  expect(most).toBe(1);
  expect(await locksIn(folder)).toEqual([]);
});

test('what many add at once is all there', async () => {
  const folder = await newStore();
  const lines = Array.from({ length: 12 }, (_, i) => `line ${i}`);
  await Promise.all(lines.map((line) => add(folder, line)));
  expect([...(await held(folder))].sort()).toEqual([...lines].sort());
});

test('a writer that does not finish in time is an error, and the one who waited leaves nothing', async () => {
  const folder = await newStore();
  await asOnlyWriter(folder, {}, async () => {
    await expect(asOnlyWriter(folder, soon, async () => undefined)).rejects.toMatchObject({ code: 'store-locked' });
    expect(await locksIn(folder)).toHaveLength(1);
  });
});

test('the lock goes where the work throws', async () => {
  const folder = await newStore();
  const fault = new Error('midway');
  await expect(asOnlyWriter(folder, {}, () => Promise.reject(fault))).rejects.toBe(fault);
  expect(await locksIn(folder)).toEqual([]);
});

test.skipIf(process.platform === 'win32')('the lock of a process that is gone counts for nothing', async () => {
  const folder = await newStore();
  const child = spawn('true');
  await once(child, 'close');
  const own = await newOwner();
  await writeFile(join(folder, `lock-${own.replace(/\.\d+\.\d+-/, `.${child.pid}.1-`)}`), '');
  await asOnlyWriter(folder, soon, async () => undefined);
  expect(await locksIn(folder)).toEqual([]);
});

test('the lock of another machine keeps everybody out until a person removes it', async () => {
  const folder = await newStore();
  const foreign = `lock-${(await newOwner()).replace(/^[0-9a-f]{8}/, '00000000')}`;
  await writeFile(join(folder, foreign), '');
  await expect(asOnlyWriter(folder, soon, async () => undefined)).rejects.toMatchObject({ code: 'store-locked' });
  expect(await locksIn(folder)).toEqual([foreign]);
  expect(await removeUnknownLocks(folder)).toBe(1);
  await asOnlyWriter(folder, soon, async () => undefined);
});

test('the lock of a running process is never removed', async () => {
  const folder = await newStore();
  await asOnlyWriter(folder, {}, async () => {
    expect(await removeUnknownLocks(folder)).toBe(0);
    expect(await locksIn(folder)).toHaveLength(1);
  });
});
