import { canonicalJson } from '../identity/digest.js';
import type { AttributeSchema } from '../model/records.js';
import type { AllNode } from './all.js';
import type { ConditionNode } from './condition.js';
import { constantOf } from './constant.js';
import { contradictions } from './contradictions.js';
import { kindOf } from './kind-of.js';
import type { Segment } from './segment.js';

/** What a definition most likely does not mean, though it may be written. */
export const lintCodes = {
  everybody: 'everybody is in the segment, whatever the data',
  nobody: 'nobody is in the segment, whatever the data',
  empty_group: 'a group of no conditions',
  dead_branch: 'a part that is the same for everybody',
  contradiction: 'conditions that no one person can meet together',
  repeated: 'a condition written twice in one group',
  missing_left_out: 'a negative comparison leaves out those of whom nothing is known',
  whole_history: 'the condition reads all of the history',
} as const;

/** What a condition most likely does not mean, as a code. */
export type LintCode = keyof typeof lintCodes;

/** A remark on a definition; nothing is refused for it. */
export interface LintNote {
  readonly code: LintCode;
  /** Path in the definition. */
  readonly at: string;
  /** One line, lower-case start, no full stop. */
  readonly message: string;
}

/** Every remark on a segment’s own condition, in the order of its parts; other segments have their own. */
export function lintSegment(
  { id, condition, uses }: Segment,
  { attributes = {} }: { readonly attributes?: AttributeSchema } = {},
): readonly LintNote[] {
  const at = `segments.${id}`;
  const constant = (node: ConditionNode): boolean | undefined => constantOf(node, uses?.segments);
  const always = constant(condition);
  const notes: LintNote[] = [];
  if (always !== undefined) notes.push(note(always ? 'everybody' : 'nobody', at));
  visit(condition, at, (node, place, parent) => {
    notes.push(...ownNotes(node, place, attributes));
    const same = constant(node);
    if (parent !== undefined && same !== undefined && constant(parent) === undefined) {
      notes.push({
        code: 'dead_branch',
        at: place,
        message: `this ${same ? 'always' : 'never'} holds, whatever the data`,
      });
    }
  });
  return notes;
}

const note = (code: LintCode, at: string): LintNote => ({ code, at, message: lintCodes[code] });

function visit(
  node: ConditionNode,
  at: string,
  see: (node: ConditionNode, at: string, parent: ConditionNode | undefined) => void,
  parent?: ConditionNode,
): void {
  see(node, at, parent);
  for (const part of kindOf(node).parts(node)) visit(part.node, `${at}${part.at}`, see, node);
}

function ownNotes(node: ConditionNode, at: string, attributes: AttributeSchema): readonly LintNote[] {
  const notes: LintNote[] = [];
  const parts = kindOf(node).parts(node);
  if (isGroup(node) && parts.length === 0) notes.push(note('empty_group', at));
  const seen = new Set<string>();
  for (const part of node.kind === 'all' || node.kind === 'any' ? parts : []) {
    const content = canonicalJson(part.node);
    if (seen.has(content)) notes.push(note('repeated', `${at}${part.at}`));
    seen.add(content);
  }
  if (node.kind === 'all') {
    notes.push(
      ...contradictions(node as AllNode, attributes).map(
        (message): LintNote => ({ code: 'contradiction', at, message }),
      ),
    );
  }
  const {
    is,
    field,
    missing,
    in: window,
  } = node as { is?: string; field?: string; missing?: string; in?: { kind?: string } };
  if (
    node.kind === 'compare' &&
    missing === undefined &&
    (is === 'ne' || is === 'contains_none' || is?.startsWith('not_') === true)
  ) {
    const message = `leaves out those of whom no ${field} is known; "missing": "match" takes them in`;
    notes.push({ code: 'missing_left_out', at, message });
  }
  if (window?.kind === 'ever' && kindOf(node).reads(node).length > 0) notes.push(note('whole_history', at));
  return notes;
}

const isGroup = (node: ConditionNode): boolean => Array.isArray((node as { of?: unknown }).of);
