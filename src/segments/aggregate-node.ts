import once from 'lodash-es/once.js';
import * as z from 'zod';
import { type ComparisonName, comparisonNames } from './comparisons.js';
import type { ConditionNode } from './condition.js';
import { type ReturnMode, returnModes } from './counted-rows.js';
import { type Measure, measureSchema } from './measures.js';
import { type RowKind, rowKindNames } from './row-kinds.js';
import { type Where, whereSchema } from './where.js';
import { type Window, windowSchema } from './window.js';

/**
 * A measure over a person's rows of one kind in a window, against a value.
 *
 * Units: counts and days are whole numbers, figures exact decimals, fields of the first and last row what they hold. A
 * person without rows has count and sum 0, so `lte` and `eq 0` take the silent in; every other measure is missing
 * then, and compares false.
 */
export interface AggregateNode extends ConditionNode {
  readonly kind: 'aggregate';
  readonly over: RowKind;
  readonly where: Where;
  readonly measure: Measure;
  readonly in: Window;
  /** What returns do; taken off (`net`) where it is not given. */
  readonly returns?: ReturnMode;
  readonly is: ComparisonName;
  /** One value, or as many as the operator takes. */
  readonly value: unknown;
}

const measured = once(() => ({
  over: z.enum(rowKindNames),
  where: whereSchema(),
  measure: measureSchema(),
  in: windowSchema(),
  returns: z.enum(returnModes).optional(),
}));

/** An aggregate without a value to hold it against. */
export type MeasuredNode = Omit<AggregateNode, 'kind' | 'is' | 'value'>;
export const measuredSchema = once(() => z.strictObject(measured()));

export const aggregateSchema = once(() =>
  z.strictObject({
    kind: z.literal('aggregate'),
    ...measured(),
    is: z.enum(comparisonNames as [ComparisonName, ...ComparisonName[]]),
    value: z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number(), z.boolean()]))]),
  }),
);

/** An aggregate without its window: what is measured of which rows, and held against which value. */
export type Measuring = Omit<AggregateNode, 'kind' | 'in'>;

/** The same without the value. */
export type Measurable = Omit<Measuring, 'is' | 'value'>;
