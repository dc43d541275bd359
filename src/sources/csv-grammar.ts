/**
 * How a CSV file is split into rows and cells: DuckDB's strict reading (1.5, found by trying every short text).
 *
 * A quote opens a cell at its start or after one space there; spaces may follow its partner, and a quote after such
 * spaces opens the cell again; anywhere else a quote is an ordinary character. Lines end with LF or CRLF.
 */
export interface CsvDialect {
  /** One ASCII character. */
  readonly delimiter: string;
  /** One ASCII character; doubled, it stands for itself within quotes. */
  readonly quote: string;
}

/** Kinds of bytes. */
export const OTHER = 0;
export const LINE_FEED = 1;
export const QUOTE = 2;
export const DELIMITER = 3;
export const SPACE = 4;
export const RETURN = 5;

/** Where in a cell the reader stands. `CLOSING` has seen a quote within quotes, `CLOSED` spaces after it. */
export const START = 0;
export const AFTER_SPACE = 1;
export const PLAIN = 2;
export const QUOTED = 3;
export const CLOSING = 4;
export const CLOSED = 5;
/** Text after a closing quote: where this row ends is guesswork. */
export const DAMAGED = 6;
/** A carriage return that only a line feed may follow. */
export const RETURNED = 7;
/** As `DAMAGED`, by a carriage return that ends no line. */
export const STRAY_RETURN = 8;

/** By state: the states that follow OTHER, LINE_FEED, QUOTE, DELIMITER, SPACE, RETURN. */
const rows: readonly (readonly number[])[] = [
  [PLAIN, START, QUOTED, START, AFTER_SPACE, RETURNED],
  [PLAIN, START, QUOTED, START, PLAIN, RETURNED],
  [PLAIN, START, PLAIN, START, PLAIN, RETURNED],
  [QUOTED, QUOTED, CLOSING, QUOTED, QUOTED, QUOTED],
  [DAMAGED, START, QUOTED, START, CLOSED, RETURNED],
  [DAMAGED, START, QUOTED, START, CLOSED, RETURNED],
  [DAMAGED, START, DAMAGED, DAMAGED, DAMAGED, DAMAGED],
  [STRAY_RETURN, START, STRAY_RETURN, STRAY_RETURN, STRAY_RETURN, STRAY_RETURN],
  [STRAY_RETURN, START, STRAY_RETURN, STRAY_RETURN, STRAY_RETURN, STRAY_RETURN],
];

/** The state after `kind` in `state` is `NEXT[state * 8 + kind]`. */
export const NEXT = Uint8Array.from(rows.flatMap((row) => [...row, 0, 0]));

/** The kind of each byte. */
export function byteKinds(dialect: CsvDialect): Uint8Array {
  const kinds = new Uint8Array(256);
  const known = { '\n': LINE_FEED, '\r': RETURN, ' ': SPACE, [dialect.quote]: QUOTE, [dialect.delimiter]: DELIMITER };
  for (const [character, kind] of Object.entries(known)) kinds[character.charCodeAt(0)] = kind;
  return kinds;
}

/** DuckDB's own limit on one row, stated in its scan too. */
export const MAX_ROW_BYTES = 2_097_152;

/**
 * Damage after which nobody can say where the next row begins; no tolerance covers it.
 *
 * `quote` text after a closing quote · `unclosed` a quote without its partner · `too_long` more than
 * {@link MAX_ROW_BYTES} · `line_end` a line that ends otherwise than the first one, or a stray carriage return.
 */
export type FrameDamage = 'quote' | 'unclosed' | 'too_long' | 'line_end';

/** The line end of a file is that of its first line. */
export type LineEnd = 'lf' | 'crlf';

/** What is wrong with a row that ended in this state; `end` is undefined for a last row without line end. */
export function damageOf(
  state: number,
  bytes: number,
  end: LineEnd | undefined,
  first: LineEnd | undefined,
): FrameDamage | undefined {
  if (bytes > MAX_ROW_BYTES) return 'too_long';
  if (state === QUOTED) return 'unclosed';
  if (state === DAMAGED) return 'quote';
  if (state === STRAY_RETURN) return 'line_end';
  if (end === undefined) return state === RETURNED ? 'line_end' : undefined;
  return first !== undefined && first !== end ? 'line_end' : undefined;
}
