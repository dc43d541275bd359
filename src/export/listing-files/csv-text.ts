/** Units: UTF-16 code units; a block may be as much longer as one block of rows is. */
const BLOCK_LENGTH = 64 * 1024;

/** Of one line; missing cells are empty. */
export type Cells = readonly (string | undefined)[];

/**
 * Blocks of whole lines of CSV whose cells need no quotes: digests, codes of countries and places, ids of devices. What
 * else there should be in a cell is found by the scan of the file.
 */
export async function* csvText<R>(
  headers: readonly string[],
  blocks: AsyncIterable<readonly R[]>,
  linesOf: (row: R) => readonly Cells[],
): AsyncGenerator<string> {
  let block = csvLine(headers);
  for await (const rows of blocks) {
    for (const row of rows) for (const cells of linesOf(row)) block += csvLine(cells);
    if (block.length < BLOCK_LENGTH) continue;
    yield block;
    block = '';
  }
  if (block !== '') yield block;
}

const csvLine = (cells: Cells): string => `${cells.join(',')}\r\n`;
