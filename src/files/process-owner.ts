import { createHash, randomBytes } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

/**
 * Whose a file or folder is, written into its name: `<machine>.<pid>.<start>-<random>`.
 *
 * In the name rather than in a file, because an entry and its name come into being at once: a process that is killed
 * right after creating it leaves nothing without an owner. No name is ever used twice.
 */

/** What an owner looks like within a name, with machine, process and start as groups. */
export const OWNER_PATTERN = '([0-9a-f]{8})\\.([1-9][0-9]{0,9})\\.([0-9]{1,20})-[0-9a-f]{16}';

const OWNER = new RegExp(`^${OWNER_PATTERN}$`);

/** Start marker where the system does not tell when a process started. */
const NO_START = '0';

/** This process, as an owner that nothing else is named for. */
export async function newOwner(): Promise<string> {
  const start = (await processStart(process.pid)) ?? NO_START;
  return `${await machine()}.${process.pid}.${start}-${randomBytes(8).toString('hex')}`;
}

/**
 * Whether the process that an owner names is still there.
 *
 * `unknown` on another machine or in another container, where its process ids mean nothing here, and where the system
 * does not tell whether the id has gone to another process since.
 */
export async function ownerState(owner: string): Promise<'running' | 'gone' | 'unknown'> {
  const [, home, pid, start] = OWNER.exec(owner) ?? [];
  if (home !== (await machine()) || pid === undefined) return 'unknown';
  const signalled = signalCode(Number(pid));
  if (signalled !== undefined && signalled !== 'EPERM') return signalled === 'ESRCH' ? 'gone' : 'unknown';
  const seen = await processStart(Number(pid));
  if (seen === undefined) return 'unknown';
  return seen === start ? 'running' : 'gone';
}

/** The process id of an owner, for people. */
export const ownerProcess = (owner: string): string => OWNER.exec(owner)?.[2] ?? '?';

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
