import { ClearlistError, type Issue } from '../errors.js';
import { type Decimal, parseDecimal } from '../model/decimal.js';
import { type PlainDate, parsePlainDate } from '../model/plain-date.js';
import { dateOf, dayNumberOf } from './windows/days.js';
import type { DayNumber } from './windows/window-kind.js';

/**
 * Exchange rates by day: what one unit of a currency was worth in the project's own.
 *
 * A transaction is converted at the rate of its local day, a linked return at that of its sale. Nothing is rounded:
 * amount × rate keeps its twelve places until it is compared. There is no nearest rate and no default; a day without
 * one refuses.
 */
export interface RateTable {
  /** The currency that everything is converted to. */
  readonly currency: string;
  readonly rates: readonly Rate[];
}

export interface Rate {
  readonly currency: string;
  /** The first day it holds. */
  readonly from: PlainDate;
  /** The first day it no longer holds. */
  readonly to: PlainDate;
  /** A decimal as text, six places at most: 11.25 where one euro is worth 11.25 of the project's currency. */
  readonly rate: string;
}

export const CURRENCY = /^[A-Z]{3}$/;

/** A rate read: days as numbers, the rate in millionths. */
export interface ReadRate {
  readonly currency: string;
  readonly from: DayNumber;
  readonly to: DayNumber;
  readonly rate: Decimal;
}

const read = new WeakMap<RateTable, readonly ReadRate[]>();

/** INVARIANT: the table is valid. */
export function readRates(table: RateTable): readonly ReadRate[] {
  const known =
    read.get(table) ??
    table.rates.map(({ currency, from, to, rate }) => ({
      currency,
      from: dayNumberOf(from),
      to: dayNumberOf(to),
      rate: parseDecimal(rate) as Decimal,
    }));
  read.set(table, known);
  return known;
}

const ONE: Decimal = 1_000_000n;

/** In millionths; `undefined` where the table has none for that day. */
export function rateOf(table: RateTable, currency: string | undefined, day: DayNumber): Decimal | undefined {
  if (currency === table.currency) return ONE;
  return readRates(table).find((one) => one.currency === currency && day >= one.from && day < one.to)?.rate;
}

export function validateRates(table: RateTable, at: string): readonly Issue[] {
  const issues: Issue[] = CURRENCY.test(table.currency)
    ? []
    : [{ at: `${at}.currency`, message: `"${table.currency}" is no ISO 4217 code such as SEK` }];
  table.rates.forEach((one, i) => {
    const place = `${at}.rates[${i}]`;
    const rate = parseDecimal(one.rate);
    if (!CURRENCY.test(one.currency))
      issues.push({ at: `${place}.currency`, message: `"${one.currency}" is no ISO 4217 code` });
    if (one.currency === table.currency)
      issues.push({ at: `${place}.currency`, message: 'the own currency needs no rate' });
    for (const end of ['from', 'to'] as const) {
      if (parsePlainDate(one[end]) === undefined)
        issues.push({ at: `${place}.${end}`, message: `"${one[end]}" is no day` });
    }
    if (one.from >= one.to) issues.push({ at: place, message: 'the rate ends before it begins' });
    if (rate === undefined || rate <= 0n)
      issues.push({ at: `${place}.rate`, message: `"${one.rate}" is no rate above 0` });
    const twice = table.rates.findIndex(
      (other, j) => j < i && other.currency === one.currency && other.from < one.to && one.from < other.to,
    );
    if (twice !== -1) issues.push({ at: place, message: `rates[${twice}] is for the same days` });
  });
  return issues;
}

/** @param day Missing currency and day are said as such. */
export const rateMissing = (currency: string | undefined, day: DayNumber): ClearlistError =>
  new ClearlistError(
    'rate-missing',
    currency === undefined
      ? `an amount of ${dateOf(day)} names no currency to convert from`
      : `there is no rate for ${currency} on ${dateOf(day)}`,
    { at: 'rates', hint: 'Add the rate of that day to the table; no amount is converted by a rate of another day.' },
  );
