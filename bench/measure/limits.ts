import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Figure } from '../results.js';
import { median, spread } from './statistics.js';

const CHUNK = 1 << 20;
const ROUNDS = 5;

function timed(name: string, unit: 'bytes' | 'per second', amount: number, work: () => void): Figure {
  const rates = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    work();
    return amount / ((performance.now() - started) / 1000);
  });
  return { name, unit: 'per second', value: median(rates), rounds: ROUNDS, spread: spread(rates), note: unit };
}

/** What the machine can do at best, on one core: no program reads, hashes or writes faster. @param file A large one. */
export function physicalLimits(file: string, scratch: string): readonly Figure[] {
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
    timed('read a file in memory, 1 MB at a time', 'bytes', size, () => readAll(() => undefined)),
    timed('SHA-256 of a file in memory', 'bytes', size, () => {
      const hash = createHash('sha256');
      readAll((bytes) => hash.update(bytes));
      hash.digest();
    }),
    timed('SHA-256 of an address', 'per second', 200_000, () => {
      for (let i = 0; i < 200_000; i += 1) createHash('sha256').update(`customer.${i}@example.com`).digest('hex');
    }),
    timed('write a file to disk, with fsync', 'bytes', writes * CHUNK, () => {
      const written = openSync(target, 'w');
      for (let i = 0; i < writes; i += 1) writeSync(written, chunk);
      fsyncSync(written);
      closeSync(written);
    }),
  ];
  rmSync(target);
  return figures;
}
