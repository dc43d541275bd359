import type { FieldType } from '../../model/record-kind.js';
import { booleanCell } from './boolean.js';
import type { CellType } from './cell-form.js';
import { countryCell } from './country.js';
import { dateCell } from './date.js';
import { decimalCell } from './decimal.js';
import { instantCell } from './instant.js';
import { listCell } from './list.js';
import { textCell } from './text.js';
import { wordCell } from './word.js';

/** How each type of field is read from a source. */
export const cellTypes: Readonly<Record<FieldType, CellType>> = {
  id: textCell,
  text: textCell,
  path: textCell,
  list: listCell,
  email: textCell,
  phone: textCell,
  word: wordCell,
  country: countryCell,
  instant: instantCell,
  date: dateCell,
  decimal: decimalCell,
  boolean: booleanCell,
};
