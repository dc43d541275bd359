import { parseDecimal } from '../../model/decimal.js';
import { call, decimalLiteral, type Sql, sql } from '../../sql/fragment.js';
import type { RowKind } from '../row-kinds.js';
import { type Basis, basisWords, figure } from './figure.js';
import { DECIMAL, filtered, isReturn, type MeasureTwin, salesOnly } from './measure-twin.js';
import { fraction } from './sum.js';

/**
 * The smallest or the greatest figure of a line, or the one of a rank: what was bought, whatever was taken back since.
 *
 * A quantile is the figure of rank ⌈q·n⌉ among n in order, never one between two; of nothing it is missing. The
 * median is the quantile 0.5, of an even number the lower of the two in the middle.
 */
export type ExtremeMeasure =
  | (Basis & { readonly min: string })
  | (Basis & { readonly max: string })
  /** `q` above 0 and up to 1, with at most six places. */
  | (Basis & { readonly quantile: string; readonly q: number | string });

interface Pick {
  readonly field: string;
  /** The place in n figures in order, from 0. */
  readonly place: (n: bigint) => bigint;
  readonly aggregate: (value: Sql) => Sql;
  readonly words: string;
}

const MILLION = 1_000_000n;

/** In millionths; `undefined` where it is no share of everything. */
export function parseShare(q: number | string): bigint | undefined {
  const share = parseDecimal(String(q));
  return share !== undefined && share > 0n && share <= MILLION ? share : undefined;
}

function pickOf(measure: ExtremeMeasure): Pick {
  if ('min' in measure)
    return { field: measure.min, place: () => 0n, aggregate: (v) => sql`min(${v})`, words: 'smallest' };
  if ('max' in measure)
    return { field: measure.max, place: (n) => n - 1n, aggregate: (v) => sql`max(${v})`, words: 'greatest' };
  const q = parseShare(measure.q) as bigint;
  return {
    field: measure.quantile,
    place: (n) => (q * n + MILLION - 1n) / MILLION - 1n,
    aggregate: (v) => call('quantile', v, decimalLiteral(q)),
    words: `${measure.q} quantile of`,
  };
}

export function extremeTwin(measure: ExtremeMeasure, over: RowKind): MeasureTwin {
  const { field, place, aggregate, words } = pickOf(measure);
  const { of, scale, needs, filter, sql: value } = figure(over, field, measure);
  return {
    type: DECIMAL,
    needs,
    filter,
    evaluate: (rows, context) => {
      const seen = rows.filter((row) => !isReturn(row)).flatMap((row) => of(row, context) ?? []);
      const found = seen.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))[Number(place(BigInt(seen.length)))];
      return found === undefined ? undefined : fraction(found, scale);
    },
    compile: (ask) => ({ value: ask.answer(filtered(aggregate(value), [...ask.filter, ...salesOnly(over)])) }),
    skipped: (rows, context) => rows.filter((row) => !isReturn(row) && of(row, context) === undefined).length,
    words: `${words} ${field}${basisWords(measure)}`,
  };
}
