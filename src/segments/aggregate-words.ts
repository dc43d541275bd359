import type { ComparisonName } from './comparisons.js';
import type { ReturnMode } from './counted-rows.js';

/** Operators as they are said of what was measured. */
export const limitWord: Readonly<Partial<Record<ComparisonName, string>>> = {
  eq: 'exactly',
  ne: 'other than',
  lt: 'below',
  lte: 'at most',
  gt: 'above',
  gte: 'at least',
  between: 'between',
  in: 'one of',
  not_in: 'none of',
};

export const returnsWords: Readonly<Record<ReturnMode, string>> = {
  net: '',
  ignore: ', whatever was returned',
  exclude_order: ', leaving out orders of which anything was returned',
};
