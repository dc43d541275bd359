import { type Canonical, refused } from './canonical.js';
import { isPlaceholder } from './placeholder.js';
import { visibleText } from './visible-text.js';

/** The words for the two that services take, in English, Swedish, Finnish, Danish and Norwegian. */
export const GENDER_WORDS: Readonly<Record<'f' | 'm', readonly string[]>> = {
  f: ['f', 'female', 'woman', 'k', 'kvinna', 'kvinnlig', 'nainen', 'n', 'kvinde', 'kvindelig', 'kvinne', 'kvinnelig'],
  m: ['m', 'male', 'man', 'manlig', 'mies', 'mand', 'mandlig', 'mann', 'mannlig'],
};
const GENDERS: ReadonlyMap<string, string> = new Map(
  Object.entries(GENDER_WORDS).flatMap(([value, words]) => words.map((word): [string, string] => [word, value])),
);

/** `f` or `m`; anything else is not passed on, and no digit is read: systems disagree on what 1 and 2 mean. */
export function canonicalGender(raw: string): Canonical {
  const text = visibleText(raw)?.toLowerCase();
  if (text === undefined) return refused('EMPTY');
  if (isPlaceholder(text)) return refused('PLACEHOLDER');
  const value = GENDERS.get(text.replace(/\.$/, ''));
  return value === undefined ? refused('GENDER_UNKNOWN') : { value };
}
