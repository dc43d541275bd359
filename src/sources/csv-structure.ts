import {
  byteKinds,
  type CsvDialect,
  DAMAGED,
  damageOf,
  type FrameDamage,
  LINE_FEED,
  type LineEnd,
  MAX_ROW_BYTES,
  NEXT,
  OTHER,
  PLAIN,
  QUOTED,
  RETURNED,
  START,
} from './csv-grammar.js';

/**
 * Counts the rows of a CSV file without reading them, and finds damage to its structure.
 *
 * An engine's own count is checked against this one: DuckDB 1.5 with several threads was seen to take lines within
 * quotes for rows, and to read a part of a file whose line ends are mixed, each time without an error.
 */
export interface CsvStructure {
  /** Rows with anything in them, the header included. */
  readonly rows: number;
  /** A row spans several lines; DuckDB finds the rows of such a file for certain only with one thread. */
  readonly multiline: boolean;
  /** The first {@link LOCATED} damaged rows, with the line on which each begins. */
  readonly damage: readonly LocatedDamage[];
}

export interface LocatedDamage {
  readonly line: number;
  readonly damage: FrameDamage;
}

/** How many rows an error names. */
export const LOCATED = 20;

export interface StructureScan {
  /** The line on which the next row begins. */
  readonly line: number;
  /** How many bytes of the chunk were taken; the rest must come again, followed by what follows it. */
  push(chunk: Buffer): number;
  end(rest: Buffer): CsvStructure;
}

/** How a row ended: in which state, over how many lines, by which line end if any. */
interface RowEnd {
  readonly state: number;
  readonly lines: number;
  readonly by: LineEnd | undefined;
}

const LF = 0x0a;
const CR = 0x0d;

/** @param columns How many the header has: where it is one, a line of nothing but delimiters is blank too. */
export function scanStructure(dialect: CsvDialect, columns: number): StructureScan {
  const kinds = byteKinds(dialect);
  const quote = dialect.quote.charCodeAt(0);
  const delimiter = dialect.delimiter.charCodeAt(0);
  const damage: LocatedDamage[] = [];
  let rows = 0;
  let line = 1;
  let multiline = false;
  let firstEnd: LineEnd | undefined;
  // The next carriage return of the chunk being scanned; searched for once, because most files have none.
  let nextReturn = -1;

  function isBlank(chunk: Buffer, start: number, end: number): boolean {
    let at = start;
    if (columns === 1) while (at < end && chunk[at] === delimiter) at += 1;
    return at >= end;
  }

  /** Ends the row in `[start, at)` of the chunk, which began on the current line and took `lines` line ends. */
  function endRow(chunk: Buffer, start: number, at: number, ended: RowEnd): void {
    const found = damageOf(ended.state, at - start, ended.by, firstEnd);
    firstEnd ??= ended.by;
    if (found !== undefined && damage.length < LOCATED) damage.push({ line, damage: found });
    if (found !== undefined || !isBlank(chunk, start, ended.by === 'crlf' ? at - 1 : at)) rows += 1;
    if (ended.lines > 1) multiline = true;
    line += ended.lines;
  }

  /** Rows without a quote in `[from, to)`: from line end to line end. Gives where the first row begins that does not end. */
  function plainRows(chunk: Buffer, from: number, to: number): number {
    let start = from;
    if (nextReturn !== -1 && nextReturn < start) nextReturn = chunk.indexOf(CR, start);
    for (let at = chunk.indexOf(LF, from); at !== -1 && at < to; at = chunk.indexOf(LF, start)) {
      if ((nextReturn === -1 || nextReturn > at) && at > start && isOrdinary(at - start)) {
        rows += 1;
        line += 1;
      } else {
        const stray = nextReturn !== -1 && nextReturn < at - 1;
        const end = at > start && chunk[at - 1] === CR ? 'crlf' : 'lf';
        endRow(chunk, start, at, { state: stray ? RETURNED : START, lines: 1, by: stray ? undefined : end });
      }
      start = at + 1;
      if (nextReturn !== -1 && nextReturn < start) nextReturn = chunk.indexOf(CR, start);
    }
    return start;
  }

  /** What {@link endRow} would only count: most rows there are. */
  const isOrdinary = (bytes: number): boolean => firstEnd === 'lf' && columns > 1 && bytes <= MAX_ROW_BYTES;

  /** The row from `start` on, in which there is a quote, byte by byte. Gives where the next begins; -1 if it does not end. */
  function quotedRow(chunk: Buffer, start: number, last: boolean): number {
    let lines = 0;
    let state = START;
    for (let at = start; at < chunk.length; at += 1) {
      const kind = kinds[chunk[at] as number] as number;
      if (kind === OTHER && (state === PLAIN || state === QUOTED)) continue;
      if (kind === LINE_FEED) {
        lines += 1;
        if (state === QUOTED && at - start > MAX_ROW_BYTES) state = DAMAGED;
        if (state !== QUOTED) {
          const by = state === RETURNED ? 'crlf' : state < DAMAGED ? 'lf' : firstEnd;
          endRow(chunk, start, at, { state, lines, by });
          return at + 1;
        }
      }
      state = NEXT[state * 8 + kind] as number;
    }
    if (last && start < chunk.length) endRow(chunk, start, chunk.length, { state, lines, by: undefined });
    return -1;
  }

  /** Quotes are searched for, and only the rows around them are looked at byte by byte. */
  function scan(chunk: Buffer, last: boolean): number {
    let start = 0;
    nextReturn = chunk.indexOf(CR);
    for (let at = chunk.indexOf(quote); at !== -1; at = chunk.indexOf(quote, start)) {
      start = plainRows(chunk, start, at);
      const next = quotedRow(chunk, start, last);
      if (next === -1) return last ? chunk.length : start;
      start = next;
    }
    start = plainRows(chunk, start, chunk.length);
    if (!last || start >= chunk.length) return start;
    const state = chunk.indexOf(CR, start) === -1 ? START : RETURNED;
    endRow(chunk, start, chunk.length, { state, lines: 0, by: undefined });
    return chunk.length;
  }

  return {
    get line() {
      return line;
    },
    push: (chunk) => scan(chunk, false),
    end: (rest) => {
      scan(rest, true);
      return { rows, multiline, damage };
    },
  };
}
