import { sql } from '../../sql/fragment.js';
import type { CountedRow } from '../counted-rows.js';
import type { RowKind } from '../row-kinds.js';
import { type Basis, basisWords, figure } from './figure.js';
import { DECIMAL, isReturn, type MeasureContext, type MeasureTwin } from './measure-twin.js';
import { fraction } from './sum.js';
import { dayUnit, linesLeftSql, receiptUnit, type UnitTwin, unitsLeft, unitsLeftSql } from './units.js';

/**
 * A net figure for each line, receipt or day: the sum over what it is shared among, never divided.
 *
 * Lines are counted less those taken back, receipts and days if something is left of them; where none is left it is
 * missing. Rows without the figure, or without receipt, take no part.
 */
export interface AverageMeasure extends Basis {
  readonly average: string;
  /** Lines where it is not given. */
  readonly per?: 'line' | 'receipt' | 'day';
}

const UNITS: Readonly<Record<'receipt' | 'day', UnitTwin>> = { receipt: receiptUnit, day: dayUnit };

export function averageTwin(measure: AverageMeasure, over: RowKind): MeasureTwin {
  const { of, scale, needs, filter, sql: value } = figure(over, measure.average, measure);
  const { per = 'line' } = measure;
  const unit = per === 'line' ? undefined : UNITS[per];
  const takesPart = (row: CountedRow, context: MeasureContext): boolean =>
    of(row, context) !== undefined && (unit === undefined || unit.of(row, context) !== undefined);
  return {
    type: DECIMAL,
    needs: [...needs, ...(unit?.needs ?? [])],
    filter,
    evaluate: (rows, context) => {
      const part = rows.filter((row) => takesPart(row, context));
      const shares =
        unit === undefined
          ? BigInt(part.reduce((count, row) => count + (isReturn(row) ? -1 : 1), 0))
          : unitsLeft(part, unit, context);
      if (shares <= 0n) return undefined;
      return fraction(
        part.reduce((sum, row) => sum + (of(row, context) ?? 0n), 0n),
        shares * scale,
      );
    },
    compile: (ask) => {
      const partly = [
        ...ask.filter,
        sql`${value} is not null`,
        ...(unit === undefined ? [] : [sql`${unit.key} is not null`]),
      ];
      const shares =
        unit === undefined ? linesLeftSql({ ...ask, filter: partly }) : unitsLeftSql({ ...ask, filter: partly }, unit);
      const sum = ask.sum(value, partly);
      return { value: sql`(case when ${shares} > 0 then ${sum} end)`, of: sql`cast(${shares} as decimal(18,0))` };
    },
    skipped: (rows, context) => rows.filter((row) => !takesPart(row, context)).length,
    words: `average ${measure.average} of a ${per === 'line' && over !== 'purchase' ? over : per}${basisWords(measure)}`,
  };
}
