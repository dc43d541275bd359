import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../files/durable-file.js';
import { systemCode } from '../files/write-access.js';
import { type Head, type Part, readHead } from './head.js';
import { storeDamaged, storeRewritten } from './store-errors.js';
import type { StoredKind } from './stored-kinds.js';

/** Where the parts are. */
export const PARTS = 'parts';

/** A part's file. The name is the hash of what is in it, so that a part is never changed. */
export const partName = ({ sha256 }: Pick<Part, 'sha256'>): string => `${sha256}.jsonl`;

const BLOCK_CHARACTERS = 1 << 20;

/** Lines as text of about a megabyte each, every line with its end. */
function* blocksOf(lines: Iterable<string>): Generator<Buffer> {
  let pending: string[] = [];
  let size = 0;
  const block = (): Buffer => Buffer.from(pending.map((line) => `${line}\n`).join(''), 'utf8');
  for (const line of lines) {
    pending.push(line);
    size += line.length + 1;
    if (size < BLOCK_CHARACTERS) continue;
    yield block();
    pending = [];
    size = 0;
  }
  if (pending.length > 0) yield block();
}

/** Writes lines as a part, on disk when it returns. INVARIANT: no line holds a line end. */
export async function writePart(folder: string, kind: StoredKind, lines: readonly string[]): Promise<Part> {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const block of blocksOf(lines)) {
    hash.update(block);
    bytes += block.length;
  }
  const part = { kind, sha256: hash.digest('hex'), bytes, records: lines.length };
  await writeDurably(join(folder, PARTS, partName(part)), blocksOf(lines));
  return part;
}

/**
 * The lines of a part in batches, held against its hash: whoever reads to the end has read what was written.
 *
 * @throws {ClearlistError} `store-damaged`; `source-changed` where another process has rewritten the store since.
 */
export async function* partLines(folder: string, part: Part): AsyncGenerator<readonly string[]> {
  const hash = createHash('sha256');
  const path = join(folder, PARTS, partName(part));
  let rest: Buffer = Buffer.alloc(0);
  let records = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      const end = chunk.lastIndexOf(0x0a);
      if (end === -1) {
        rest = Buffer.concat([rest, chunk]);
        continue;
      }
      const lines = Buffer.concat([rest, chunk.subarray(0, end)])
        .toString('utf8')
        .split('\n');
      rest = chunk.subarray(end + 1);
      records += lines.length;
      yield lines;
    }
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    throw await unreadablePart(folder, part);
  }
  if (rest.length > 0 || records !== part.records || hash.digest('hex') !== part.sha256) {
    throw storeDamaged(path, 'a part of the store is damaged: it is not what was written');
  }
}

/** A part that the head still reaches is lost; one that it does not was rewritten meanwhile. */
async function unreadablePart(folder: string, { sha256 }: Part): Promise<Error> {
  const head = await readHead(folder).catch(() => undefined);
  if (head !== undefined && !head.parts.some((part) => part.sha256 === sha256)) return storeRewritten(folder);
  return storeDamaged(join(folder, PARTS, partName({ sha256 })), 'a part of the store is missing or cannot be read');
}

/** All lines of a kind, in the order in which they were written. */
export async function* kindLines(folder: string, head: Head, kind: StoredKind): AsyncGenerator<readonly string[]> {
  for (const part of head.parts) if (part.kind === kind) yield* partLines(folder, part);
}
