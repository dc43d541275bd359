import { defineRecordKind, field, type RecordOf } from './record-kind.js';
import type { Timing } from './timing.js';

/**
 * What a refusal register says: an entry of its list, that a whole list was received, or its answer about one person
 * or number (a wash).
 *
 * An entry names a person or number, as it is or by keyed hash. A row that names nobody says that the whole list of
 * that version is in the data. In an answer `hit` says whether they are listed; an answer that says nothing is none.
 */
export const registerKind = defineRecordKind({
  kind: 'register',
  role: 'refusal',
  about: 'NIX, Robinson, Reservasjonsregisteret: list entries or wash answers.',
  source: 'national marketing acts and self-regulation of SE, FI, DK, NO',
  fields: {
    id: field('id', 'the source’s own id'),
    register: field('word', 'which register of the policy', { words: 'registers' }),
    profileId: field('id', 'the profile, in a wash answer'),
    country: field('country', 'country of the address, and of a phone number written without one'),
    phone: field('phone', 'the number'),
    firstName: field('text', 'given name of the entry'),
    lastName: field('text', 'family name of the entry'),
    address: field('text', 'street and number of the entry'),
    postalCode: field('text', 'postal code of the entry'),
    digest: field('id', 'keyed hash of the entry, as of a tombstone'),
    keyId: field('id', 'which key'),
    normaliser: field('id', 'version of the canonical form'),
    hit: field('boolean', 'whether listed, in a wash answer'),
    complete: field('boolean', 'the row belongs to the whole list of that version'),
    snapshotAt: field('instant', 'the register’s version'),
    agent: field('text', 'who washed'),
  },
  needs: [['register'], ['profileId', 'phone', 'address', 'digest', 'complete']],
});

/** Fields by which a row names somebody. */
export const registerSubject = ['profileId', 'phone', 'address', 'digest'] as const;

/** `listed` refuses; `clear` is an answer without a hit; `list` says that a whole list is here; `unanswered` nothing. */
export const registerResults = ['listed', 'clear', 'unanswered', 'list'] as const;

export type Register = RecordOf<typeof registerKind> &
  Timing & {
    readonly register: string;
    readonly result: (typeof registerResults)[number];
    readonly complete: boolean;
  };
