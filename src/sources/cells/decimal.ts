import { DECIMAL_PATTERN } from '../../model/decimal.js';
import { readCell, UNREADABLE } from '../../model/read-cell.js';
import { call, sql } from '../../sql/fragment.js';
import type { CellType } from './cell-form.js';
import { isWritten } from './iso-text.js';

/** The model's pattern with the other decimal sign. */
const COMMA_PATTERN = DECIMAL_PATTERN.replace('[.]', '[,]');

/** An exact number with the stated decimal sign; thousands separators and a seventh place are unreadable. */
export const decimalCell: CellType = {
  read: (text, { field, words, decimal }) => {
    if (decimal === '.') return readCell(field, text, words);
    return text.includes('.') ? UNREADABLE : readCell(field, text.replace(',', '.'), words);
  },
  sql: (text, { decimal }) =>
    decimal === '.'
      ? { fits: isWritten(text, DECIMAL_PATTERN), value: call('to_decimal', text) }
      : { fits: isWritten(text, COMMA_PATTERN), value: call('to_decimal', sql`replace(${text}, ',', '.')`) },
};
