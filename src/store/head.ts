import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { ClearlistError } from '../errors.js';
import { definitionHash } from '../identity/digest.js';
import { EMPTY_DIGEST } from './content-digest.js';
import { storeDamaged, storeMissing } from './store-errors.js';
import { type StoredKind, storedKinds } from './stored-kinds.js';

/** The one file that says what the store holds: what it does not reach does not exist. */
export const HEAD = 'HEAD';

/** Former heads, by number. */
export const HEADS = 'heads';

/** The version of parts and head that this release writes. */
export const STORE_VERSION = 1;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);
const kind = z.enum(storedKinds as [StoredKind, ...StoredKind[]]);

const headBody = z.strictObject({
  format: z.literal('clearlist-store'),
  version: z.int().min(1),
  /** One more than the head before it. */
  sequence: count,
  /** Of the head before it, its `check`. */
  previous: hash.nullable(),
  /** Heads before this number are never gone back to: what they reach had to go. */
  floor: count,
  /** Immutable files of lines, in the order in which they were written; named by their hash. */
  parts: z.array(z.strictObject({ kind, sha256: hash, bytes: count, records: count })),
  /** What the parts of a kind hold together; see content-digest.ts. */
  contents: z.partialRecord(kind, z.strictObject({ records: count, digest: hash })),
  /** How far the audit log reaches, and the hash of its last line. */
  audit: z.strictObject({ entries: count, bytes: count, last: hash.nullable() }),
});

const headSchema = headBody.extend({
  /** SHA-256 of all the rest, so that a damaged head is known as one. */
  check: hash,
});

export type HeadBody = z.infer<typeof headBody>;
export type Head = z.infer<typeof headSchema>;
export type Part = Head['parts'][number];

export const sealHead = (body: HeadBody): Head => ({ ...body, check: definitionHash(body) });

export const EMPTY_HEAD: HeadBody = {
  format: 'clearlist-store',
  version: STORE_VERSION,
  sequence: 0,
  previous: null,
  floor: 0,
  parts: [],
  contents: {},
  audit: { entries: 0, bytes: 0, last: null },
};

export const headText = (head: Head): string => `${JSON.stringify(head, null, 1)}\n`;

/** In the order of their numbers, and told apart where a number was begun twice. */
export const headName = ({ sequence, check }: Head): string =>
  `${String(sequence).padStart(10, '0')}-${check.slice(0, 16)}.json`;

/** The number in the name of a former head, or `undefined` for any other file. */
export const headNumber = (name: string): number | undefined =>
  /^\d{10}-[0-9a-f]{16}\.json$/.test(name) ? Number(name.slice(0, 10)) : undefined;

export const contentsOf = (head: Pick<HeadBody, 'contents'>, of: StoredKind): { records: number; digest: string } =>
  head.contents[of] ?? { records: 0, digest: EMPTY_DIGEST };

/** A head, or `undefined` for text that is none: cut short, changed, or something else. */
export function parseHead(text: string): Head | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = headSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { check, ...body } = parsed.data;
  return definitionHash(body) === check ? parsed.data : undefined;
}

/**
 * The head of a store, whatever its version.
 *
 * @throws {ClearlistError} `store-missing`, `store-damaged`.
 */
export async function readHead(folder: string): Promise<Head> {
  const file = join(folder, HEAD);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw storeMissing(folder);
  const head = parseHead(text);
  if (head !== undefined) return head;
  const version = /"version": ?(\d+)/.exec(text)?.[1];
  if (version !== undefined && Number(version) > STORE_VERSION) throw otherVersion(folder, Number(version));
  throw storeDamaged(file, 'the head of the store is damaged');
}

/** @throws {ClearlistError} `store-version` for a store that this release does not read as it is. */
export function requireVersion(folder: string, { version }: Head, expected = STORE_VERSION): void {
  if (version !== expected) throw otherVersion(folder, version, expected);
}

const otherVersion = (folder: string, version: number, expected = STORE_VERSION): ClearlistError =>
  new ClearlistError('store-version', `the store has version ${version}, and this release writes ${expected}`, {
    at: folder,
    hint:
      version < expected
        ? 'Bring it up to date with `clearlist store migrate`, after a backup.'
        : 'Use the newer release that wrote it.',
  });
