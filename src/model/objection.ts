import { defineRecordKind, field, type RecordOf } from './record-kind.js';
import type { Timing } from './timing.js';
import { channels, purposes } from './vocabulary.js';

/** An objection under Art. 21. Only the person's own later lift, with evidence and of the same scope, ends it. */
export const objectionKind = defineRecordKind({
  kind: 'objection',
  role: 'refusal',
  about: 'An objection to a use of personal data, or its lifting.',
  source: 'GDPR Art. 21(2)–(3)',
  fields: {
    id: field('id', 'the source’s own id'),
    profileId: field('id', 'the profile that objected'),
    email: field('email', 'the e-mail address it was made for'),
    country: field('country', 'country of a phone number written without one'),
    phone: field('phone', 'the phone number it was made for'),
    controller: field('word', 'to whom', { words: 'controllers', any: true }),
    purpose: field('word', 'to what', { words: purposes, any: true }),
    channel: field('word', 'on which channel', { words: channels, any: true }),
    state: field('word', 'an objection, or the lifting of one', { words: ['objected', 'lifted'] }),
    occurredAt: field('instant', 'when it was received'),
    recordedAt: field('instant', 'when it was recorded'),
    origin: field('text', 'where it came from; `data_subject` is the person themself'),
    evidence: field('text', 'reference to the proof'),
    agent: field('text', 'who took it in'),
  },
  needs: [['profileId', 'email', 'phone']],
});

export type Objection = RecordOf<typeof objectionKind> &
  Timing & {
    readonly state: 'objected' | 'lifted';
    readonly controller: string;
    readonly purpose: string;
    readonly channel: string;
  };
