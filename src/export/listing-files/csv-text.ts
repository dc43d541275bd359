/**
 * Lines of CSV whose cells need no quotes: digests, codes of countries and places, ids of devices. What else there
 * should be in a cell is found by the scan of the file.
 */
export async function* csvText(
  headers: readonly string[],
  lines: AsyncIterable<readonly (string | undefined)[]>,
): AsyncGenerator<string> {
  yield csvLine(headers);
  for await (const line of lines) yield csvLine(line);
}

const csvLine = (cells: readonly (string | undefined)[]): string => `${cells.map((cell) => cell ?? '').join(',')}\r\n`;
