import { readCell } from '../../model/read-cell.js';
import { sql } from '../../sql/fragment.js';
import type { CellType } from './cell-form.js';
import { isWritten } from './iso-text.js';

/** Two letters, ISO 3166-1 alpha-2, in capitals once read. */
export const countryCell: CellType = {
  read: (text, { field, words }) => readCell(field, text, words),
  sql: (text) => ({ fits: isWritten(text, '[A-Za-z]{2}'), value: sql`upper(${text})` }),
};
