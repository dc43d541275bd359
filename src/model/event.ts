import type { Instant } from './instant.js';
import { defineRecordKind, field, type RecordOf } from './record-kind.js';

/**
 * Something a person did in an app, on a site or with a message.
 *
 * An event that names a profile counts for it, whatever device it names too. One that names a device only is
 * anonymous until a login says whose it is.
 */
export const eventKind = defineRecordKind({
  kind: 'event',
  role: 'behaviour',
  about: 'Something a person did: opened the app, searched, clicked.',
  source: 'notice on marketing, OKQ8, 2022-08-27 (usage behaviour)',
  fields: {
    id: field('id', 'the source’s own id of the event'),
    profileId: field('id', 'who did it'),
    deviceId: field('id', 'on which device, where the source knows no more'),
    controller: field('word', 'on whose site or app', { words: 'controllers' }),
    type: field('text', 'what happened, `app_open`'),
    occurredAt: field('instant', 'when it happened'),
    recordedAt: field('instant', 'when the source came to know it; of two events with one id the later one counts'),
    category: field('path', 'product category it was about, as a path'),
    product: field('id', 'product number it was about'),
    station: field('id', 'station, shop or site it was about'),
    cart: field('id', 'cart, session or order that events share'),
    page: field('text', 'page or screen, as the source writes it'),
    term: field('text', 'what was searched for'),
    value: field('decimal', 'a figure of the event: points won, worth of a cart'),
    unit: field('text', 'what the value is counted in: SEK, point'),
  },
  needs: [['profileId', 'deviceId'], ['type'], ['occurredAt']],
});

export type Event = RecordOf<typeof eventKind> & {
  readonly type: string;
  readonly occurredAt: Instant;
};
