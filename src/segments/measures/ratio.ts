import { sql } from '../../sql/fragment.js';
import type { RowKind } from '../row-kinds.js';
import { type Basis, figure } from './figure.js';
import { DECIMAL, type MeasureTwin } from './measure-twin.js';

/**
 * One figure in proportion to another, both added up over the rows that have both: discount to list price is the
 * discount share, margin to net amount the margin share.
 *
 * Never divided. Where the other one adds up to 0 or less there is no proportion: it is missing.
 */
export interface RatioMeasure extends Basis {
  readonly ratio: string;
  readonly to: string;
}

const MILLION = 1_000_000n;

export function ratioTwin(measure: RatioMeasure, over: RowKind): MeasureTwin {
  const part = figure(over, measure.ratio, measure);
  const whole = figure(over, measure.to, measure);
  return {
    type: DECIMAL,
    needs: [...part.needs, ...whole.needs],
    filter: [...part.filter, ...whole.filter],
    evaluate: (rows, context) => {
      let [sum, total] = [0n, 0n];
      for (const row of rows) {
        const [one, other] = [part.of(row, context), whole.of(row, context)];
        if (one === undefined || other === undefined) continue;
        sum += one;
        total += other;
      }
      return total <= 0n ? undefined : { value: sum * MILLION * whole.scale, of: total * part.scale };
    },
    compile: (ask) => {
      const both = [...ask.filter, sql`${part.sql} is not null`, sql`${whole.sql} is not null`];
      const sum = ask.sum(part.sql, both);
      const total = ask.sum(whole.sql, both);
      return { value: sql`(case when ${total} > 0 then ${sum} end)`, of: total };
    },
    skipped: (rows, context) =>
      rows.filter((row) => part.of(row, context) === undefined || whole.of(row, context) === undefined).length,
    words: `${measure.ratio} in proportion to ${measure.to}`,
  };
}
