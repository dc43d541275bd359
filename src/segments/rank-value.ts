import once from 'lodash-es/once.js';
import * as z from 'zod';
import type { Issue } from '../errors.js';
import { formatDecimal } from '../model/decimal.js';
import { decimalLiteral, literal, type Sql, sql } from '../sql/fragment.js';
import { compileMeasure, evaluateMeasure } from './aggregate.js';
import { validateMeasured } from './aggregate-issues.js';
import { type MeasuredNode, measuredSchema } from './aggregate-node.js';
import { fieldShape } from './comparisons.js';
import type { DefinitionScope, EvaluationContext, PersonView, SegmentAsk } from './condition.js';
import type { Basis } from './measures/figure.js';
import { measureTwin } from './measures.js';
import {
  type FieldValue,
  profileColumn,
  profileField,
  profileValue,
  showValue,
  unknownField,
} from './profile-field.js';
import type { RowKind } from './row-kinds.js';
import { describeWhere } from './where.js';
import { describeWindow } from './window.js';

/** What a rank is by: a number or date of the profile, or what an aggregate measures. */
export type RankBy = { readonly field: string } | MeasuredNode;

export const rankBySchema = once(
  () => z.union([z.strictObject({ field: z.string() }), measuredSchema()]) as z.ZodType<RankBy>,
);

/** The value that is ranked, in memory and in SQL; `undefined` and null where it is missing. */
export interface RankTwin {
  readonly evaluate: (person: PersonView, context: EvaluationContext) => FieldValue | undefined;
  readonly compile: (ask: SegmentAsk) => Sql;
  readonly validate: (scope: DefinitionScope, at: string) => readonly Issue[];
  readonly reads: readonly RowKind[];
  readonly show: (value: FieldValue) => string;
  readonly words: () => string;
}

export const rankTwin = (by: RankBy): RankTwin => ('field' in by ? fieldTwin(by.field) : behaviourTwin(by));

const fieldTwin = (name: string): RankTwin => ({
  evaluate: (person) => profileValue(person, name),
  compile: (ask) => ask.profile(profileColumn(name)),
  validate: ({ attributes }, at) => {
    const field = profileField(name, attributes);
    if (field === undefined) return [unknownField(name, attributes, `${at}.field`)];
    if (['number', 'date'].includes(fieldShape(field))) return [];
    return [{ at: `${at}.field`, message: `"${name}" is ${field.type}; numbers and dates are ranked` }];
  },
  reads: [],
  show: showValue,
  words: () => name,
});

/** Measures that are one exact number; the others are fractions, or what a row holds. */
const RANKED = ['count', 'sum', 'min', 'max', 'quantile', 'daysSince'] as const;

const isRanked = ({ measure }: MeasuredNode): boolean =>
  RANKED.some((key) => key in measure) && (measure as Basis).convert !== true;

const behaviourTwin = (by: MeasuredNode): RankTwin => ({
  evaluate: (person, context) => evaluateMeasure(by, person, context)?.value as FieldValue | undefined,
  compile: (ask) => {
    const seen = compileMeasure(by, ask);
    if (seen !== undefined) return seen.value;
    const twin = measureTwin(by.measure, by.over);
    const nothing = twin.evaluate([], ask)?.value as bigint | undefined;
    if (nothing === undefined) return sql`cast(null as bigint)`;
    return twin.type === 'whole' ? literal(nothing) : decimalLiteral(nothing);
  },
  validate: (scope, at) => [
    ...validateMeasured(by, scope, at),
    ...(isRanked(by)
      ? []
      : [{ at: `${at}.measure`, message: `this is not ranked; ${RANKED.join(', ')} are, without conversion` }]),
  ],
  reads: [by.over],
  show: (value) => (measureTwin(by.measure, by.over).type === 'whole' ? String(value) : formatDecimal(value as bigint)),
  words: () => {
    const rows = describeWhere(by.over, by.where);
    return `${measureTwin(by.measure, by.over).words}${rows === '' ? '' : ` with ${rows}`} ${describeWindow(by.in)}`;
  },
});
