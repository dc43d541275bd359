import { compareUtf8 } from '../model/text.js';
import { unconverted } from './aggregate.js';
import type { AggregateNode } from './aggregate-node.js';
import type { EvaluationContext, PersonView } from './condition.js';
import { rateMissing } from './rates.js';
import { everyCondition, type Segment } from './segment.js';

/**
 * Stops where an amount that counts has no rate of its day: the first in order of currency and day, as SQL says it.
 *
 * @throws {ClearlistError} `rate-missing`.
 */
export function requireRates(
  segments: readonly Segment[],
  persons: readonly PersonView[],
  context: EvaluationContext,
): void {
  const converting = segments
    .flatMap(everyCondition)
    .filter((node): node is AggregateNode => node.kind === 'aggregate' && 'convert' in (node as AggregateNode).measure);
  const found = converting
    .flatMap((node) => persons.flatMap((person) => unconverted(node, person, context)))
    .sort((a, b) => compareUtf8(a.currency ?? '', b.currency ?? '') || a.day - b.day);
  if (found[0] !== undefined) throw rateMissing(found[0].currency, found[0].day);
}
