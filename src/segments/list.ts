import { didYouMean } from '../model/closest-names.js';
import { cleanText } from '../model/text.js';
import type { ConditionKind, ConditionNode, PersonView, SegmentUses } from './condition.js';
import { type IdList, idList } from './id-list.js';

/**
 * The person is on a list of profile ids: one of the project’s, or ids written here.
 *
 * An id counts for the person it belongs to, also where its profile was merged into another. Ids that belong to nobody
 * are counted and reported.
 */
export interface ListNode extends ConditionNode {
  readonly kind: 'list';
  /** Name of a list. */
  readonly list?: string;
  readonly ids?: readonly string[];
}

/** INVARIANT: the node is valid, so that the list is there. */
export function listOf({ list, ids = [] }: ListNode, uses: SegmentUses | undefined): IdList {
  if (list === undefined) return idList(ids);
  const found = uses?.lists?.[list];
  if (found === undefined) throw new Error(`bug: no list "${list}" in this context`);
  return found;
}

/** What a list is called in reports. Ids in a definition have no name, and are personal data. */
export const listName = ({ list, ids = [] }: ListNode): string => list ?? `(${ids.length} ids in a definition)`;

const isOn = (list: IdList, { profile, mergedIds = [] }: PersonView): boolean =>
  [profile.id, ...mergedIds].some((id) => list.ids.has(id));

/** Definitions are read once for many persons. */
const inline = new WeakMap<ListNode, IdList>();

function known(node: ListNode, uses: SegmentUses | undefined): IdList {
  const list = inline.get(node) ?? listOf(node, uses);
  if (node.list === undefined) inline.set(node, list);
  return list;
}

export const list: ConditionKind<ListNode> = {
  kind: 'list',
  parts: () => [],
  validate: ({ list: name, ids }, { uses }, at) => {
    if ((name === undefined) === (ids === undefined)) {
      return [{ at, message: 'a list has a name or ids, one of the two' }];
    }
    const blank = (ids ?? []).findIndex((id) => cleanText(id) === undefined);
    if (blank >= 0) return [{ at: `${at}.ids[${blank}]`, message: 'the id is blank' }];
    const lists = Object.keys(uses?.lists ?? {});
    if (name === undefined || lists.includes(name)) return [];
    return [{ at: `${at}.list`, message: `no list is named ${JSON.stringify(name)}${didYouMean(name, lists)}` }];
  },
  list: (node) => ({ name: node.list, says: listName(node), ids: node.ids ?? [] }),
  reads: () => [],
  constant: ({ ids }) => (ids?.length === 0 ? false : undefined),
  targets: () => true,
  prepare: (node, { context: { uses } }) => {
    const of = known(node, uses);
    return (person) => isOn(of, person);
  },
  evaluate: (node, person, { uses }) => isOn(known(node, uses), person),
  compile: (node, ask) => ask.listed(listName(node), listOf(node, ask.uses)),
  describe: (node) => `on the list ${listName(node)}`,
};
