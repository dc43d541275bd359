import type { Issue } from '../errors.js';
import type { Field } from '../model/record-kind.js';
import type { AggregateNode, MeasuredNode } from './aggregate-node.js';
import type { DefinitionScope } from './condition.js';
import type { Basis } from './measures/figure.js';
import { type Measure, measureTwin, validateMeasure } from './measures.js';
import { validateOperator } from './row-comparisons.js';
import { rowKinds } from './row-kinds.js';
import { validateWhere } from './where.js';
import { validateWindow } from './window.js';

const WHOLE_NUMBER = /^-?\d{1,15}$/;

export function validateAggregate(node: AggregateNode, scope: DefinitionScope, at: string): readonly Issue[] {
  const issues = validateMeasured(node, scope, at);
  return issues.some((issue) => issue.at?.startsWith(`${at}.measure`)) ? issues : [...issues, ...valueIssues(node, at)];
}

/** What is wrong with everything but the value it is held against. */
export function validateMeasured(node: MeasuredNode, scope: DefinitionScope, at: string): readonly Issue[] {
  const { over, where, measure, in: window, returns } = node;
  const measureIssues = [
    ...validateMeasure(measure, over, `${at}.measure`),
    ...convertIssues(measure, scope, `${at}.measure`),
  ];
  return [
    ...validateWhere(over, where, scope, `${at}.where`),
    ...measureIssues,
    ...validateWindow(window, `${at}.in`),
    ...(returns !== undefined && over !== 'purchase'
      ? [{ at: `${at}.returns`, message: `${rowKinds[over].many} are never returned` }]
      : []),
  ];
}

function convertIssues(measure: Measure, { rates }: DefinitionScope, at: string): readonly Issue[] {
  const { convert, currency } = measure as Basis;
  if (convert === undefined || rates?.currency === currency) return [];
  const message =
    rates === undefined
      ? 'there is no table of rates to convert by'
      : `the table of rates converts to ${rates.currency}`;
  return [{ at: `${at}.convert`, message }];
}

function valueIssues({ over, measure, is, value }: AggregateNode, at: string): readonly Issue[] {
  const { type } = measureTwin(measure, over);
  const field = type === 'whole' ? { type: 'decimal' as const } : type;
  const named = { ...field, about: '', list: false } as Field;
  const issues = validateOperator(is, value, named, 'the measure', { is: `${at}.is`, value: `${at}.value` });
  if (issues.length > 0) return issues;
  const odd = type === 'whole' ? [value].flat().filter((one) => !WHOLE_NUMBER.test(String(one))) : [];
  return odd.map((one) => ({ at: `${at}.value`, message: `${JSON.stringify(one)} is no whole number` }));
}
