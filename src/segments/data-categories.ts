import type { AttributeSchema } from '../model/records.js';
import type { AnyDataCategory } from '../model/vocabulary.js';
import type { ConditionNode } from './condition.js';
import type { Condition } from './condition-kinds.js';
import { kindOf } from './kind-of.js';
import { profileField } from './profile-field.js';
import { allConditions, type Segment } from './segment.js';
import { everyNode } from './segment-graph.js';

/** What each kind of condition reads of a person: a field of the profile, sums over behaviour, or single rows of it. */
const readsAs: { readonly [K in Condition['kind']]: 'nothing' | 'field' | 'aggregate' | 'items' } = {
  all: 'nothing',
  any: 'nothing',
  not: 'nothing',
  at_least: 'nothing',
  at_most: 'nothing',
  exactly: 'nothing',
  segment: 'nothing',
  list: 'nothing',
  bucket: 'nothing',
  compare: 'field',
  presence: 'field',
  age: 'field',
  date: 'field',
  anniversary: 'field',
  rank: 'aggregate',
  anchored: 'aggregate',
  aggregate: 'aggregate',
  sequence: 'items',
  absence: 'items',
};

/**
 * The categories of personal data that a segment reads, segments it refers to included.
 *
 * Counts, sums and recency by product group are aggregated purchase history; single products and the order of
 * purchases are itemised. Searches are search history, what else is done in apps and on sites device and access data.
 * Messages sent, what became of them and what was said when asked for permission are communication history.
 * Source: notice on marketing, OKQ8, 2022-08-27 (categories of data used for target groups).
 */
export function categoriesOf(segment: Segment, attributes: AttributeSchema): readonly AnyDataCategory[] {
  const nodes = allConditions(segment).flatMap(everyNode);
  return [...new Set(nodes.flatMap((node) => nodeCategories(node, attributes)))].sort();
}

function nodeCategories(node: ConditionNode, attributes: AttributeSchema): readonly AnyDataCategory[] {
  const as = readsAs[node.kind as Condition['kind']];
  if (as === 'nothing') return [];
  const fields = fieldsOf(node).flatMap((name) => profileField(name, attributes)?.category ?? []);
  if (as === 'field') return fields;
  const said = JSON.stringify(node);
  const rows = kindOf(node)
    .reads(node)
    .map((kind): AnyDataCategory => {
      if (kind === 'purchase') {
        return as === 'items' || said.includes('"product":')
          ? 'purchase_history_itemised'
          : 'purchase_history_aggregated';
      }
      if (kind === 'event') return said.includes('"type":"search"') ? 'search_history' : 'device_and_access';
      return 'communication_history';
    });
  return [...fields, ...rows];
}

/** Fields of the profile that a condition names itself, or ranks or is anchored by. */
const fieldsOf = (node: ConditionNode): readonly string[] => {
  const { by, anchor } = node as { by?: unknown; anchor?: unknown };
  return [node, by, anchor].flatMap((place) => {
    const name = (place as { field?: unknown } | undefined)?.field;
    return typeof name === 'string' ? [name] : [];
  });
};
