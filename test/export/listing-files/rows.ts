import { type ListingFilesInput, listingFiles } from '../../../src/export/listing-files/listing-files.js';
import type { ListingRow } from '../../../src/export/listing-files/listing-row.js';
import { sha256 } from '../../../src/identity/digest.js';

/** Digests of nobody’s identifiers, so that a golden file can be read: `a`, `b`, … stand for `sha256('a')`. */
export const hash = sha256;

export async function* streamed<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** Files as text, by name, in the order in which they come; digests of single letters as `<a>`. */
export async function written(
  input: Omit<ListingFilesInput, 'operations' | 'name' | 'runId' | 'forSending'> & Partial<ListingFilesInput>,
  operations: Partial<Record<ListingFilesInput['operations'][number]['operation'], readonly ListingRow[]>>,
): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  const full = {
    name: 'ads',
    runId: '0123456789abcdef',
    forSending: true,
    ...input,
    operations: Object.entries(operations).map(([operation, rows]) => ({
      operation: operation as ListingFilesInput['operations'][number]['operation'],
      rows: () => streamed(rows ?? []),
    })),
  };
  for await (const { name, content } of listingFiles(full)) {
    const blocks: Uint8Array[] = [];
    for await (const block of content) blocks.push(block);
    files[name] = Buffer.concat(blocks).toString('utf8');
  }
  return files;
}

const LETTERS = new Map([...'abcdefghijklmnopqrstuvwxyz'].map((letter) => [sha256(letter), `<${letter}>`]));

export const readable = (text: string): string =>
  text.replaceAll(/[0-9a-f]{64}/g, (digest) => LETTERS.get(digest) ?? digest);
