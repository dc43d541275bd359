import * as z from 'zod';
import type { Issue } from '../errors.js';
import { allOf, type Sql } from '../sql/fragment.js';
import type { BehaviourFilter } from './aggregate.js';
import type { Behaviour } from './measures.js';
import { filterSql, matchesRow, type RowFilter } from './row-filter.js';

/** Something a person does, as one step of a sequence: a purchase or an event that passes a filter. */
export interface Step {
  readonly over: 'purchase' | 'event';
  readonly where: BehaviourFilter;
}

const oneOrMore = z.union([z.string(), z.array(z.string()).min(1)]).optional();

export const stepSchema = z.strictObject({
  over: z.enum(['purchase', 'event']),
  where: z.strictObject({ category: oneOrMore, product: oneOrMore, controller: oneOrMore, type: oneOrMore }),
});

const FIELDS = { purchase: ['category', 'product', 'controller'], event: ['type', 'controller'] } as const;

export function validateStep({ over, where }: Step, at: string): readonly Issue[] {
  const fields: readonly string[] = FIELDS[over];
  return Object.keys(where)
    .filter((field) => !fields.includes(field))
    .map((field) => ({
      at: `${at}.where.${field}`,
      message: `${over} has no ${field}; there are ${fields.join(', ')}`,
    }));
}

/** A return is no purchase: it takes one back, at another time. */
function stepFilter({ over, where }: Step): RowFilter {
  const tests = Object.entries(where).map(([field, value]) => {
    const values = [value].flat() as string[];
    return field === 'category' ? { field, under: values } : { field, in: values };
  });
  return [...tests, ...(over === 'purchase' ? [{ field: 'type', in: ['sale'] }] : [])];
}

export const isStep = (step: Step, over: Step['over'], row: Behaviour): boolean =>
  step.over === over && matchesRow(stepFilter(step), row);

export const stepSql = (step: Step): Sql => allOf(filterSql(stepFilter(step)));

export function describeStep({ over, where }: Step): string {
  const tests = Object.entries(where).map(([field, values]) => `${field} ${[values].flat().join(' or ')}`);
  return `${over === 'event' ? 'an event' : 'a purchase'}${tests.length === 0 ? '' : ` with ${tests.join(' and ')}`}`;
}

/** The kinds that steps read, each once. */
export const kindsOf = (steps: readonly Step[]): readonly Step['over'][] => [...new Set(steps.map(({ over }) => over))];
