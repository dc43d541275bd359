/**
 * Lines of CSV, RFC 4180: cells with a comma, a quote or a line break are quoted, quotes in them doubled. Byte for byte what
 * fast-csv writes, which takes several times as long: a list may have millions of lines.
 */
export interface CsvForm {
  /** Quotes around every cell, also where none are needed. */
  readonly quoted: boolean;
}

export function csvLine(cells: readonly (string | undefined)[], { quoted }: CsvForm): string {
  let line = '';
  for (let i = 0; i < cells.length; i += 1) {
    const cell = csvCell(cells[i] ?? '', quoted);
    line = i === 0 ? cell : `${line},${cell}`;
  }
  return `${line}\r\n`;
}

const NEEDS_QUOTES = /[",\r\n\0]/;

function csvCell(given: string, quoted: boolean): string {
  if (!NEEDS_QUOTES.test(given)) return quoted ? `"${given}"` : given;
  // Readers stop at a NUL, or drop it.
  const text = given.replaceAll('\0', '');
  return quoted || NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
