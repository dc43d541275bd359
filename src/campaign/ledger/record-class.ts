import type { EvaluatedKind } from '../../model/record-kinds.js';

/** Records of one kind with the same fields that say the same wherever rules ask what exactly is said. */
export interface RecordClass {
  readonly kind: EvaluatedKind;
  /** In the order in which a record has them. */
  readonly fields: readonly ClassField[];
  /** What all of them say, by field. */
  readonly says: Readonly<Record<string, unknown>>;
  /** Places of numbers, by field. */
  readonly offsets: ReadonlyMap<string, number>;
  /** Place of the record's own id among the values that are no numbers, where it has one. */
  readonly idAt?: number;
  /** Fields that each of them has its own of. */
  readonly own: ReadonlySet<string>;
}

interface ClassField {
  readonly name: string;
  readonly form: FieldForm;
  /** What all records of the class say. */
  readonly shared?: unknown;
  /** Its name in the reference to the source. */
  readonly nested?: string;
}

/** Where the value of a field is kept: with the class, among the numbers, among texts, or with everything else. */
export type FieldForm = 'shared' | 'number' | 'text' | 'other';

/** Fields of which there are few values in any amount of records. */
const SHARED: ReadonlySet<string> = new Set([
  ...['controller', 'purpose', 'channel', 'topic', 'state', 'origin', 'system', 'unreadable'],
  ...['outcome', 'campaign', 'reaction', 'signal', 'platform', 'refuses'],
  ...['register', 'result', 'hit', 'complete', 'keyId', 'normaliser'],
  ...['relation', 'type', 'category', 'contactCollected', 'optOutOffered', 'currency', 'unit'],
  ...['link', 'country', 'language', 'party', 'deceased', 'protectedIdentity', 'controlGroup'],
  'ref.source',
]);

const REF = 'ref.';

export const formOf = (name: string, value: unknown): FieldForm => {
  if (typeof value === 'number') return 'number';
  if (SHARED.has(name) && (typeof value === 'string' || typeof value === 'boolean')) return 'shared';
  return typeof value === 'string' ? 'text' : 'other';
};

export function recordClass(
  kind: EvaluatedKind,
  fields: readonly (readonly [name: string, form: FieldForm, value: unknown])[],
): RecordClass {
  const says: Record<string, unknown> = {};
  const offsets = new Map<string, number>();
  const own = new Set<string>();
  let values = 0;
  let idAt: number | undefined;
  for (const [name, form, value] of fields) {
    if (form === 'shared') says[name] = value;
    else own.add(name);
    if (form === 'number') offsets.set(name, offsets.size);
    else if (form !== 'shared') {
      if (name === 'id' && form === 'text') idAt = values;
      values += 1;
    }
  }
  return {
    kind,
    fields: fields.map(([name, form, value]) => ({
      name,
      form,
      ...(form === 'shared' ? { shared: value } : {}),
      ...(name.startsWith(REF) ? { nested: name.slice(REF.length) } : {}),
    })),
    says,
    offsets,
    ...(idAt === undefined ? {} : { idAt }),
    own,
  };
}
