import { defineRecordKind, field, type RecordOf } from './record-kind.js';
import type { Timing } from './timing.js';
import { channels, consentPurposes } from './vocabulary.js';

/** What a person said when asked for consent. Every expression is a record of its own; none overwrites another. */
export const permissionKind = defineRecordKind({
  kind: 'permission',
  role: 'permission',
  about: 'A consent given, refused or withdrawn, with exact scope and evidence.',
  source: 'GDPR Art. 4(11), 6(1)(a), 7; ePrivacy Directive Art. 13(1)',
  fields: {
    id: field('id', 'the source’s own id'),
    profileId: field('id', 'the profile that expressed it'),
    email: field('email', 'the e-mail address it was expressed for'),
    country: field('country', 'country of a phone number written without one'),
    phone: field('phone', 'the phone number it was expressed for'),
    controller: field('word', 'to whom', { words: 'controllers', any: true }),
    purpose: field('word', 'for what', { words: consentPurposes, any: true }),
    channel: field('word', 'on which channel', { words: channels, any: true }),
    topic: field('word', 'for which kind of message; none is all', { words: 'topics', any: true }),
    state: field('word', 'what was expressed', { words: ['given', 'withdrawn', 'refused', 'pending'] }),
    occurredAt: field('instant', 'when it was expressed'),
    recordedAt: field('instant', 'when it was recorded'),
    validUntil: field('instant', 'until when it holds, exclusive'),
    origin: field('text', 'where it came from; `data_subject` is the person themself'),
    evidence: field('text', 'reference to the proof'),
    system: field('id', 'the system in which it was recorded'),
    noticeVersion: field('text', 'version of the notice shown'),
    language: field('text', 'language of the notice shown'),
  },
  needs: [['profileId', 'email', 'phone']],
});

export type Permission = RecordOf<typeof permissionKind> &
  Timing & {
    /** Any other part than its time could not be read: the person is RECORD_UNPARSEABLE. */
    readonly unreadable: boolean;
  };
