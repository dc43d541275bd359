import { limitNames } from '../measure/limits.js';
import type { Figure, Profile } from '../results.js';

/** What a stage has to do at least, whoever wrote it. Units: bytes, hashes. */
interface Work {
  /** Of files read as they are, and hashed. */
  readonly hashed?: number;
  /** Of files whose columns are read. */
  readonly decoded?: number;
  readonly digests?: number;
  readonly written?: number;
}

/** The work of a stage that reads, writes or hashes; the others have what they need in memory. */
function workOf(stage: string, { form, tableBytes, bytesRead, bytesWritten, hashes }: Profile): Work | undefined {
  const bytes = (...tables: readonly string[]): number =>
    tables.reduce((sum, table) => sum + (tableBytes[table] ?? 0), 0);
  if (stage === 'hash sources') return { hashed: bytesRead };
  if (stage.startsWith('read ')) return { decoded: bytes(stage.slice('read '.length)) };
  // What has types is read where it is asked for; of text the cells are read before.
  if (stage === 'behaviour' && form === 'parquet') return { decoded: bytes('purchases', 'events') };
  if (stage === 'write lists') return { written: bytesWritten, digests: hashes };
  return undefined;
}

/** CPU seconds below which no program does a stage on this machine; nothing for a stage that only has to think. */
export function floorOf(stage: string, profile: Profile, limits: readonly Figure[]): number | undefined {
  const work = workOf(stage, profile);
  if (work === undefined) return undefined;
  const seconds = (amount: number | undefined, limit: string): number => {
    const rate = limits.find(({ name }) => name === limit)?.value;
    return amount === undefined ? 0 : amount / (rate ?? Number.NaN);
  };
  const { hashed, decoded, digests, written } = work;
  const all =
    seconds(hashed, limitNames.hash) +
    seconds(decoded, limitNames[profile.form]) +
    seconds(digests, limitNames.digest) +
    seconds(written, limitNames.write);
  return Number.isFinite(all) ? all : undefined;
}
