import once from 'lodash-es/once.js';
import * as z from 'zod';
import type { Issue } from '../errors.js';
import { type AverageMeasure, averageTwin } from './measures/average.js';
import { type CountMeasure, countTwin } from './measures/count.js';
import { type EndMeasure, endTwin } from './measures/ends.js';
import { type ExtremeMeasure, extremeTwin, parseShare } from './measures/extreme.js';
import { type Basis, basisOf, figureNames, isFigure, validateFigure } from './measures/figure.js';
import type { MeasureTwin } from './measures/measure-twin.js';
import { type RatioMeasure, ratioTwin } from './measures/ratio.js';
import { type SumMeasure, sumTwin } from './measures/sum.js';
import { type RowKind, rowField, rowFieldNames, rowKinds } from './row-kinds.js';

/**
 * What an aggregate measures over the rows that count, in memory and in SQL; each way in its own file.
 *
 * No rows is zero for counts and sums, and missing for everything else.
 */
export type Measure = CountMeasure | SumMeasure | AverageMeasure | ExtremeMeasure | EndMeasure | RatioMeasure;

export const measureSchema = once(() => {
  const basis = { unit: z.string().optional(), currency: z.string().optional(), convert: z.literal(true).optional() };
  const field = z.string();
  return z.union([
    z.strictObject({ count: z.enum(['line', 'receipt', 'day']) }),
    z.strictObject({ distinct: field }),
    z.strictObject({ sum: field, ...basis }),
    z.strictObject({ average: field, per: z.enum(['line', 'receipt', 'day']).optional(), ...basis }),
    z.strictObject({ min: field, ...basis }),
    z.strictObject({ max: field, ...basis }),
    z.strictObject({ quantile: field, q: z.union([z.number(), z.string()]), ...basis }),
    z.strictObject({ first: field, ...basis }),
    z.strictObject({ last: field, ...basis }),
    z.strictObject({ daysSince: z.enum(['first', 'last']) }),
    z.strictObject({ ratio: field, to: field, ...basis }),
  ]) as unknown as z.ZodType<Measure>;
});

/** INVARIANT: the measure was validated. */
export function measureTwin(measure: Measure, over: RowKind): MeasureTwin {
  if ('count' in measure || 'distinct' in measure) return countTwin(measure, over);
  if ('sum' in measure) return sumTwin(measure, over);
  if ('average' in measure) return averageTwin(measure, over);
  if ('ratio' in measure) return ratioTwin(measure, over);
  return 'first' in measure || 'last' in measure || 'daysSince' in measure
    ? endTwin(measure, over)
    : extremeTwin(measure, over);
}

export function validateMeasure(measure: Measure, over: RowKind, at: string): readonly Issue[] {
  const receipts = over === 'purchase' ? [] : [{ at, message: `${rowKinds[over].many} have no receipts` }];
  if ('count' in measure) return measure.count === 'receipt' ? receipts : [];
  if ('daysSince' in measure) return [];
  if ('distinct' in measure) return namedIssues(over, measure.distinct, `${at}.distinct`);
  if ('first' in measure) return endIssues(over, measure.first, measure, at, 'first');
  if ('last' in measure) return endIssues(over, measure.last, measure, at, 'last');
  if (figureNames(over).length === 0) return [{ at, message: `${rowKinds[over].many} have no figures to add up` }];
  if ('sum' in measure) return validateFigure(over, measure.sum, measure, at, 'sum');
  if ('average' in measure) {
    return [
      ...validateFigure(over, measure.average, measure, at, 'average'),
      ...(measure.per === 'receipt' ? receipts : []),
    ];
  }
  if ('ratio' in measure) return ratioIssues(over, measure, at);
  if ('min' in measure) return validateFigure(over, measure.min, measure, at, 'min');
  if ('max' in measure) return validateFigure(over, measure.max, measure, at, 'max');
  return [
    ...validateFigure(over, measure.quantile, measure, at, 'quantile'),
    ...(parseShare(measure.q) === undefined
      ? [{ at: `${at}.q`, message: `${JSON.stringify(measure.q)} is no share above 0 and up to 1` }]
      : []),
  ];
}

const namedIssues = (over: RowKind, name: string, at: string): readonly Issue[] =>
  rowField(over, name) === undefined
    ? [{ at, message: `${over} has no ${name}; there are ${rowFieldNames(over).join(', ')}` }]
    : [];

function endIssues(over: RowKind, name: string, given: Basis, at: string, key: 'first' | 'last'): readonly Issue[] {
  if (isFigure(over, name)) {
    return given.convert === undefined
      ? validateFigure(over, name, given, at, key)
      : [{ at: `${at}.convert`, message: 'a single amount is compared in its own currency' }];
  }
  const { unit, currency, convert } = given;
  return unit === undefined && currency === undefined && convert === undefined
    ? namedIssues(over, name, `${at}.${key}`)
    : [{ at, message: `${name} is no figure and has neither unit nor currency` }];
}

function ratioIssues(over: RowKind, measure: RatioMeasure, at: string): readonly Issue[] {
  const { ratio, to } = measure;
  const used = { ...basisOf(over, ratio, measure), ...basisOf(over, to, measure) };
  const idle = (['unit', 'currency', 'convert'] as const).filter((key) => measure[key] !== undefined && !(key in used));
  return [
    ...validateFigure(over, ratio, basisOf(over, ratio, measure), at, 'ratio'),
    ...validateFigure(over, to, basisOf(over, to, measure), at, 'to'),
    ...idle.map((key) => ({ at: `${at}.${key}`, message: `neither ${ratio} nor ${to} has a ${key}` })),
  ];
}
