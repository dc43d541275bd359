/** A table of text, as the systems of a company export it. */
export interface Sheet {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Cells by column; what is absent is an empty cell. */
export type Row = Readonly<Record<string, string>>;

/** RFC 4180 with LF; only what needs quotes has them. */
export function csvText({ columns, rows }: Sheet): string {
  const line = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\n`;
  return [line(columns), ...rows.map((row) => line(columns.map((column) => row[column] ?? '')))].join('');
}

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
