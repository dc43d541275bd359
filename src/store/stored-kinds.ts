import { type RecordKind, recordKinds } from '../model/record-kinds.js';

/** What Clearlist itself writes down: its runs, who was on which list, what recipients hold and what they answered. */
export const ledgerKinds = ['run', 'membership', 'transfer', 'transfer_answer'] as const;
export type LedgerKind = (typeof ledgerKinds)[number];

/** Records of a kind that the store takes in. Persons and their behaviour stay in the sources they come from. */
export type KeptKind = Exclude<RecordKind, 'profile' | 'purchase' | 'event'>;

export const keptKinds = (Object.keys(recordKinds) as readonly RecordKind[]).filter(
  (kind): kind is KeptKind => !['person', 'behaviour'].includes(recordKinds[kind].role),
);

/** A kind of record that a store keeps. */
export type StoredKind = KeptKind | LedgerKind;

export const storedKinds: readonly StoredKind[] = [...keptKinds, ...ledgerKinds];
