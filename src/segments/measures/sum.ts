import type { RowKind } from '../row-kinds.js';
import { type Basis, basisWords, figure } from './figure.js';
import { DECIMAL, type Measured, type MeasureTwin, orZero } from './measure-twin.js';

/** A figure added up; returns are negative. Nothing adds up to 0. */
export interface SumMeasure extends Basis {
  readonly sum: string;
}

export function sumTwin(measure: SumMeasure, over: RowKind): MeasureTwin {
  const { of, scale, needs, filter, sql: value } = figure(over, measure.sum, measure);
  return {
    type: DECIMAL,
    needs,
    filter,
    evaluate: (rows, context) =>
      fraction(
        rows.reduce((sum, row) => sum + (of(row, context) ?? 0n), 0n),
        scale,
      ),
    compile: (ask) => ({ value: orZero(ask.sum(value, ask.filter)) }),
    skipped: (rows, context) => rows.filter((row) => of(row, context) === undefined).length,
    words: `${measure.sum} bought${basisWords(measure)}`,
  };
}

export const fraction = (value: bigint, of: bigint): Measured => (of === 1n ? { value } : { value, of });
