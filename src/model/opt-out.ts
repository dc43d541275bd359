import { defineRecordKind, field, type RecordOf } from './record-kind.js';
import type { Timing } from './timing.js';
import { channels } from './vocabulary.js';

/** “Not on this channel”, or “not this kind of message”. A later consent of the person for the same ends it. */
export const optOutKind = defineRecordKind({
  kind: 'opt_out',
  role: 'refusal',
  about: 'An unsubscribe from a channel or from one kind of message.',
  source: 'ePrivacy Directive Art. 13(2); RFC 8058',
  fields: {
    id: field('id', 'the source’s own id'),
    profileId: field('id', 'the profile that opted out'),
    email: field('email', 'the e-mail address it was made for'),
    country: field('country', 'country of a phone number written without one'),
    phone: field('phone', 'the phone number it was made for'),
    controller: field('word', 'from whom', { words: 'controllers', any: true }),
    channel: field('word', 'from which channel', { words: channels, any: true }),
    topic: field('word', 'from which kind of message; none is all', { words: 'topics', any: true }),
    occurredAt: field('instant', 'when it was expressed'),
    recordedAt: field('instant', 'when it was recorded'),
    origin: field('text', 'where it came from'),
    evidence: field('text', 'reference to the proof'),
    agent: field('text', 'who took it in'),
  },
  needs: [['profileId', 'email', 'phone']],
});

export type OptOut = RecordOf<typeof optOutKind> &
  Timing & { readonly controller: string; readonly channel: string; readonly topic: string };
