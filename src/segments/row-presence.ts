import { FALSE, isTrue, literal, type Sql, sql, TRUE } from '../sql/fragment.js';
import { complement, total } from '../sql/logic.js';
import type { AggregateNode } from './aggregate-node.js';
import type { SegmentAsk } from './condition.js';
import { holds } from './row-comparisons.js';
import { filterSql, findSql, profileFieldsOf } from './row-filter.js';
import { whereFilter } from './where.js';
import type { Interval } from './window.js';

/** What a comparison says of no rows, and of some. */
interface OfRows {
  readonly none: boolean;
  readonly some: boolean;
}

/**
 * What a comparison says of a number of rows, where it says the same of every number but 0; `undefined` where it matters
 * how many there are.
 */
export function ofRows({ is, value }: Pick<AggregateNode, 'is' | 'value'>): OfRows | undefined {
  const limits = [value].flat().map((one) => BigInt(one as string | number));
  // What a comparison says can change at its limits only.
  const around = [1n, ...limits.flatMap((limit) => [limit - 1n, limit, limit + 1n])].filter((count) => count >= 1n);
  const [some = false, ...others] = around.map((count) => holds(is, count, limits));
  return others.every((other) => other === some) ? { none: holds(is, 0n, limits), some } : undefined;
}

/**
 * An aggregate in SQL that asks no more than whether there is a row; `undefined` where it asks more. Lines of purchases
 * are more: those that are taken back count less than nothing.
 */
export function presenceSql(node: AggregateNode, ask: SegmentAsk, { from, to }: Interval): Sql | undefined {
  const { over, where, measure } = node;
  if (over === 'purchase' || !('count' in measure) || measure.count !== 'line') return undefined;
  const says = ofRows(node);
  const filter = whereFilter(over, where, ask);
  // What the person's profile says is joined to the rows, which are then others.
  if (says === undefined || profileFieldsOf(filter).length > 0) return undefined;
  if (says.none === says.some) return says.none ? TRUE : FALSE;
  const relation = ask.rows(over, { from, to, where: findSql(filter), presence: true }, []);
  if (relation === undefined) return says.none ? TRUE : FALSE;
  const passes = [...filterSql(filter), sql`counted_at >= ${literal(from)}`, sql`counted_at < ${literal(to)}`];
  const there = total(isTrue(ask.aggregate({ relation, aggregate: { passes } })));
  return says.some ? there : complement(there);
}
