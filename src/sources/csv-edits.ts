/**
 * Rows rewritten for fast-csv, so that it reads them as DuckDB does.
 *
 * The two part ways over white space: fast-csv drops any of it where a cell begins, DuckDB keeps all but one space
 * before a quote. A cell that begins with white space is therefore put into quotes first.
 */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert?: Buffer;
}

/** First bytes in UTF-8 of everything that JavaScript calls white space. */
const MAY_BE_SPACE: ReadonlySet<number> = new Set([0x09, 0x0b, 0x0c, 0x20, 0xc2, 0xe1, 0xe2, 0xe3, 0xef]);

/** What must change in a cell without quotes, given as `[start, end)`. */
export function agreeableCell(buffer: Buffer, [from, to]: readonly [number, number], quote: number): readonly Edit[] {
  if (to === from || !MAY_BE_SPACE.has(buffer[from] as number) || !/^\s/.test(buffer.toString('utf8', from, to)))
    return [];
  const mark = String.fromCharCode(quote);
  const text = buffer.toString('latin1', from, to).replaceAll(mark, mark + mark);
  return [{ from, to, insert: Buffer.from(`${mark}${text}${mark}`, 'latin1') }];
}

/** The bytes of a row, given as `[start, end)`, with its edits made; a copy, so that the buffer can go. */
export function edited(buffer: Buffer, [start, end]: readonly [number, number], edits: readonly Edit[]): Buffer {
  const parts: Buffer[] = [];
  let at = start;
  for (const { from, to, insert } of edits) {
    parts.push(buffer.subarray(at, from), ...(insert === undefined ? [] : [insert]));
    at = to;
  }
  return Buffer.concat([...parts, buffer.subarray(at, end)]);
}
