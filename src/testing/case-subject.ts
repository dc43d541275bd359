import { type CaseEvent, type Unsupported, unknownField, unsupported } from './case-format.js';

export type Row = Readonly<Record<string, unknown>>;

/** Whom an event is about, as the subject fields of a record. */
export function subjectOf({ subject = {} }: CaseEvent): Row | Unsupported {
  const { person, identifier_kind: kind, identifier_value: value } = subject;
  if (kind !== undefined && kind !== 'email' && kind !== 'phone') return unsupported(`no record names a ${kind}`);
  const foreign = unknownField(subject, ['person', 'identifier_kind', 'identifier_value']);
  if (foreign !== undefined) return unsupported(`a subject with "${foreign}" has no translation`);
  return { ...(person === undefined ? {} : { profileId: person }), ...(kind === undefined ? {} : { [kind]: value }) };
}
