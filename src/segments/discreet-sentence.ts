import type { Condition } from './condition-kinds.js';
import { describeSegment, type Segment } from './segment.js';

/** Fields whose values are of one person. */
const OWN_FIELDS: readonly string[] = ['id', 'firstName', 'lastName', 'address', 'postalCode', 'birthDate'];

/** A segment in words that may stand in a page for many: what a definition compares a person's own name or number with is left out. */
export const discreetSentence = (segment: Segment): string =>
  describeSegment({ ...segment, condition: discreet(segment.condition) as Condition });

function discreet(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(discreet);
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part);
  const isOwn = entries.some(([key, value]) => key === 'field' && OWN_FIELDS.includes(String(value)));
  return Object.fromEntries(
    entries.map(([key, value]) => [key, isOwn && key === 'value' ? hidden(value) : discreet(value)]),
  );
}

const hidden = (value: unknown): unknown => (Array.isArray(value) ? value.map(() => '…') : '…');
