import type { Issue } from '../../errors.js';
import type { Decimal } from '../../model/decimal.js';
import { units } from '../../model/purchase.js';
import { type Sql, sql } from '../../sql/fragment.js';
import { type CountedRow, cellOf } from '../counted-rows.js';
import { CURRENCY, rateMissing, rateOf } from '../rates.js';
import type { RowExtra } from '../row-extras.js';
import { columnName, type RowFilter } from '../row-filter.js';
import { type RowKind, rowField, rowFieldNames } from '../row-kinds.js';
import { localDayNumber } from '../zone.js';
import type { MeasureContext } from './measure-twin.js';

/**
 * A figure of a row: a quantity in one unit, an amount in one currency, or an amount converted to the project's own.
 *
 * What is counted in different units is never added. Without `unit` only rows that name none count; with `currency`
 * only rows in that currency, unless they are converted.
 */
export interface Basis {
  readonly unit?: string;
  /** ISO 4217. */
  readonly currency?: string;
  /** Amounts in other currencies are converted by the project's table of rates. */
  readonly convert?: true;
}

/** Figures of a purchase that are amounts of money. */
const AMOUNTS: readonly string[] = ['amount', 'netAmount', 'listAmount', 'discount', 'margin'];
/** Figures that are counted in the row's own `unit`. */
const COUNTED: Readonly<Partial<Record<RowKind, string>>> = { purchase: 'quantity', event: 'value' };

export interface Figure {
  /** In millionths; converted, in 10⁻¹². `undefined` where the row does not say. */
  readonly of: (row: CountedRow, context: MeasureContext) => bigint | undefined;
  /** How many of the figure's own parts make a millionth. */
  readonly scale: bigint;
  /** A decimal; null where the row does not say. */
  readonly sql: Sql;
  readonly needs: readonly RowExtra[];
  readonly filter: RowFilter;
}

const MILLION = 1_000_000n;

export function figure(over: RowKind, field: string, basis: Basis): Figure {
  const column = columnName(field);
  const value = (row: CountedRow): Decimal | undefined => cellOf(row, field) as Decimal | undefined;
  if (basis.convert === true && isMoney(over, field)) {
    return {
      of: (row, context) => {
        const amount = value(row);
        return amount === undefined ? undefined : amount * rateFor(row, context);
      },
      scale: MILLION,
      // Decimals of this width multiply exactly: the product has twelve places.
      sql: sql`(cast(${column} as decimal(38,6)) * rate)`,
      needs: ['rate'],
      filter: [],
    };
  }
  return { of: value, scale: 1n, sql: column, needs: [], filter: basisFilter(over, field, basis) };
}

function basisFilter(over: RowKind, field: string, { unit, currency }: Basis): RowFilter {
  if (isMoney(over, field)) return currency === undefined ? [] : [{ field: 'currency', in: [currency] }];
  if (COUNTED[over] !== field) return [];
  return [unit === undefined ? { field: 'unit', present: false } : { field: 'unit', in: [unit] }];
}

/** Whether a figure is an amount of money. */
export const isMoney = (over: RowKind, field: string): boolean => over === 'purchase' && AMOUNTS.includes(field);

/** @throws {ClearlistError} `rate-missing`. */
function rateFor({ row, at }: CountedRow, { rates, zone }: MeasureContext): Decimal {
  const { currency } = row as { readonly currency?: string };
  const day = localDayNumber(zone, at);
  const rate = rates === undefined ? undefined : rateOf(rates, currency, day);
  if (rate === undefined) throw rateMissing(currency, day);
  return rate;
}

/** Whether something can be added up: a number with a basis. */
export const isFigure = (over: RowKind, field: string): boolean => rowField(over, field)?.type === 'decimal';

export const figureNames = (over: RowKind): readonly string[] =>
  rowFieldNames(over).filter((name) => isFigure(over, name));

export function validateFigure(over: RowKind, field: string, basis: Basis, at: string, key: string): readonly Issue[] {
  if (!isFigure(over, field)) {
    const names = figureNames(over);
    const there = names.length === 0 ? 'it has none' : `there are ${names.join(', ')}`;
    return [{ at: `${at}.${key}`, message: `${over} has no figure ${field}; ${there}` }];
  }
  return validateBasis(over, field, basis, at);
}

function validateBasis(over: RowKind, field: string, basis: Basis, at: string): readonly Issue[] {
  const { unit, currency, convert } = basis;
  if (!isMoney(over, field)) {
    if (currency !== undefined || convert !== undefined) {
      return [{ at: `${at}.currency`, message: `${field} is no amount of money` }];
    }
    return over === 'purchase' && unit !== undefined && !(units as readonly string[]).includes(unit)
      ? [{ at: `${at}.unit`, message: `no unit "${unit}"; there are ${units.join(', ')}` }]
      : [];
  }
  if (unit !== undefined) return [{ at: `${at}.unit`, message: `${field} is counted in a currency, not in a unit` }];
  if (currency === undefined) {
    return [{ at, message: `${field} needs a currency; amounts in different ones are never added` }];
  }
  return CURRENCY.test(currency) ? [] : [{ at: `${at}.currency`, message: `"${currency}" is no ISO 4217 code` }];
}

/** What of a basis is about a field: amounts have a currency, what is counted a unit. */
export function basisOf(over: RowKind, field: string, { unit, currency, convert }: Basis): Basis {
  if (!isMoney(over, field)) return unit === undefined ? {} : { unit };
  return { ...(currency === undefined ? {} : { currency }), ...(convert === undefined ? {} : { convert }) };
}

/** ` in SEK`, ` in litre`, or nothing. */
export const basisWords = ({ unit, currency, convert }: Basis): string =>
  currency === undefined ? (unit === undefined ? '' : ` in ${unit}`) : ` in ${currency}${convert ? ', converted' : ''}`;
