import { defineRecordKind, field, type RecordOf } from './record-kind.js';
import { channels } from './vocabulary.js';

/** What a provider reported about an address. It is about the address, never about the person's will. */
export const deliveryKind = defineRecordKind({
  kind: 'delivery',
  role: 'refusal',
  about: 'A delivery report: delivered, bounced, complaint.',
  source: 'RFC 3464 (delivery status), RFC 5965 (complaint feedback)',
  fields: {
    id: field('id', 'the source’s own id'),
    profileId: field('id', 'the profile'),
    email: field('email', 'the e-mail address'),
    phone: field('phone', 'the phone number'),
    channel: field('word', 'on which channel', { words: channels }),
    outcome: field('word', 'what happened', { words: ['delivered', 'hard_bounce', 'soft_bounce', 'complaint', 'auto_reply'] }),
    occurredAt: field('instant', 'when'),
    recordedAt: field('instant', 'when it was recorded'),
  },
  needs: [['profileId', 'email', 'phone'], ['outcome']],
});

export type Delivery = RecordOf<typeof deliveryKind>;
