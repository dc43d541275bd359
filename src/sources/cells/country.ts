import { readCell } from '../../model/read-cell.js';
import { call, sql } from '../../sql/fragment.js';
import type { CellType } from './cell-form.js';

/** Two letters, ISO 3166-1 alpha-2, in capitals once read. */
export const countryCell: CellType = {
  read: (text, { field, words }) => readCell(field, text, words),
  parse: (text) => sql`case when ${call('matches', text, sql`${'[A-Za-z]{2}'}`)} then upper(${text}) end`,
};
