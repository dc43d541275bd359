import { ClearlistError } from '../errors.js';
import { type CsvFile, csvBytes } from './csv-bytes.js';
import { splitCells } from './csv-cells.js';
import { createFramer, type Frame } from './csv-frames.js';
import type { FrameDamage } from './csv-grammar.js';
import { ENCODING_HINT } from './encoding.js';

/** One row of a CSV file, with the line on which it begins. */
export interface CsvRow {
  readonly line: number;
  /** Raw cells; undefined where the structure of the row is damaged. */
  readonly cells?: readonly string[];
  /** The number of the last cell in which anything is written. */
  readonly filled: number;
  readonly damage?: FrameDamage;
}

/** Rows that fast-csv gets at once; it works by the piece of text, not by the row. */
const BATCH_ROWS = 1_000;

/**
 * The rows of a file, the header included, blank lines left out.
 *
 * @throws {ClearlistError} `source-encoding` for text that is not UTF-8, with its line.
 */
export async function* csvRows(file: CsvFile): AsyncGenerator<CsvRow> {
  const framer = createFramer(file.dialect);
  let batch: Frame[] = [];
  for await (const chunk of csvBytes(file, file)) {
    for (const frame of framer.push(chunk)) {
      batch.push(frame);
      if (batch.length < BATCH_ROWS) continue;
      yield* await rowsOf(batch, file);
      batch = [];
    }
  }
  yield* await rowsOf([...batch, ...framer.end()], file);
}

async function rowsOf(frames: readonly Frame[], file: CsvFile): Promise<readonly CsvRow[]> {
  const sound = frames.filter(({ damage }) => damage === undefined);
  const split = await splitCells(
    sound.map((frame) => textOf(frame, file)),
    file.dialect,
  );
  let next = 0;
  return frames.map(({ line, damage, filled, cells: expected }) => {
    if (damage !== undefined) return { line, damage, filled };
    const cells = split[next] as readonly string[];
    next += 1;
    if (cells.length !== expected) throw new Error('bug: fast-csv sees other cells than were framed');
    return { line, cells, filled };
  });
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf({ bytes, line }: Frame, { file }: CsvFile): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new ClearlistError('source-encoding', 'the text is not UTF-8', {
      at: `${file}:${line}`,
      hint: ENCODING_HINT,
    });
  }
}
