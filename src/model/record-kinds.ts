import { contactKind } from './contact.js';
import { deliveryKind } from './delivery.js';
import { eventKind } from './event.js';
import { identityLinkKind } from './identity-link.js';
import { objectionKind } from './objection.js';
import { optOutKind } from './opt-out.js';
import { permissionKind } from './permission.js';
import { profileKind } from './profile.js';
import { purchaseKind } from './purchase.js';
import { registerKind } from './register.js';
import { relationKind } from './relation.js';
import { restrictionKind } from './restriction.js';
import { signalKind } from './signal.js';
import { tombstoneKind } from './tombstone.js';

/** Every record kind. To add one: write its file, add its line. */
export const recordKinds = {
  profile: profileKind,
  relation: relationKind,
  purchase: purchaseKind,
  event: eventKind,
  identity_link: identityLinkKind,
  permission: permissionKind,
  objection: objectionKind,
  opt_out: optOutKind,
  restriction: restrictionKind,
  signal: signalKind,
  delivery: deliveryKind,
  contact: contactKind,
  register: registerKind,
  tombstone: tombstoneKind,
} as const;

/** A kind of record. */
export type RecordKind = keyof typeof recordKinds;

/**
 * The kinds that a decision of this version reads.
 *
 * A source of any other kind is refused rather than left unread: a refusal nobody evaluates is worse than an error.
 */
export const evaluatedKinds = [
  'profile',
  'relation',
  'purchase',
  'event',
  'identity_link',
  'permission',
  'objection',
  'opt_out',
  'restriction',
  'delivery',
  'contact',
  'signal',
  'register',
  'tombstone',
] as const satisfies readonly RecordKind[];
export type EvaluatedKind = (typeof evaluatedKinds)[number];
