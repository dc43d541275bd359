import { ALWAYS, FOREVER, type Instant } from './instant.js';

/**
 * When a refusal or a permission takes effect, and from when it was known.
 *
 * Refusals are read early: known at the earlier of its two times, and permanent without a valid time.
 * Permissions are read late: known once both times have passed, and void without a valid time.
 * Source: GDPR Art. 7(1), 21(3); `refusals in every case, permissions only when proven`.
 */
export interface Timing {
  /** The instant the expression counts from; {@link FOREVER} for a refusal that nothing can be later than. */
  readonly at: Instant;
  /** The earliest as-of at which it counts; {@link FOREVER} for a permission that is void. */
  readonly knownAt: Instant;
}

/** `undefined` is a time that is missing or unreadable. */
export function refusalTiming(occurredAt: Instant | undefined, recordedAt: Instant | undefined): Timing {
  if (occurredAt === undefined) return { at: FOREVER, knownAt: ALWAYS };
  return { at: occurredAt, knownAt: recordedAt === undefined ? occurredAt : Math.min(occurredAt, recordedAt) };
}

/** `recordedBound`: the source binds a recording time, so that its absence makes the permission void. */
export function permissionTiming(
  occurredAt: Instant | undefined,
  recordedAt: Instant | undefined,
  recordedBound: boolean,
): Timing {
  if (occurredAt === undefined || (recordedBound && recordedAt === undefined)) {
    return { at: ALWAYS, knownAt: FOREVER };
  }
  return { at: occurredAt, knownAt: recordedAt === undefined ? occurredAt : Math.max(occurredAt, recordedAt) };
}
