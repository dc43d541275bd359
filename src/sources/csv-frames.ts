import { agreeableCell, type Edit, edited } from './csv-edits.js';
import {
  byteKinds,
  CLOSED,
  CLOSING,
  type CsvDialect,
  DAMAGED,
  DELIMITER,
  damageOf,
  type FrameDamage,
  LINE_FEED,
  type LineEnd,
  MAX_ROW_BYTES,
  NEXT,
  QUOTE,
  QUOTED,
  RETURNED,
  SPACE,
  START,
  STRAY_RETURN,
} from './csv-grammar.js';

/**
 * The rows of a CSV file, each with the line on which it begins.
 *
 * fast-csv splits a sound row into cells, but it numbers no lines, stops for good at the first damaged row and quotes
 * that row in its message. So rows are framed here first, byte by byte.
 */
export interface Frame {
  /** From 1; line ends within quotes count. */
  readonly line: number;
  /** The row without its line end, written so that fast-csv reads it as DuckDB does. */
  readonly bytes: Buffer;
  readonly cells: number;
  /** The number of the last cell in which anything is written, quotes included; DuckDB ignores empty cells after it. */
  readonly filled: number;
  readonly damage?: FrameDamage;
}

export interface Framer {
  /** The rows that end within this chunk; blank lines are none. */
  push(chunk: Buffer): readonly Frame[];
  /** The last row, where the file does not end with a line end. */
  end(): readonly Frame[];
}

export function createFramer(dialect: CsvDialect): Framer {
  const kinds = byteKinds(dialect);
  const quote = dialect.quote.charCodeAt(0);
  let buffer: Buffer = Buffer.alloc(0);
  let scanned = 0;
  let state = START;
  let firstEnd: LineEnd | undefined;
  let line = 1;
  let frames: Frame[] = [];
  // Of the row and the cell being read; positions are in the buffer.
  let rowStart = 0;
  let rowLine = 1;
  let cells = 0;
  let filled = 0;
  let edits: Edit[] = [];
  let cellStart = 0;
  let cellQuoted = false;
  let closedAt = 0;

  function endCell(at: number): void {
    cells += 1;
    if (at > cellStart) filled = cells;
    if (!cellQuoted) edits.push(...agreeableCell(buffer, [cellStart, at], quote));
    cellStart = at + 1;
    cellQuoted = false;
  }

  function endRow(at: number, end: LineEnd | undefined): void {
    const damage = damageOf(state, at - rowStart, end, firstEnd);
    firstEnd ??= end;
    const to = state === RETURNED ? at - 1 : at;
    endCell(to);
    if (to > rowStart || damage !== undefined) {
      const bytes = damage === undefined ? edited(buffer, [rowStart, to], edits) : Buffer.alloc(0);
      frames.push({ line: rowLine, bytes, cells, filled, ...(damage === undefined ? {} : { damage }) });
    }
    rowStart = at + 1;
    cellStart = rowStart;
    rowLine = line;
    cells = 0;
    filled = 0;
    edits = [];
  }

  function step(kind: number, at: number): void {
    if (kind === LINE_FEED) line += 1;
    if (state === QUOTED && at - rowStart > MAX_ROW_BYTES) state = DAMAGED;
    const next = NEXT[state * 8 + kind] as number;
    if (state === QUOTED || state === DAMAGED || state === STRAY_RETURN) {
      if (kind === LINE_FEED && state !== QUOTED) endRow(at, firstEnd);
    } else if (kind === LINE_FEED) endRow(at, state === RETURNED ? 'crlf' : 'lf');
    else if (kind === DELIMITER) {
      if (next === START) endCell(at);
    } else if (kind === SPACE && state === CLOSING) closedAt = at - 1;
    else if (kind === QUOTE && next === QUOTED && state !== CLOSING) {
      // A cell that opens again is, without the two quotes between, the one cell that DuckDB reads.
      if (state === CLOSED) edits.push({ from: closedAt, to: closedAt + 1 }, { from: at, to: at + 1 });
      cellQuoted = true;
    }
    state = next;
  }

  const taken = (): readonly Frame[] => {
    const done = frames;
    frames = [];
    return done;
  };

  return {
    push(chunk) {
      const kept = rowStart;
      buffer = Buffer.concat([buffer.subarray(kept), chunk]);
      scanned -= kept;
      cellStart -= kept;
      closedAt -= kept;
      rowStart = 0;
      edits = edits.map((edit) => ({ ...edit, from: edit.from - kept, to: edit.to - kept }));
      for (; scanned < buffer.length; scanned += 1) step(kinds[buffer[scanned] as number] as number, scanned);
      return taken();
    },
    end() {
      if (rowStart < buffer.length) endRow(buffer.length, undefined);
      return taken();
    },
  };
}
