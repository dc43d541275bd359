import type { Basis, ReasonCode } from '../../model/reasons.js';
import type { CampaignId } from './config.js';
import type { Detail } from './details.js';
import type { Habit } from './habits.js';

/** What a campaign makes of a person: the ground, or every reason against it, best-ranked first. */
export type Expected = Basis | readonly ReasonCode[] | 'not a member';

/**
 * One case: who it is about, what is recorded, and what must come of it. There is one such person for each habit.
 *
 * Shape: `expected` is said for every campaign whose audience the person is in, or for each campaign by name.
 */
export interface Story {
  readonly who: string;
  readonly habits: readonly Habit[];
  readonly details: readonly Detail[];
  readonly expected: Expected | Partial<Readonly<Record<CampaignId, Expected>>>;
  /** How the record behind the primary reason reaches the person; see `Path` of suppression. */
  readonly via?: readonly string[];
}

export const story = (
  who: string,
  habits: readonly Habit[],
  details: readonly Detail[],
  expected: Story['expected'],
  via?: Story['via'],
): Story => ({ who, habits, details, expected, ...(via === undefined ? {} : { via }) });
