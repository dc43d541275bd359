import { FALSE, type Sql, TRUE } from './fragment.js';

/**
 * Booleans that are never null, as data: what rests on one table only can then be worked out there.
 *
 * INVARIANT: every part is a boolean that is never null; `allOf` and `anyOf` are for those that may be.
 */

export type LogicalOperator = 'all' | 'any' | 'not';

const logic = (op: LogicalOperator, of: readonly Sql[]): Sql => ({ parts: [{ is: 'logic', op, of }] });

/** A boolean that is never null. */
export const total = (condition: Sql): Sql => logic('all', [condition]);

/** All of these hold; true for none. */
export const every = (conditions: readonly Sql[]): Sql => (conditions.length === 0 ? TRUE : logic('all', conditions));

/** One of these holds; false for none. */
export const some = (conditions: readonly Sql[]): Sql => (conditions.length === 0 ? FALSE : logic('any', conditions));

export const complement = (condition: Sql): Sql => logic('not', [condition]);

/** A condition by its structure, as flat as it can be said. */
export type Logic = { readonly op: LogicalOperator; readonly of: readonly Logic[] } | { readonly leaf: Sql };

export function logicOf(condition: Sql): Logic {
  const [part] = condition.parts;
  if (condition.parts.length !== 1 || part?.is !== 'logic') return { leaf: condition };
  const { op } = part;
  const parts = part.of.map(logicOf);
  const [only] = parts;
  if (op === 'not') return { op, of: parts };
  if (only !== undefined && parts.length === 1) return only;
  return { op, of: parts.flatMap((one) => ('op' in one && one.op === op ? one.of : [one])) };
}

export function sqlOf(condition: Logic): Sql {
  return 'leaf' in condition ? condition.leaf : logic(condition.op, condition.of.map(sqlOf));
}
