import { type FileHandle, open, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, sha256 } from '../identity/digest.js';
import type { HeadBody } from './head.js';
import { storeDamaged } from './store-errors.js';

/**
 * The audit log: one line for everything that was done to the store, each with the hash of the line before it.
 *
 * It names no person and holds no digest of one, so that it never has to be rewritten. The head says how far it reaches:
 * what stands behind that was never done.
 */
export const AUDIT = 'audit.jsonl';

export type AuditAction =
  | 'create'
  | 'import'
  | 'record_refusal'
  | 'record_run'
  | 'record_transfers'
  | 'approve'
  | 'record_sent'
  | 'remove_lists'
  | 'compact'
  | 'prune'
  | 'erase'
  | 'restore'
  | 'migrate';

export interface AuditEntry {
  readonly action: AuditAction;
  /** What was done, in numbers and names of our own: kinds, sources of the project, run ids. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export type AuditState = HeadBody['audit'];

/** Writes an entry behind what the head reaches, on disk when it returns. */
export async function appendAudit(
  folder: string,
  state: AuditState,
  { action, detail }: AuditEntry,
  now: Date,
): Promise<AuditState> {
  const line = canonicalJson({
    entry: state.entries + 1,
    at: now.toISOString(),
    machine: hostname(),
    action,
    ...detail,
    previous: state.last,
  });
  const bytes = Buffer.from(`${line}\n`, 'utf8');
  const file = await open(join(folder, AUDIT), state.entries === 0 ? 'w' : 'r+', 0o600);
  try {
    await file.truncate(state.bytes);
    await writeAll(file, bytes, state.bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  return { entries: state.entries + 1, bytes: state.bytes + bytes.length, last: sha256(line) };
}

/** A disk that fills up takes a part of a write and does not say so: only the write after it fails. */
async function writeAll(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, at + written);
    written += bytesWritten;
  }
}

/** An entry as it is read back. */
export type LoggedEntry = Readonly<Record<string, unknown>> & {
  readonly entry: number;
  readonly at: string;
  readonly action: AuditAction;
};

/**
 * The entries that the head reaches, each held against the hash in the next one.
 *
 * @throws {ClearlistError} `store-damaged` where a line was changed, taken out or put in.
 */
export async function readAudit(folder: string, state: AuditState): Promise<readonly LoggedEntry[]> {
  if (state.entries === 0) return [];
  const path = join(folder, AUDIT);
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) throw storeDamaged(path, 'the audit log is missing');
  if (bytes.length < state.bytes) throw storeDamaged(path, 'the audit log is cut short');
  const entries: LoggedEntry[] = [];
  let previous: string | null = null;
  for (const line of bytes.toString('utf8', 0, state.bytes).trimEnd().split('\n')) {
    const entry = parsed(line);
    if (entry === undefined || entry.entry !== entries.length + 1 || entry.previous !== previous) {
      throw storeDamaged(`${path}:${entries.length + 1}`, 'the chain of the audit log is broken');
    }
    entries.push(entry);
    previous = sha256(line);
  }
  if (entries.length !== state.entries || previous !== state.last) {
    throw storeDamaged(path, 'the audit log is not the one that the head reaches');
  }
  return entries;
}

function parsed(line: string): (LoggedEntry & { readonly previous: unknown }) | undefined {
  try {
    return JSON.parse(line) as LoggedEntry & { readonly previous: unknown };
  } catch {
    return undefined;
  }
}
