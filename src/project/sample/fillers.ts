import { consents, type Detail, objects, optsOut } from './details.js';
import {
  bankCustomer,
  charger,
  type Habit,
  lapsed,
  longAgo,
  member,
  nameless,
  recent,
  regular,
  silent,
  visitor,
  washer,
} from './habits.js';
import { roll } from './roll.js';

/** Shares of a hundred; the first whose running sum exceeds the roll. */
type Shares<T> = readonly (readonly [share: number, value: T])[];

const habits: Shares<Habit> = [
  [33, regular],
  [5, lapsed],
  [10, washer],
  [9, charger],
  [10, member],
  [8, bankCustomer],
  [8, visitor],
  [7, longAgo],
  [5, recent],
  [5, silent],
];

/** What they said, on a day of theirs. */
const saying = (days: number): Shares<readonly Detail[]> => [
  [36, [consents({ days })]],
  [12, [consents({ topic: 'newsletter', days })]],
  [6, [consents({ channel: 'sms', days })]],
  [3, [consents({ answer: 'no', days })]],
  [3, [consents({ days }), consents({ answer: 'withdrawn', days: 25 })]],
  [4, [optsOut({ days })]],
  [2, [optsOut({ topic: 'newsletter', days })]],
  [2, [objects({ days })]],
  [32, []],
];

function shareOf<T>(shares: Shares<T>, number: number, question: string): T {
  let rest = roll(100, number, question);
  for (const [share, value] of shares) {
    if (rest < share) return value;
    rest -= share;
  }
  throw new Error('the shares are less than a hundred');
}

/** Everybody else: what a customer base is mostly made of. */
export function filler(number: number): { readonly habit: Habit; readonly details: readonly Detail[] } {
  const habit = shareOf(habits, number, 'habit');
  return {
    habit: roll(4, number, 'till') === 0 ? nameless(habit) : habit,
    details: shareOf(saying(60 + roll(700, number, 'said')), number, 'saying'),
  };
}
