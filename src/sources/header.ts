import type { Issue } from '../errors.js';
import { didYouMean } from '../model/closest-names.js';
import { cleanText } from '../model/text.js';
import type { CsvFile } from './csv-bytes.js';
import { csvRows } from './csv-reader.js';

/** The names of a file's columns, trimmed and in Unicode form C; `''` for a column without a name. */
export type Header = readonly string[];

export interface ReadHeader {
  readonly header: Header;
  /** No name holds a quote or a line break. */
  readonly plain: boolean;
}

/** The header of a CSV file, or what is wrong with it. It stands on the first line; nothing is guessed. */
export async function readHeader(file: CsvFile): Promise<ReadHeader | { readonly issue: Issue }> {
  const issue = (message: string): { readonly issue: Issue } => ({ issue: { at: `${file.file}:1`, message } });
  for await (const { line, cells } of csvRows(file)) {
    if (line !== 1) return issue('the first line is blank; the header belongs there');
    if (cells === undefined) return issue('the header cannot be split into columns');
    const special = new RegExp(`[\r\n${file.dialect.quote}]`);
    return { header: cells.map((cell) => cleanText(cell) ?? ''), plain: !cells.some((cell) => special.test(cell)) };
  }
  return issue('the file is empty, without even a header');
}

/** The columns that a source needs, and the names it gives to those it works out. */
export interface WantedColumns {
  readonly columns: readonly string[];
  readonly derived: readonly string[];
}

/** Every column that a file lacks or has more than once, and every one that could be taken for a derived one. */
export function headerIssues(file: string, header: Header, { columns, derived }: WantedColumns): readonly Issue[] {
  const at = `${file}:1`;
  const missing = columns.flatMap((column) => {
    const times = header.filter((name) => name === column).length;
    if (times === 1) return [];
    const message =
      times === 0
        ? `no column ${JSON.stringify(column)}${didYouMean(column, header)}`
        : `column ${JSON.stringify(column)} is there ${times} times`;
    return [{ at, message }];
  });
  const taken = derived.filter((name) => header.includes(name));
  return [
    ...missing,
    ...taken.map((name) => ({
      at,
      message: `column ${JSON.stringify(name)} has the name of a derived one; rename that`,
    })),
  ];
}
