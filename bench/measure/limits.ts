import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Figure } from '../results.js';
import { median, spread } from './statistics.js';

const CHUNK = 1 << 20;
const ROUNDS = 5;

/** A row of the table of limits, by what the floor of a stage is worked out from. */
export const limitNames = {
  read: 'read a file in memory, 1 MB at a time',
  hash: 'SHA-256 of a file in memory',
  digest: 'SHA-256 of an address',
  write: 'write a file to disk, with fsync',
  parquet: 'read every column of a Parquet file, by the engine',
  csv: 'split a CSV file into its columns, by the engine',
} as const;

function timed(name: string, unit: 'bytes' | 'per second', amount: number, work: () => void): Figure {
  const rates = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    work();
    return amount / ((performance.now() - started) / 1000);
  });
  return { name, unit: 'per second', value: median(rates), rounds: ROUNDS, spread: spread(rates), note: unit };
}

/** What the machine can do at best, on one core: no program reads, hashes or writes faster. @param folder Data of a size. */
export async function physicalLimits(folder: string, scratch: string): Promise<readonly Figure[]> {
  const file = path.join(folder, 'events.csv');
  const chunk = Buffer.alloc(CHUNK);
  let size = 0;
  const readAll = (each: (bytes: Buffer) => void): void => {
    const source = openSync(file, 'r');
    size = 0;
    for (let read = readSync(source, chunk); read > 0; read = readSync(source, chunk)) {
      size += read;
      each(chunk.subarray(0, read));
    }
    closeSync(source);
  };
  readAll(() => undefined);
  const target = path.join(scratch, 'written');
  const writes = 64;
  const figures = [
    timed(limitNames.read, 'bytes', size, () => readAll(() => undefined)),
    timed(limitNames.hash, 'bytes', size, () => {
      const hash = createHash('sha256');
      readAll((bytes) => hash.update(bytes));
      hash.digest();
    }),
    timed(limitNames.digest, 'per second', 200_000, () => {
      for (let i = 0; i < 200_000; i += 1) createHash('sha256').update(`customer.${i}@example.com`).digest('hex');
    }),
    timed(limitNames.write, 'bytes', writes * CHUNK, () => {
      const written = openSync(target, 'w');
      for (let i = 0; i < writes; i += 1) writeSync(written, chunk);
      fsyncSync(written);
      closeSync(written);
    }),
  ];
  rmSync(target);
  return [...figures, ...(await engineLimits(folder))];
}

/** What the engine needs for no more than having every cell of a file, with one thread. */
async function engineLimits(folder: string): Promise<readonly Figure[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const db = await instance.connect();
  const figures: Figure[] = [];
  for (const form of ['parquet', 'csv'] as const) {
    const file = path.join(folder, `events.${form}`);
    const scan = `${form === 'csv' ? 'read_csv' : 'read_parquet'}('${file.replaceAll("'", "''")}'${form === 'csv' ? ', all_varchar = true' : ''})`;
    const rates: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { user, system } = process.cpuUsage();
      await db.run(`select max(columns(*)) from ${scan}`);
      const used = process.cpuUsage({ user, system });
      rates.push(statSync(file).size / ((used.user + used.system) / 1e6));
    }
    const rate = { value: median(rates), rounds: ROUNDS, spread: spread(rates) };
    figures.push({ name: limitNames[form], unit: 'per second', ...rate, note: 'bytes' });
  }
  db.closeSync();
  instance.closeSync();
  return figures;
}
