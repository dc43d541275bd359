/**
 * Patterns of whole texts: `*` stands for any characters or none, `?` for exactly one, everything else for itself.
 *
 * A character is a Unicode code point. There are no regular expressions: engines differ in them, and some take for ever.
 */
export function matchesGlob(text: string, pattern: string): boolean {
  const [characters, wanted] = [[...text], [...pattern]];
  let [at, next] = [0, 0];
  // Where the last star stands, and how far it has swallowed: the only point to go back to.
  let [star, swallowed] = [-1, 0];
  while (at < characters.length) {
    if (wanted[next] === '*') {
      [star, swallowed] = [next, at];
      next += 1;
    } else if (next < wanted.length && (wanted[next] === '?' || wanted[next] === characters[at])) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      swallowed += 1;
      [at, next] = [swallowed, star + 1];
    } else return false;
  }
  return wanted.slice(next).every((character) => character === '*');
}

const LIKE: Readonly<Record<string, string>> = { '*': '%', '?': '_', '%': '\\%', _: '\\_', '\\': '\\\\' };

/** The same as a pattern of SQL’s `like`, with the backslash as escape. */
export const likePattern = (pattern: string): string => [...pattern].map((one) => LIKE[one] ?? one).join('');

/** A text that stands for itself, with `*` and `?` in it, in a pattern of `like`. */
export const likeText = (text: string): string =>
  [...text].map((one) => (one === '*' || one === '?' ? one : (LIKE[one] ?? one))).join('');
