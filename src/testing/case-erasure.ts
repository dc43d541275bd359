import { type DigestKeys, refusalDigest } from '../index.js';
import { type CaseEvent, isUnsupported, type Unsupported, unknownField, unsupported } from './case-format.js';
import { type Row, subjectOf } from './case-subject.js';

/** Cases name erased addresses; what a system would have kept of them is made with this key. */
const KEY = { id: 'cases', hex: '5a'.repeat(32) };
export const CASE_KEYS: DigestKeys = { [KEY.id]: KEY.hex };

const ERASURE = ['type', 'subject', 'occurred_at', 'controller', 'keep_suppression_hash'];

/** What remains of an erased address: its keyed hash, or nothing where not even that was kept. */
export function translateErasure(event: CaseEvent): readonly Row[] | Unsupported {
  const about = subjectOf(event);
  if (isUnsupported(about)) return about;
  const foreign = unknownField(event, ERASURE);
  if (foreign !== undefined) return unsupported(`"${foreign}" of an event "erasure" has no translation`);
  const { occurred_at: occurredAt, controller, keep_suppression_hash: kept } = event;
  const kind = (['email', 'phone'] as const).find((name) => name in about);
  const value = kind === undefined ? undefined : String(about[kind]);
  const made = kind === undefined || value === undefined ? undefined : refusalDigest({ kind, value, key: KEY });
  if (made === undefined) return unsupported('an erasure names an e-mail address or a phone number');
  return kept === true ? [{ ...made, controller, occurredAt }] : [];
}
