import { createInterface } from 'node:readline';
import { ClearlistError } from '../index.js';
import { giveNext } from './output.js';

type Row = Readonly<Record<string, unknown>>;

/**
 * Answers JSON objects on standard input line by line on standard output; empty lines are passed over.
 *
 * @throws {ClearlistError} `input-invalid` for a line that is no JSON object, and what `answer` throws, with the line.
 */
export async function answerLines(answer: (row: Row) => object): Promise<void> {
  let line = 0;
  for await (const text of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    if (text.trim() === '') continue;
    if (!(await giveNext(JSON.stringify(placed(line, () => answer(parsed(text, line))))))) return;
  }
}

const at = (line: number): string => `standard input:${line}`;

/** An error of a row says in which line it stands. */
function placed<T>(line: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ClearlistError) || error.code === 'input-invalid') throw error;
    throw new ClearlistError(error.code, error.message, {
      at: [at(line), error.at].filter(Boolean).join(', '),
      hint: error.hint,
    });
  }
}

function parsed(text: string, line: number): Row {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(line, 'the line is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(line, 'the line is no JSON object');
  return value as Row;
}

const invalid = (line: number, message: string): ClearlistError =>
  new ClearlistError('input-invalid', message, {
    at: at(line),
    hint: 'Give one JSON object per line, such as {"email":"anna@example.se"}; the lines before were read.',
  });
