import { defineRecordKind, field, type RecordOf } from './record-kind.js';

/** An entry of a refusal register, or the register's answer about one person or number. */
export const registerKind = defineRecordKind({
  kind: 'register',
  role: 'refusal',
  about: 'NIX, Robinson, Reservasjonsregisteret: list entries or wash answers.',
  source: 'national marketing acts and self-regulation of SE, FI, DK, NO',
  fields: {
    id: field('id', 'the source’s own id'),
    register: field('id', 'which register'),
    profileId: field('id', 'the profile, in a wash answer'),
    phone: field('phone', 'the number'),
    postal: field('text', 'name and address key'),
    digest: field('id', 'keyed hash of the entry'),
    hit: field('boolean', 'whether listed, in a wash answer'),
    snapshotAt: field('instant', 'the register’s version'),
    agent: field('text', 'who washed'),
  },
  needs: [['register'], ['profileId', 'phone', 'postal', 'digest']],
});

export type Register = RecordOf<typeof registerKind>;
