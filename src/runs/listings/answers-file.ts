import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import * as z from 'zod';
import { ClearlistError, type Issue, throwIssues } from '../../errors.js';
import { type Instant, parseInstant } from '../../model/instant.js';

/** What a recipient answered, in the words of the file. */
export const answerWords = ['added', 'removed', 'too_small', 'audience_deleted'] as const;
export type AnswerWord = (typeof answerWords)[number];

/**
 * One line of answers: about an entry where one is named, else about a batch (everything that one run or one taking back
 * wrote), else about an audience.
 */
export interface GivenAnswer {
  /** From 1; of a CSV file the header is line 1. */
  readonly line: number;
  readonly answer: AnswerWord;
  readonly destination?: string;
  readonly audience?: string;
  readonly entry?: string;
  readonly batch?: string;
  readonly at?: Instant;
}

const FIELDS = ['answer', 'destination', 'audience', 'entry', 'batch', 'at'] as const;

const optional = z
  .string()
  .optional()
  .transform((text) => (text === undefined || text.trim() === '' ? undefined : text.trim()));
const answer = z.strictObject({
  answer: z.string().trim().pipe(z.enum(answerWords)),
  destination: optional,
  audience: optional,
  entry: optional,
  batch: optional,
  at: optional,
});

/**
 * Reads answers of recipients from CSV with a header, or from JSON: an array of objects with the same names.
 *
 * @throws {ClearlistError} `input-invalid` with every mistake and its line; no value is quoted.
 */
export async function readAnswers(path: string): Promise<readonly GivenAnswer[]> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) throw invalid(path, 'there is no such file, or it cannot be read');
  const plain = text.replace(/^\ufeff/, '');
  const { rows, first } =
    extname(path).toLowerCase() === '.json'
      ? { rows: jsonRows(path, plain), first: 1 }
      : { rows: await csvRows(path, plain), first: 2 };
  const issues: Issue[] = [];
  const answers = rows.flatMap((row, i): GivenAnswer[] => {
    const line = first + i;
    const found = answerOf(row, line);
    if ('answer' in found) return [found];
    issues.push(...found.messages.map((message) => ({ at: `${path}:${line}`, message })));
    return [];
  });
  throwIssues('input-invalid', 'answers of a recipient', issues, HINT);
  return answers;
}

const HINT = `Columns are ${FIELDS.join(', ')}; "answer" is one of ${answerWords.join(', ')}. Nothing was recorded.`;

const invalid = (at: string, message: string): ClearlistError =>
  new ClearlistError('input-invalid', message, { at, hint: HINT });

function answerOf(row: unknown, line: number): GivenAnswer | { readonly messages: readonly string[] } {
  const parsed = answer.safeParse(row);
  if (!parsed.success) {
    return {
      messages: parsed.error.issues.map(
        ({ path, code }) => `${path.join('.') || 'the line'}: ${SAYS[code] ?? 'cannot be read'}`,
      ),
    };
  }
  const { at, ...given } = parsed.data;
  const when = at === undefined ? undefined : parseInstant(at);
  const messages = [
    ...(at !== undefined && when === undefined ? ['at: is no timestamp with an offset'] : []),
    ...(given.entry !== undefined && !['added', 'removed'].includes(given.answer)
      ? ['entry: this answer is about an audience, not about an entry']
      : []),
    ...(given.batch === undefined && (given.destination === undefined || given.audience === undefined)
      ? ['names neither a batch nor a destination and an audience']
      : []),
  ];
  if (messages.length > 0) return { messages };
  return Object.fromEntries(
    Object.entries({ ...given, line, at: when }).filter(([, value]) => value !== undefined),
  ) as unknown as GivenAnswer;
}

const SAYS: Readonly<Record<string, string>> = {
  invalid_value: `is none of ${answerWords.join(', ')}`,
  unrecognized_keys: 'has a name that no answer has',
};

function jsonRows(path: string, text: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(path, 'the file is no JSON');
  }
  if (!Array.isArray(value)) throw invalid(path, 'the file is no JSON array');
  return value;
}

async function csvRows(path: string, text: string): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  const { parseString } = await import('fast-csv');
  const problem = await new Promise<string | undefined>((resolve) => {
    parseString(text, {
      headers: (names) => names.map((name) => name?.trim()),
      ignoreEmpty: true,
      strictColumnHandling: false,
    })
      .on('error', () => resolve('the file is no CSV with a header'))
      .on('data', (row: unknown) => rows.push(row))
      .on('end', () => resolve(undefined));
  });
  if (problem !== undefined) throw invalid(path, problem);
  return rows;
}
