import once from 'lodash-es/once.js';
import * as z from 'zod';
import type { Issue } from '../errors.js';
import { allOf, type Sql } from '../sql/fragment.js';
import type { Behaviour } from './counted-rows.js';
import { filterSql, matchesRow, type RowFilter } from './row-filter.js';
import { describeWhere, looksBeyondTheRow, validateWhere, type Where, whereFilter, whereSchema } from './where.js';
import type { TimeContext } from './window.js';

/** Something a person does, as one step of a sequence: a purchase or an event that passes a filter. */
export interface Step {
  readonly over: 'purchase' | 'event';
  readonly where: Where;
}

export const stepSchema = once(() => z.strictObject({ over: z.enum(['purchase', 'event']), where: whereSchema() }));

export const validateStep = ({ over, where }: Step, at: string): readonly Issue[] =>
  Object.entries(where).flatMap(([field, test]) =>
    looksBeyondTheRow(test)
      ? [{ at: `${at}.where.${field}`, message: 'a step knows its row only, no profile and no window' }]
      : validateWhere(over, { [field]: test }, { attributes: {} }, `${at}.where`),
  );

/** Steps name no window, so that it does not matter what it would be resolved against. */
const NOWHEN: TimeContext = { asOf: 0, zone: 'UTC' };

/** A return is no purchase: it takes one back, at another time. */
const stepFilter = ({ over, where }: Step): RowFilter => [
  ...whereFilter(over, where, NOWHEN),
  ...(over === 'purchase' ? [{ field: 'type', in: ['sale'] }] : []),
];

export const isStep = (step: Step, over: Step['over'], row: Behaviour): boolean =>
  step.over === over && matchesRow(stepFilter(step), row);

export const stepSql = (step: Step): Sql => allOf(filterSql(stepFilter(step)));

export function describeStep({ over, where }: Step): string {
  const tests = describeWhere(over, where);
  return `${over === 'event' ? 'an event' : 'a purchase'}${tests === '' ? '' : ` with ${tests}`}`;
}

/** The kinds that steps read, each once. */
export const kindsOf = (steps: readonly Step[]): readonly Step['over'][] => [...new Set(steps.map(({ over }) => over))];
