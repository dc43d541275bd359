import { defineRecordKind, field, type RecordOf } from './record-kind.js';
import type { Timing } from './timing.js';

/** Restriction of processing: the data is kept and not used until it is lifted. */
export const restrictionKind = defineRecordKind({
  kind: 'restriction',
  role: 'refusal',
  about: 'A restriction of processing, or its lifting.',
  source: 'GDPR Art. 18',
  fields: {
    id: field('id', 'the source’s own id'),
    profileId: field('id', 'the profile'),
    email: field('email', 'the e-mail address it was asked for'),
    country: field('country', 'country of a phone number written without one'),
    phone: field('phone', 'the phone number it was asked for'),
    controller: field('word', 'by whom', { words: 'controllers', any: true }),
    state: field('word', 'restricted, or lifted again', { words: ['restricted', 'lifted'] }),
    occurredAt: field('instant', 'when it took effect'),
    recordedAt: field('instant', 'when it was recorded'),
    evidence: field('text', 'reference to the proof'),
    agent: field('text', 'who took it in'),
  },
  needs: [['profileId', 'email', 'phone']],
});

export type Restriction = RecordOf<typeof restrictionKind> &
  Timing & { readonly state: 'restricted' | 'lifted'; readonly controller: string };
