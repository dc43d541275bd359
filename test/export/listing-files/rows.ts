import { type ListingFilesInput, listingFiles } from '../../../src/export/listing-files/listing-files.js';
import type { ListingRow } from '../../../src/export/listing-files/listing-row.js';
import { sha256 } from '../../../src/identity/digest.js';

/** Digests of nobody’s identifiers, so that a golden file can be read: `a`, `b`, … stand for `sha256('a')`. */
export const hash = sha256;

/** In blocks of one, two and three. */
export async function* streamed<T>(items: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let [from, size] = [0, 1]; from < items.length; from += size, size = (size % 3) + 1) {
    yield items.slice(from, from + size);
  }
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
