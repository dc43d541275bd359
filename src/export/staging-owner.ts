import { createHash, randomBytes } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

/**
 * Whose a staging folder is, written into its name: `.staging-<run id>-<machine>.<pid>.<start>-<random>`.
 *
 * In the name rather than in a file, because a folder and its name come into being at once: a process that is killed
 * right after creating the folder leaves no folder without an owner.
 */

const NAME = /^\.staging-[0-9a-f]{16}-([0-9a-f]{8})\.([1-9][0-9]{0,9})\.([0-9]{1,20})-[0-9a-f]{16}$/;

/** Start marker where the system does not tell when a process started. */
const NO_START = '0';

export const isStagingName = (name: string): boolean => NAME.test(name);

/** Units: `id` is 16 hex digits. */
export async function stagingName(id: string): Promise<string> {
  const start = (await processStart(process.pid)) ?? NO_START;
  return `.staging-${id}-${await machine()}.${process.pid}.${start}-${randomBytes(8).toString('hex')}`;
}

/**
 * Whether the process that made a staging folder is still there.
 *
 * `unknown` on another machine or in another container, where its process ids mean nothing here, and where the system
 * does not tell whether the id has gone to another process since.
 */
export async function ownerState(name: string): Promise<'running' | 'gone' | 'unknown'> {
  const [, home, pid, start] = NAME.exec(name) ?? [];
  if (home !== (await machine()) || pid === undefined) return 'unknown';
  const signalled = signalCode(Number(pid));
  if (signalled !== undefined && signalled !== 'EPERM') return signalled === 'ESRCH' ? 'gone' : 'unknown';
  const seen = await processStart(Number(pid));
  if (seen === undefined) return 'unknown';
  return seen === start ? 'running' : 'gone';
}

/** The error of sending a process nothing, or `undefined` where it could be sent. */
function signalCode(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}

/**
 * When a process started, in clock ticks since boot, or `dead` where only its entry is left; `undefined` where the
 * system does not say. Source: Linux proc_pid_stat(5), fields 3 and 22; the name in brackets may hold anything.
 */
async function processStart(pid: number): Promise<string | undefined> {
  const stat = await textOf(readFile(`/proc/${pid}/stat`, 'latin1'));
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return fields[0] === 'Z' || fields[0] === 'X' ? 'dead' : fields[19];
}

/** Where process ids mean the same: one boot of one machine, one container. Units: 8 hex digits. */
async function machine(): Promise<string> {
  const boot = await textOf(readFile('/proc/sys/kernel/random/boot_id', 'latin1'));
  const processes = await textOf(readlink('/proc/self/ns/pid'));
  return createHash('sha256')
    .update(JSON.stringify([hostname(), boot, processes]))
    .digest('hex')
    .slice(0, 8);
}

const textOf = (reading: Promise<string>): Promise<string | undefined> => reading.catch(() => undefined);
