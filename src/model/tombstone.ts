import { defineRecordKind, field, type RecordOf } from './record-kind.js';

/** What remains of an erased person: enough to recognise the address, nothing else. */
export const tombstoneKind = defineRecordKind({
  kind: 'tombstone',
  role: 'refusal',
  about: 'The keyed hash of an erased person’s identifier.',
  source: 'GDPR Art. 17, 21(3); ICO guidance on suppression lists',
  fields: {
    id: field('id', 'the source’s own id'),
    controller: field('word', 'by whom it was erased', { words: 'controllers', any: true }),
    digest: field('id', 'keyed hash of the canonical identifier'),
    keyId: field('id', 'which key'),
    normaliser: field('id', 'version of the canonical form'),
    occurredAt: field('instant', 'when it was erased'),
  },
  needs: [['digest'], ['keyId']],
});

export type Tombstone = RecordOf<typeof tombstoneKind>;
