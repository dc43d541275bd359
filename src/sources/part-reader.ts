import { joinItems } from '../model/items.js';
import { type CellValue, UNREADABLE } from '../model/read-cell.js';
import type { Cells } from '../model/read-record.js';
import { recordKinds } from '../model/record-kinds.js';
import { cleanText } from '../model/text.js';
import { boundFields, type CellOrigin, guardCells, identifierWords, latestCell, ownValue } from './bound-fields.js';
import type { WallClock } from './cells/cell-form.js';
import { readWrittenCell } from './cells/written-cell.js';
import { derivedText } from './derived.js';
import type { IdRow } from './duplicates.js';
import type { Header } from './header.js';
import type { OpenSource } from './open-source.js';
import { NO_ANSWER, type PartBinding } from './parts.js';
import { IDENTIFIER } from './unreadable.js';

/** The raw text of a column in one row, derived columns included. */
export type ColumnTexts = (column: string) => string;

/** What one row says, before it is a record. */
export type PartRow = { readonly cells: Cells } | { readonly lost: string } | 'left out';

/** Reads rows as a part of a source has them: the specification, with which `relation.ts` has to agree. */
export interface PartReader {
  readonly read: (texts: ColumnTexts) => PartRow;
  /** Nothing for a row without id. */
  readonly idRow: (texts: ColumnTexts, row: number) => IdRow | undefined;
}

/** The texts of a row by column name. */
export function columnTexts(
  header: Header,
  { derived }: Pick<PartBinding, 'derived'>,
): (row: readonly string[]) => ColumnTexts {
  const places = new Map(header.map((column, at) => [column, at]));
  const cell = (row: readonly string[], column: string): string => row[places.get(column.normalize('NFC')) ?? -1] ?? '';
  return (row) => (column) => {
    const how = ownValue(derived, column);
    return how === undefined ? cell(row, column) : (derivedText(how, (of) => cell(row, of)) ?? '');
  };
}

export function partReader({ binding, scope }: OpenSource, clock: WallClock): PartReader {
  const fields = boundFields(binding, scope);
  const guards = guardCells(binding, scope);
  const latest = latestCell(binding, scope);
  const about: readonly string[] = recordKinds[binding.kind].needs[0] ?? [];
  const kinds = identifierWords(binding);

  function cellOf(origin: CellOrigin, texts: ColumnTexts): CellValue {
    if ('constant' in origin) return origin.constant;
    const { column, form, only } = origin;
    if (only !== undefined && !only.says.includes(cleanText(texts(only.column)) ?? '')) return undefined;
    return readWrittenCell(texts(column), form, clock);
  }
  const cellsOf = (texts: ColumnTexts): Cells =>
    Object.fromEntries(
      fields.map(({ name, field, cells }) => {
        const values = cells.map((origin) => cellOf(origin, texts));
        return [name, field.list ? values : field.type === 'list' ? oneList(values) : values[0]] as const;
      }),
    );

  /** Nobody was asked, or gave no answer. */
  function isSilent(texts: ColumnTexts): boolean {
    if (guards.flag === undefined) return false;
    const text = cleanText(texts(guards.flag.column));
    return text === undefined || ownValue(binding.flag?.words, text) === NO_ANSWER;
  }
  /** It says an identifier, but not of a kind that is known. */
  const isUnnamed = (texts: ColumnTexts): boolean =>
    guards.kind !== undefined &&
    guards.value !== undefined &&
    cleanText(texts(guards.value.column)) !== undefined &&
    !Object.hasOwn(kinds, cleanText(texts(guards.kind.column)) ?? '');

  return {
    read(texts) {
      if (isSilent(texts)) return 'left out';
      const cells = cellsOf(texts);
      const isNobody = about.every((field) => cells[field] === undefined);
      if (binding.withoutSubject === 'leave_out' && isNobody && !isUnnamed(texts)) return 'left out';
      return isUnnamed(texts) ? { lost: IDENTIFIER } : { cells };
    },
    idRow(texts, row) {
      const id = fields.find(({ name }) => name === 'id')?.cells[0];
      const value = id === undefined ? undefined : cellOf(id, texts);
      if (value === undefined || value === UNREADABLE) return undefined;
      return { row, id: String(value), ...(latest === undefined ? {} : { time: cellOf(latest, texts) }) };
    },
  };
}

/** The items of several columns in their order. */
const oneList = (lists: readonly CellValue[]): CellValue =>
  lists.includes(UNREADABLE) ? UNREADABLE : joinItems(lists as readonly (string | undefined)[]);
