import { canonicalJson, sha256 } from '../identity/digest.js';
import { formatDecimal, parseDecimal } from '../model/decimal.js';
import { formatInstant, parseInstant } from '../model/instant.js';
import { type CellValue, readableWords, UNREADABLE, type Words } from '../model/read-cell.js';
import { readRow } from '../model/read-record.js';
import type { Field, Placed, RecordRef } from '../model/record-kind.js';
import { type EvaluatedKind, recordKinds } from '../model/record-kinds.js';

/**
 * A record as a line of the store, and back.
 *
 * Shape: JSON with keys in order: `source` it came from, its `fields` in Clearlist's own writing, and under `read` what
 * reading its row made of it where the fields alone would say otherwise (a permission void for want of a time, a cell
 * that could not be read). Equal records give equal lines: the line is the record's identity.
 */
interface StoredRecord {
  readonly source: string;
  readonly fields: Readonly<Record<string, string | boolean>>;
  readonly read?: Readonly<Record<string, unknown>>;
}

/** What a row says about itself, and not about what it records. */
const PLACE: readonly string[] = ['ref', 'place'];

const fieldsOf = (kind: EvaluatedKind): readonly (readonly [string, Field])[] =>
  Object.entries<Field>(recordKinds[kind].fields);

/** @param source Where it came from, as the project names it. */
export function recordLine(kind: EvaluatedKind, record: Placed, source: string): string {
  const values = record as unknown as Readonly<Record<string, unknown>>;
  const fields: Record<string, string | boolean> = {};
  for (const [name, field] of fieldsOf(kind)) {
    const value = values[name];
    if (value !== undefined) fields[name] = written(field, value);
  }
  const plain = recordOf(kind, fields, { source: '', row: 0 }) as unknown as Readonly<Record<string, unknown>>;
  const differs = Object.keys(values).filter((name) => !PLACE.includes(name) && values[name] !== plain[name]);
  const read = Object.fromEntries(differs.map((name) => [name, values[name] ?? null]));
  return canonicalJson({ source, fields, ...(differs.length === 0 ? {} : { read }) } satisfies StoredRecord);
}

function written({ type }: Field, value: unknown): string | boolean {
  if (typeof value === 'boolean') return value;
  if (type === 'instant') return formatInstant(value as number);
  return type === 'decimal' ? formatDecimal(value as bigint) : String(value);
}

/**
 * A line as a record again. A word that the project no longer has is read as any unreadable word: a refusal then applies
 * at its widest.
 *
 * @param row Its place among the records of its kind.
 */
export function readRecordLine(kind: EvaluatedKind, line: string, row: number, words: Words): Placed {
  const { source, fields, read } = JSON.parse(line) as StoredRecord;
  const ref: RecordRef = {
    source: `store/${source}`,
    row,
    id: typeof fields.id === 'string' ? fields.id : lineId(line),
  };
  const record = recordOf(kind, fields, ref, words);
  if (read === undefined) return record;
  const unreadable = (record as { unreadable?: boolean }).unreadable === true;
  const own = Object.entries(read).map(([name, value]) => [name, value ?? undefined] as const);
  return { ...record, ...Object.fromEntries(own), ...(unreadable ? { unreadable } : {}) };
}

/** By which a record without an id of its own is found again. Units: 16 hex digits. */
export const lineId = (line: string): string => sha256(line).slice(0, 16);

function recordOf(kind: EvaluatedKind, fields: StoredRecord['fields'], ref: RecordRef, words?: Words): Placed {
  const cells: Record<string, CellValue> = {};
  for (const [name, field] of fieldsOf(kind)) {
    const text = fields[name];
    if (text !== undefined) cells[name] = cellOf(field, text, words);
  }
  const row = readRow(kind, cells, ref);
  if ('lost' in row) throw new Error(`bug: the store holds a ${kind} without ${row.lost}`);
  return row.record as Placed;
}

function cellOf(field: Field, text: string | boolean, words: Words | undefined): CellValue {
  if (typeof text === 'boolean') return text;
  if (field.type === 'instant') return parseInstant(text) ?? UNREADABLE;
  if (field.type === 'decimal') return parseDecimal(text) ?? UNREADABLE;
  // A register that the policy no longer consults keeps its name: nobody asks about it, and it could be nobody's refusal.
  const isWord = field.type === 'word' && field.words !== 'registers';
  const known = !isWord || words === undefined || readableWords(field, words).includes(text);
  return known ? text : UNREADABLE;
}
