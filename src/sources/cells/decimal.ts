import { readCell, UNREADABLE } from '../../model/read-cell.js';
import type { CellType } from './cell-form.js';
import { isWritten } from './iso-text.js';
import { numberPattern, plainNumber, plainNumberSql } from './number-writing.js';

/** An exact number in the stated writing; a seventh place is unreadable. */
export const decimalCell: CellType = {
  read: (text, { field, words, numbers }) =>
    new RegExp(`^${numberPattern(numbers)}$`).test(text)
      ? readCell(field, plainNumber(numbers, text), words)
      : UNREADABLE,
  sql: (text, { numbers }) => ({
    fits: isWritten(text, numberPattern(numbers)),
    value: plainNumberSql(numbers, text),
  }),
};
