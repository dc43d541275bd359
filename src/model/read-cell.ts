import { parseDecimal } from './decimal.js';
import { parseInstant } from './instant.js';
import { ITEM_END, joinItems } from './items.js';
import { parsePlainDate } from './plain-date.js';
import type { Field, FieldType } from './record-kind.js';
import { cleanText } from './text.js';
import { ANY } from './vocabulary.js';

/** A cell says something, but not in a form that can be read. Never the same as missing. */
export const UNREADABLE: unique symbol = Symbol('unreadable');

/** A readable value, `undefined` for a cell that says nothing, or {@link UNREADABLE}. */
export type CellValue = string | number | bigint | boolean | undefined | typeof UNREADABLE;

/** The lists of words that a project declares itself. */
export interface Words {
  readonly controllers: readonly string[];
  readonly topics: readonly string[];
  /** Refusal registers that the policy consults; none where it is not given. */
  readonly registers?: readonly string[];
}

const orUnreadable = <T>(value: T | undefined): T | typeof UNREADABLE => (value === undefined ? UNREADABLE : value);

/** The words readable in a field, `*` included where the field allows it. */
export function readableWords(field: Field, words: Words): readonly string[] {
  const list =
    field.words === 'controllers'
      ? words.controllers
      : field.words === 'topics'
        ? words.topics
        : field.words === 'registers'
          ? (words.registers ?? [])
          : (field.words ?? []);
  return field.any === true ? [...list, ANY] : list;
}

const BOOLEAN_WORDS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

const readers: Record<FieldType, (text: string, field: Field, words: Words) => CellValue> = {
  id: (text) => text,
  text: (text) => text,
  path: (text) => text,
  list: (text) => (text.includes(ITEM_END) ? UNREADABLE : text),
  email: (text) => text,
  phone: (text) => text,
  word: (text, field, words) => (readableWords(field, words).includes(text) ? text : UNREADABLE),
  country: (text) => (/^[A-Za-z]{2}$/.test(text) ? text.toUpperCase() : UNREADABLE),
  instant: (text) => orUnreadable(parseInstant(text)),
  date: (text) => orUnreadable(parsePlainDate(text)),
  decimal: (text) => orUnreadable(parseDecimal(text)),
  boolean: (text) => orUnreadable(BOOLEAN_WORDS.get(text.toLowerCase())),
};

/** Reads one cell in Clearlist's own writing: ISO times, decimal point, `true`/`false`. Sources translate theirs first. */
export function readCell(field: Field, raw: unknown, words: Words): CellValue {
  if (raw === null || raw === undefined) return undefined;
  if (typeof raw === 'boolean' && field.type === 'boolean') return raw;
  if (typeof raw === 'bigint' && field.type === 'decimal') return raw;
  if (Array.isArray(raw) && field.type === 'list') return readItems(field, raw, words);
  if (typeof raw !== 'string' && typeof raw !== 'number') return UNREADABLE;
  const text = cleanText(String(raw));
  return text === undefined ? undefined : readers[field.type](text, field, words);
}

/** One item that cannot be read makes the list unreadable. */
function readItems(field: Field, raw: readonly unknown[], words: Words): CellValue {
  const items = raw.map((item) => (Array.isArray(item) ? UNREADABLE : readCell(field, item, words)));
  return items.includes(UNREADABLE) ? UNREADABLE : joinItems(items as (string | undefined)[]);
}
