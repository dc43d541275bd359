import { canonicalJson } from '../identity/digest.js';
import type { Field } from '../model/record-kind.js';
import type { AttributeSchema } from '../model/records.js';
import type { AllNode } from './all.js';
import type { CompareNode } from './compare.js';
import { comparisons, order } from './comparisons.js';
import type { ConditionNode } from './condition.js';
import type { NotNode } from './not.js';
import type { PresenceNode } from './presence.js';
import { definedValue, type FieldValue, profileField, showValue } from './profile-field.js';

/** Why no person can meet all of a group: one line for each pair that contradicts itself. */
export function contradictions(group: AllNode, attributes: AttributeSchema): readonly string[] {
  const parts = flattened(group);
  return parts.flatMap((one, i) =>
    parts.slice(i + 1).flatMap((other) => {
      const says = contradiction(one, other, attributes) ?? contradiction(other, one, attributes);
      return says === undefined ? [] : [says];
    }),
  );
}

const flattened = ({ of }: AllNode): readonly ConditionNode[] =>
  of.flatMap((node) => (node.kind === 'all' ? flattened(node as AllNode) : [node]));

function contradiction(one: ConditionNode, other: ConditionNode, attributes: AttributeSchema): string | undefined {
  if (other.kind === 'not' && canonicalJson((other as NotNode).of) === canonicalJson(one)) {
    return 'a condition and its opposite stand in one group';
  }
  if (one.kind !== 'compare') return undefined;
  const compared = one as CompareNode;
  if (compared.missing !== undefined) return undefined;
  if (other.kind === 'presence') {
    const { field, is } = other as PresenceNode;
    return field === compared.field && is === 'missing'
      ? `${field} cannot be missing and compared with a value`
      : undefined;
  }
  if (other.kind !== 'compare') return undefined;
  return excludes(compared, other as CompareNode, attributes);
}

/** Two comparisons of one field of which the first leaves values that the second all refuses. */
function excludes(one: CompareNode, other: CompareNode, attributes: AttributeSchema): string | undefined {
  if (one.field !== other.field || other.missing !== undefined || one.fold !== undefined || other.fold !== undefined) {
    return undefined;
  }
  const field = profileField(one.field, attributes);
  if (field === undefined) return undefined;
  const [values, wanted] = [valuesOf(one, field), valuesOf(other, field)];
  if (values === undefined || wanted === undefined) return undefined;
  if (one.is === 'eq' || one.is === 'in') {
    if (values.length > 0 && values.every((value) => !comparisons[other.is].holds(value, wanted))) {
      return `${one.field} cannot be ${values.map(showValue).join(' or ')} and ${comparisons[other.is].words.replace(/^is /, '')} ${wanted.map(showValue).join(', ')}`;
    }
    return undefined;
  }
  const [low, high] = [lower(one, values), upper(other, wanted)];
  if (low === undefined || high === undefined) return undefined;
  const sign = order(low.value, high.value);
  return sign > 0 || (sign === 0 && (low.open || high.open))
    ? `${one.field} cannot be above ${showValue(low.value)} and below ${showValue(high.value)}`
    : undefined;
}

function valuesOf({ value }: CompareNode, field: Field): readonly FieldValue[] | undefined {
  const values = [value].flat().map((one) => definedValue(field, one));
  return values.some((one) => one === undefined) ? undefined : (values as FieldValue[]);
}

interface Bound {
  readonly value: FieldValue;
  readonly open: boolean;
}

function lower({ is }: CompareNode, [first]: readonly FieldValue[]): Bound | undefined {
  if (first === undefined || !['gt', 'gte', 'between'].includes(is)) return undefined;
  return { value: first, open: is === 'gt' };
}

function upper({ is }: CompareNode, values: readonly FieldValue[]): Bound | undefined {
  const last = values.at(-1);
  if (last === undefined || !['lt', 'lte', 'between'].includes(is)) return undefined;
  return { value: last, open: is === 'lt' };
}
