import { defineRecordKind, field, type RecordOf } from './record-kind.js';
import { PRINTABLE_ASCII_PATTERN } from './text.js';
import type { Timing } from './timing.js';

/**
 * A setting seen on a device, at a platform or in a browser.
 *
 * Only `granted` says that push messages may come, and only `off` that an opt-out is over; everything else refuses.
 */
export const signalKind = defineRecordKind({
  kind: 'signal',
  role: 'refusal',
  about: 'Push permission, platform or industry opt-out, setting at a recipient, Global Privacy Control.',
  source: 'ePrivacy Directive Art. 5(3); EDAA self-regulation; Global Privacy Control',
  fields: {
    id: field('id', 'the source’s own id'),
    profileId: field('id', 'the profile'),
    deviceId: field('id', 'the device; reaches whoever has logged in on it'),
    controller: field('word', 'of whose app or site the setting is', { words: 'controllers', any: true }),
    signal: field('word', 'which setting', {
      words: ['push_permission', 'platform_opt_out', 'recipient_setting', 'gpc'],
    }),
    state: field('word', 'what was seen', { words: ['granted', 'denied', 'unknown', 'on', 'off'] }),
    platform: field('text', 'at which platform, in capitals or not; none is all'),
    occurredAt: field('instant', 'when it was seen'),
    recordedAt: field('instant', 'when it was recorded'),
  },
  needs: [['profileId', 'deviceId'], ['signal']],
});

/** The one state of each signal that does not refuse. */
export const permittingStates = {
  push_permission: 'granted',
  platform_opt_out: 'off',
  recipient_setting: 'off',
  gpc: 'off',
} as const satisfies Record<string, 'granted' | 'off'>;

const PRINTABLE_ASCII = new RegExp(`^${PRINTABLE_ASCII_PATTERN}$`);

/** A platform is the same one in capitals or not; letters outside ASCII stay as they are written. */
export const platformName = (name: string): string => (PRINTABLE_ASCII.test(name) ? name.toLowerCase() : name);

export type Signal = RecordOf<typeof signalKind> &
  Timing & {
    readonly signal: keyof typeof permittingStates;
    readonly controller: string;
    readonly platform: string;
    readonly refuses: boolean;
  };
