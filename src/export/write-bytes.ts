import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { writing } from '../files/write-access.js';
import type { Seal } from './hand-over/seal.js';

interface Content {
  readonly sha256: string;
  readonly bytes: number;
}

/** What stands on disk; where it is encrypted, also what was encrypted. */
export interface WrittenBytes extends Content {
  readonly encrypted?: {
    readonly format: Seal['format'];
    readonly for: Seal['recipients'];
    readonly plain: Content;
  };
}

/** One write to disk per so many bytes; what is written comes in small chunks. */
const BLOCK_BYTES = 256 * 1024;

/**
 * Streams bytes into an open file, through the seal where there is one: plain text is then in memory only, a block at a
 * time, and never on disk.
 *
 * @throws {ClearlistError} `output-not-writable`, at `at`. What the chunks throw passes through.
 */
export async function writeBytes(
  chunks: AsyncIterable<Uint8Array>,
  file: FileHandle,
  at: string,
  seal?: Seal,
): Promise<WrittenBytes> {
  const plain = measured(chunks);
  if (seal === undefined) {
    await append(plain.blocks, file, at);
    return plain.content();
  }
  const sealed = measured(await seal.encrypt(plain.blocks));
  await append(sealed.blocks, file, at);
  return {
    ...sealed.content(),
    encrypted: { format: seal.format, for: seal.recipients, plain: plain.content() },
  };
}

async function append(blocks: AsyncIterable<Uint8Array>, file: FileHandle, at: string): Promise<void> {
  for await (const block of blocks) await writing(at, () => file.appendFile(block));
}

/** The same bytes in blocks, and what they were once all of them have gone by. */
function measured(chunks: AsyncIterable<Uint8Array>): {
  readonly blocks: AsyncIterable<Uint8Array>;
  readonly content: () => Content;
} {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* passing(): AsyncGenerator<Uint8Array> {
    for await (const block of blocksOf(chunks)) {
      hash.update(block);
      bytes += block.length;
      yield block;
    }
  }
  return { blocks: passing(), content: () => ({ sha256: hash.digest('hex'), bytes }) };
}

async function* blocksOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pending: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    pending.push(chunk);
    size += chunk.length;
    if (size < BLOCK_BYTES) continue;
    yield Buffer.concat(pending);
    pending = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(pending);
}
