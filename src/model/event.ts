import type { Instant } from './instant.js';
import { defineRecordKind, field, type RecordOf } from './record-kind.js';

/** Something a person did in an app, on a site or with a message. */
export const eventKind = defineRecordKind({
  kind: 'event',
  role: 'behaviour',
  about: 'Something a person did: opened the app, searched, clicked.',
  source: 'notice on marketing, OKQ8, 2022-08-27 (usage behaviour)',
  fields: {
    id: field('id', 'the source’s own id of the event'),
    profileId: field('id', 'who did it'),
    controller: field('word', 'on whose site or app', { words: 'controllers' }),
    type: field('text', 'what happened, `app_open`'),
    occurredAt: field('instant', 'when it happened'),
  },
  needs: [['profileId'], ['type'], ['occurredAt']],
});

export type Event = RecordOf<typeof eventKind> & {
  readonly profileId: string;
  readonly type: string;
  readonly occurredAt: Instant;
};
