import type { Instant } from './instant.js';
import { defineRecordKind, field, type RecordOf } from './record-kind.js';
import { channels, purposes } from './vocabulary.js';

/**
 * A message that was sent: what caps count.
 *
 * Whose it was, for what and which kind of message are `*` where the source does not say: it then counts for every cap.
 */
export const contactKind = defineRecordKind({
  kind: 'contact',
  role: 'reference',
  about: 'A message that was sent to a person, and how they reacted.',
  source: 'notice on marketing, OKQ8, 2022-08-27 (communication history)',
  fields: {
    id: field('id', 'the source’s own id'),
    profileId: field('id', 'to whom'),
    controller: field('word', 'by whom', { words: 'controllers', any: true }),
    channel: field('word', 'on which channel', { words: channels }),
    purpose: field('word', 'for what', { words: purposes, any: true }),
    topic: field('word', 'which kind of message', { words: 'topics', any: true }),
    campaign: field('id', 'which campaign it belonged to'),
    reaction: field('text', 'opened, clicked'),
    occurredAt: field('instant', 'when it was sent'),
  },
  needs: [['profileId'], ['channel'], ['occurredAt']],
});

export type Contact = RecordOf<typeof contactKind> & {
  readonly profileId: string;
  readonly channel: string;
  readonly occurredAt: Instant;
  readonly controller: string;
  readonly purpose: string;
  readonly topic: string;
};
