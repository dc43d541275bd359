import { setTimeout as after } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { oneAhead } from '../../src/engines/duckdb/one-ahead.js';

const going = (log: string[]) => async (item: number) => {
  log.push(`begin ${item}`);
  await after(item < 0 ? 20 : 1);
  log.push(`end ${item}`);
  if (item < 0) throw new Error(`item ${item}`);
  return item;
};

test('each is made while the one before is used, and no two at once', async () => {
  const log: string[] = [];
  for await (const item of oneAhead([1, 2, 3], going(log))) {
    log.push(`use ${item}`);
    await after(20);
  }
  expect(log).toEqual(['begin 1', 'end 1', 'begin 2', 'use 1', 'end 2', 'begin 3', 'use 2', 'end 3', 'use 3']);
});

test('what fails, fails in its turn', async () => {
  const used: number[] = [];
  const all = async (): Promise<void> => {
    for await (const item of oneAhead([1, -2, 3], going([]))) used.push(item);
  };
  await expect(all()).rejects.toThrow('item -2');
  expect(used).toEqual([1]);
});

test('whoever stops early leaves nothing going', async () => {
  const log: string[] = [];
  const all = async (): Promise<void> => {
    for await (const item of oneAhead([1, -2, 3], going(log))) throw new Error(`stopped at ${item}`);
  };
  await expect(all()).rejects.toThrow('stopped at 1');
  expect(log).toEqual(['begin 1', 'end 1', 'begin -2', 'end -2']);
});

test('of nothing nothing is made', async () => {
  for await (const item of oneAhead<number, number>([], going([]))) expect(item).toBeUndefined();
});
