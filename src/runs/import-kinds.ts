import type { EvaluatedKind } from '../model/record-kinds.js';
import type { KeptKind } from '../store/stored-kinds.js';

/** What can be imported, and what a row of it has to be. */
export interface ImportKind {
  readonly kind: EvaluatedKind & KeptKind;
  readonly about: string;
  /** Why a row is not taken, in words that hold nothing of it; `undefined` where it is. */
  readonly refuses?: (record: Readonly<Record<string, unknown>>) => string | undefined;
}

const LIFT = 'is the lifting of a refusal; lifts are imported by themselves, with --as lifts';

const noLift: ImportKind['refuses'] = ({ state }) => (state === 'lifted' ? LIFT : undefined);

/** Only the person lifts what the person refused, and it must be proven. */
const ownLift: ImportKind['refuses'] = ({ state, origin, evidence, at, occurredAt }) => {
  if (state !== 'lifted') return 'is no lifting: its state has to be lifted';
  if (origin !== 'data_subject') return 'is no lifting by the person: its origin has to be data_subject';
  if (evidence === undefined) return 'has no evidence, and a lifting without proof lifts nothing';
  return occurredAt === undefined || occurredAt !== at ? 'has no readable time, and lifts nothing' : undefined;
};

/**
 * Every import. Attributes are none: persons and their attributes are read from the project's sources in every run, so
 * that no import of them can touch what a person refused or permitted.
 */
export const importKinds = {
  objections: { kind: 'objection', about: 'objections (GDPR Art. 21)', refuses: noLift },
  lifts: { kind: 'objection', about: 'objections lifted by the person, with evidence', refuses: ownLift },
  opt_outs: { kind: 'opt_out', about: 'unsubscribes from a channel or a topic' },
  restrictions: { kind: 'restriction', about: 'restrictions of processing (GDPR Art. 18)', refuses: noLift },
  permissions: { kind: 'permission', about: 'consents given, refused, withdrawn' },
  replies: { kind: 'opt_out', about: 'answers to messages, of which STOP is an opt-out' },
  deliveries: { kind: 'delivery', about: 'bounces, complaints and other delivery reports' },
  contacts: { kind: 'contact', about: 'messages that were sent' },
  engagement: {
    kind: 'contact',
    about: 'reactions to messages that were sent',
    refuses: ({ reaction }) => (reaction === undefined ? 'has no reaction' : undefined),
  },
  signals: { kind: 'signal', about: 'settings of devices, platforms and browsers' },
  wash_answers: {
    kind: 'register',
    about: 'answers of an agent who looked persons up in a refusal register',
    refuses: ({ complete }) =>
      complete === true ? 'belongs to a whole list; bind the file of the list as a source' : undefined,
  },
  relations: { kind: 'relation', about: 'customers, members and prospects' },
  tombstones: { kind: 'tombstone', about: 'keyed hashes of erased persons' },
} as const satisfies Record<string, ImportKind>;

/** What the rows of an imported file are. */
export type ImportName = keyof typeof importKinds;

/** What can be imported. */
export const importNames = Object.keys(importKinds) as readonly ImportName[];
