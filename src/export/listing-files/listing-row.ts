import type { MatchKey, MatchValues } from '../listing-services/match.js';

/** One person, or one entry to be taken back, as a service is told: values as they are written, nothing else. */
export interface ListingRow {
  readonly values: MatchValues;
  /** Both of Google’s consent signals are granted; absent where nothing is stated. */
  readonly consent?: 'granted';
}

/** One line of a table: at most one value for each key. */
export type ListingLine = Readonly<Partial<Record<MatchKey, string>>>;

/** Keys in the order in which every form writes them. */
export const keyOrder = [
  'email',
  'phone',
  'maid',
  'first_name',
  'last_name',
  'postal_code',
  'city',
  'state',
  'country',
  'birth_year',
  'birth_month',
  'birth_day',
  'gender',
  'external_id',
] as const satisfies readonly MatchKey[];

/** A key that a form forgot would be lost without anybody noticing. */
type Forgotten = Exclude<MatchKey, (typeof keyOrder)[number]>;
const noneForgotten: Forgotten extends never ? true : never = true;
void noneForgotten;

/** INVARIANT: as of match rows, a key without any value is absent. */
export const keysOf = ({ values }: ListingRow): readonly MatchKey[] => Object.keys(values) as MatchKey[];

/** How many spellings of the name there are; one where there is no name. */
export const spellingsIn = ({ first_name: first = [], last_name: last = [] }: MatchValues): number =>
  Math.max(1, first.length, last.length);

/** The name in one spelling, with all that a person has only one of. */
export function singleKeys(values: MatchValues, spelling: number): ListingLine {
  const line: Partial<Record<MatchKey, string>> = {};
  for (const key of keyOrder) {
    if (key === 'email' || key === 'phone') continue;
    const isName = key === 'first_name' || key === 'last_name';
    const value = values[key]?.[isName ? spelling : 0];
    if (value !== undefined) line[key] = value;
  }
  return line;
}
