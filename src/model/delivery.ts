import { defineRecordKind, field, type RecordOf } from './record-kind.js';
import type { Timing } from './timing.js';
import { channels } from './vocabulary.js';

/**
 * What a provider reported about a message to an address.
 *
 * A bounce is about the address, never about the person's will; a complaint is about both. `delivered` and an
 * automatic reply say nothing against anybody.
 */
export const deliveryKind = defineRecordKind({
  kind: 'delivery',
  role: 'refusal',
  about: 'A delivery report: delivered, bounced, complaint.',
  source: 'RFC 3464 (delivery status), RFC 5965 (complaint feedback), RFC 3834 (automatic replies)',
  fields: {
    id: field('id', 'the source’s own id'),
    profileId: field('id', 'the profile'),
    email: field('email', 'the e-mail address'),
    country: field('country', 'country of a phone number written without one'),
    phone: field('phone', 'the phone number'),
    controller: field('word', 'whose message it was', { words: 'controllers', any: true }),
    channel: field('word', 'on which channel', { words: channels, any: true }),
    campaign: field('id', 'which campaign it belonged to'),
    outcome: field('word', 'what happened', {
      words: ['delivered', 'hard_bounce', 'soft_bounce', 'complaint', 'auto_reply'],
    }),
    occurredAt: field('instant', 'when'),
    recordedAt: field('instant', 'when it was recorded'),
  },
  needs: [['profileId', 'email', 'phone'], ['outcome']],
});

export type Delivery = RecordOf<typeof deliveryKind> &
  Timing & {
    readonly outcome: string;
    readonly controller: string;
    readonly channel: string;
  };

/** The outcomes that can speak against contacting somebody. */
export const refusingOutcomes = ['hard_bounce', 'soft_bounce', 'complaint'] as const;
