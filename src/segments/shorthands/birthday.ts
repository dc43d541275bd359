import type { LeapDay } from '../anniversaries.js';
import type { AnniversaryNode } from '../anniversary.js';

/** When a birthday counts as near. */
export interface BirthdayOptions {
  /** How soon, an ISO 8601 duration of calendar units: `P14D`. */
  readonly next: string;
  /** The day in a common year of who was born on 29 February; `feb28` where it is not given. */
  readonly leapDay?: LeapDay;
}

/**
 * Has a birthday soon, today included.
 *
 * @example birthday({ next: 'P14D' })
 */
export const birthday = ({ next, leapDay }: BirthdayOptions): AnniversaryNode => ({
  kind: 'anniversary',
  field: 'birthDate',
  in: { kind: 'upcoming', next },
  ...(leapDay === undefined ? {} : { leapDay }),
});
