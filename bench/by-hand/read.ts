import { createReadStream } from 'node:fs';
import path from 'node:path';
import { parse } from 'fast-csv';

export type Cells = Readonly<Record<string, string>>;

/** The rows of a table, one after another, as fast-csv gives them: objects by column. */
export async function* rowsOf(folder: string, table: string): AsyncGenerator<Cells> {
  for await (const row of createReadStream(path.join(folder, `${table}.csv`)).pipe(parse({ headers: true }))) {
    yield row as Cells;
  }
}

/** Instants as ms; nothing where the cell is empty. */
export const instant = (cell: string | undefined): number | undefined =>
  cell === undefined || cell === '' ? undefined : Date.parse(cell);

const NOTHING = new Set(['', 'n/a', '-', 'null', 'none', 'unknown']);
export const isGiven = (written: string): boolean => !NOTHING.has(written.trim().toLowerCase());

export function mailOf(written: string): string | undefined {
  const mail = written.normalize('NFC').trim().toLowerCase();
  return /^[^\s@,;]+@[^\s@,;.]+(?:\.[^\s@,;.]+)+$/.test(mail) ? mail : undefined;
}

/** What refusals match: without the tag. */
export const baseOf = (mail: string): string => mail.replace(/\+[^@]*@/, '@');

/** Numbers in refusals and reports, which are all written with their country. */
export function phoneOf(written: string): string | undefined {
  const digits = written
    .replaceAll('(0)', '')
    .replace(/[^0-9+]/g, '')
    .replace(/^00/, '+');
  return /^\+(?:46[1-9]\d{6,8}|358[1-9]\d{4,10}|4[57][2-9]\d{7})$/.test(digits) ? digits : undefined;
}
