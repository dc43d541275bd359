import { defineRecordKind, field, type RecordOf } from './record-kind.js';

/** A setting seen on a device, at a platform or in a browser. */
export const signalKind = defineRecordKind({
  kind: 'signal',
  role: 'refusal',
  about: 'Push permission, platform or industry opt-out, Global Privacy Control.',
  source: 'ePrivacy Directive Art. 5(3); EDAA self-regulation; Global Privacy Control',
  fields: {
    id: field('id', 'the source’s own id'),
    profileId: field('id', 'the profile'),
    deviceId: field('id', 'the device'),
    signal: field('word', 'which setting', { words: ['push_permission', 'platform_opt_out', 'gpc'] }),
    state: field('text', 'granted, denied, unknown, on, off'),
    platform: field('text', 'at which platform'),
    occurredAt: field('instant', 'when it was seen'),
    recordedAt: field('instant', 'when it was recorded'),
  },
  needs: [['profileId', 'deviceId'], ['signal']],
});

export type Signal = RecordOf<typeof signalKind>;
