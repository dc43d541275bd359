import { defineRecordKind, field, type RecordOf } from './record-kind.js';
import type { Timing } from './timing.js';

/** What remains of an erased person: enough to recognise the address, nothing else. */
export const tombstoneKind = defineRecordKind({
  kind: 'tombstone',
  role: 'refusal',
  about: 'The keyed hash of an erased person’s identifier.',
  source: 'GDPR Art. 17, 21(3); ICO guidance on suppression lists',
  fields: {
    id: field('id', 'the source’s own id'),
    controller: field('word', 'by whom it was erased', { words: 'controllers', any: true }),
    digest: field('id', 'HMAC-SHA-256 of `kind:refusal key`, 64 hex digits'),
    keyId: field('id', 'which key'),
    normaliser: field('id', 'version of the canonical form'),
    occurredAt: field('instant', 'when it was erased'),
  },
  needs: [['digest'], ['keyId'], ['normaliser']],
});

export type Tombstone = RecordOf<typeof tombstoneKind> &
  Timing & {
    readonly controller: string;
    /** Lower-case. */
    readonly digest: string;
    readonly keyId: string;
    readonly normaliser: string;
  };

/** What a digest has to look like, once in lower case; written so that JavaScript and RE2 read it alike. */
export const DIGEST_PATTERN = '[0-9a-f]{64}';
