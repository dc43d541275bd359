import { DECIMAL_PATTERN } from '../model/decimal.js';
import { INSTANT_PATTERN, type Instant, LOCAL_TIME_PATTERN, MINUTE, parseInstant, parseLocalTime } from '../model/instant.js';
import { PLAIN_DATE_PATTERN } from '../model/plain-date.js';
import { type CellValue, readableWords, readCell, UNREADABLE, type Words } from '../model/read-cell.js';
import type { Field } from '../model/record-kind.js';
import { cleanText, TRIMMED } from '../model/text.js';
import { call, FALSE, inList, literal, name, type Sql, sql } from '../sql/fragment.js';
import type { ColumnSpec } from './binding.js';
import { isoOrder, parseFormat, type WrittenFormat } from './written-format.js';

/**
 * One cell as it is written in a source, in both faces: to a value, to nothing, or to something unreadable.
 */
export interface CellContext {
  readonly words: Words;
  readonly decimal: '.' | ',';
  /** From a clock on the wall to an instant, where the source names its zone. */
  readonly wallClock: ((local: Instant) => Instant) | undefined;
}

const instantOr = (value: Instant | undefined): CellValue => value ?? UNREADABLE;

/** INVARIANT: formats were checked when the binding was. */
const writtenFormat = ({ format }: ColumnSpec): WrittenFormat | undefined => (format === undefined ? undefined : parseFormat(format));

export function readWrittenCell(field: Field, raw: string, spec: ColumnSpec, context: CellContext): CellValue {
  const text = cleanText(raw);
  if (text === undefined) return undefined;
  if (spec.words !== undefined) {
    const meant = Object.hasOwn(spec.words, text) ? spec.words[text] : undefined;
    return meant === undefined ? UNREADABLE : readCell(field, meant, context.words);
  }
  const format = writtenFormat(spec);
  const iso = format === undefined ? text : rearranged(text, format);
  if (iso === undefined) return UNREADABLE;
  if (field.type === 'instant') return instantOr(parseInstant(iso) ?? localInstant(iso, context));
  if (field.type === 'decimal' && context.decimal === ',') {
    return text.includes('.') ? UNREADABLE : readCell(field, text.replace(',', '.'), context.words);
  }
  return readCell(field, iso, context.words);
}

function localInstant(text: string, { wallClock }: CellContext): Instant | undefined {
  const local = wallClock === undefined ? undefined : parseLocalTime(text);
  return local === undefined ? undefined : wallClock?.(local);
}

function rearranged(text: string, format: WrittenFormat): string | undefined {
  const match = new RegExp(`^(?:${format.pattern})$`).exec(text);
  return match === null ? undefined : isoOrder(format, (group) => match[group] ?? '');
}

/** What a cell's SQL gives. */
export interface CellSql {
  /** The value, null where the cell says nothing or nothing readable. */
  readonly value: Sql;
  /** Says something, but nothing readable; never null. */
  readonly bad: Sql;
}

/** Where local times find their offset: the alias of a join on the local time itself. */
export interface LocalJoin {
  readonly alias: string;
  readonly local: Sql;
}

export interface CellSqlContext {
  readonly words: Words;
  readonly decimal: '.' | ',';
  /** Registers a join of the offsets; `undefined` where the source names no zone. */
  readonly joinLocal: ((local: Sql) => LocalJoin) | undefined;
}

/** Trimmed, in form C, null where nothing is left. */
export const cleanSql = (raw: Sql): Sql => sql`nullif(${call('nfc', call('trim_chars', raw, literal(TRIMMED)))}, ${''})`;

const where = (condition: Sql, value: Sql): Sql => sql`case when ${condition} then ${value} end`;
const matches = (text: Sql, pattern: string): Sql => call('matches', text, literal(pattern));

/** `text` is a clean column, so that it is worked out once. */
export function cellSql(field: Field, text: Sql, spec: ColumnSpec, context: CellSqlContext): CellSql {
  if (spec.words !== undefined) return worded(field, text, spec.words, context);
  const format = writtenFormat(spec);
  const iso = format === undefined ? text : rearrangedSql(text, format);
  return checked(text, valueSql(field, iso, context));
}

const checked = (text: Sql, value: Sql | undefined): CellSql =>
  value === undefined ? { value: text, bad: FALSE } : { value, bad: sql`(${text} is not null and ${value} is null)` };

/** `undefined` where every text is readable. */
function valueSql(field: Field, text: Sql, context: CellSqlContext): Sql | undefined {
  switch (field.type) {
    case 'word':
      return where(inList(text, readableWords(field, context.words)), text);
    case 'country':
      return where(matches(text, '[A-Za-z]{2}'), sql`upper(${text})`);
    case 'boolean':
      return sql`case lower(${text}) when ${'true'} then true when ${'false'} then false end`;
    case 'date':
      return where(matches(text, PLAIN_DATE_PATTERN), call('to_date_text', text));
    case 'decimal': {
      const point = context.decimal === '.' ? text : sql`case when strpos(${text}, '.') = 0 then replace(${text}, ',', '.') end`;
      return where(matches(point, DECIMAL_PATTERN), call('to_decimal', point));
    }
    case 'instant': {
      const instant = where(matches(text, INSTANT_PATTERN), call('to_micros', text));
      if (context.joinLocal === undefined) return instant;
      const { alias, local } = context.joinLocal(where(matches(text, LOCAL_TIME_PATTERN), call('to_local_micros', text)));
      return sql`coalesce(${instant}, ${local} - ${name(alias, 'minutes')} * ${MINUTE})`;
    }
    default:
      return undefined;
  }
}

/** What is written is looked up exactly, and what it means is read as a constant. */
function worded(field: Field, text: Sql, words: Readonly<Record<string, string>>, context: CellSqlContext): CellSql {
  const branches = Object.entries(words).flatMap(([written, meant]) => {
    const value = readCell(field, meant, context.words);
    const readable = typeof value === 'string' || typeof value === 'boolean';
    return readable ? [sql` when ${written} then ${value}`] : [];
  });
  const silent = Object.entries(words).filter(([, meant]) => readCell(field, meant, context.words) === undefined);
  const value = branches.length === 0 ? sql`cast(null as varchar)` : sql`case ${text}${{ parts: branches.flatMap(({ parts }) => parts) }} end`;
  const known = inList(text, silent.map(([written]) => written));
  return { value, bad: sql`(${text} is not null and ${value} is null and not ${known})` };
}

const rearrangedSql = (text: Sql, format: WrittenFormat): Sql =>
  where(
    matches(text, format.pattern),
    call('rearrange', text, literal(`^(?:${format.pattern})$`), literal(isoOrder(format, (group) => `\\${group}`))),
  );

/** A constant of a binding, read once. */
export const constantCell = (field: Field, value: string | number | boolean, words: Words): CellValue => readCell(field, value, words);

export function constantSql(value: CellValue): CellSql {
  if (value === UNREADABLE) return { value: sql`null`, bad: sql`true` };
  const shown = value === undefined ? null : typeof value === 'bigint' ? { decimal: value } : value;
  return { value: literal(shown), bad: FALSE };
}
