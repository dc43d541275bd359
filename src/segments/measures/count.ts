import type { RowKind } from '../row-kinds.js';
import { rowKinds } from '../row-kinds.js';
import { isReturn, type MeasureTwin, orZero, WHOLE } from './measure-twin.js';
import { dayUnit, fieldUnit, linesLeftSql, receiptUnit, type UnitTwin, unitsLeft, unitsLeftSql } from './units.js';

/** Lines, less those taken back; or units of which something is left: receipts, local days, values of a field. */
export type CountMeasure =
  | { readonly count: 'line' | 'receipt' | 'day' }
  /** Different values of a field; rows without one count for none. */
  | { readonly distinct: string };

/** Lines bought less lines returned, which can be negative; rows of other kinds one by one. */
export const lines = (over: RowKind): MeasureTwin => ({
  type: WHOLE,
  needs: [],
  filter: [],
  evaluate: (rows) => ({ value: BigInt(rows.reduce((count, row) => count + (isReturn(row) ? -1 : 1), 0)) }),
  compile: (ask) => ({ value: orZero(linesLeftSql(ask)) }),
  words: rowKinds[over].many,
});

const counted = (unit: UnitTwin, words: string): MeasureTwin => ({
  type: WHOLE,
  needs: unit.needs,
  filter: [],
  evaluate: (rows, context) => ({ value: unitsLeft(rows, unit, context) }),
  compile: (ask) => ({ value: orZero(unitsLeftSql(ask, unit)) }),
  words,
});

export function countTwin(measure: CountMeasure, over: RowKind): MeasureTwin {
  if ('distinct' in measure)
    return counted(fieldUnit(measure.distinct), `different ${measure.distinct}s of ${rowKinds[over].many}`);
  if (measure.count === 'receipt') return counted(receiptUnit, 'receipts');
  return measure.count === 'day' ? counted(dayUnit, `days with ${rowKinds[over].one}s`) : lines(over);
}
