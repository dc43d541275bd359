import { type CellValue, readCell, type Words } from '../../model/read-cell.js';
import type { Field } from '../../model/record-kind.js';
import { cleanText } from '../../model/text.js';
import type { CellForm, WallClock } from './cell-form.js';
import { cellTypes } from './cell-types.js';

/** Reads a cell as its source writes it: a value, `undefined` where it says nothing, or `UNREADABLE`. */
export function readWrittenCell(raw: string, form: CellForm, clock: WallClock): CellValue {
  const text = cleanText(raw);
  return text === undefined ? undefined : cellTypes[form.field.type].read(text, form, clock);
}

/** Reads a constant of a binding, which is in Clearlist's own writing. */
export const readConstant = (field: Field, constant: string | boolean, words: Words): CellValue =>
  readCell(field, constant, words);
