/**
 * Chance without chance: every choice about a customer is a pure function of the customer's number and of what is
 * chosen, so that the same purchases always give the same people.
 */

/** A whole number in `[0, sides)`: FNV-1a over the text, then mixed so that neighbours in number differ. */
export function draw(customer: string, about: string, sides: number): number {
  let hash = 0x811c9dc5;
  for (const character of `online-retail/1:${about}:${customer}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % sides;
}

export const oneOf = <T>(customer: string, about: string, choices: readonly T[]): T =>
  choices[draw(customer, about, choices.length)] as T;

/** Something that happens to `share` of a thousand customers. */
export interface Case<T> {
  readonly share: number;
  readonly is: T;
}

/** The case a customer falls into, or `undefined` for the rest of the thousand. */
export function caseOf<T>(customer: string, about: string, cases: readonly Case<T>[]): T | undefined {
  let left = draw(customer, about, 1000);
  for (const { share, is } of cases) {
    if (left < share) return is;
    left -= share;
  }
  return undefined;
}

/** True for `share` of a thousand customers. */
export const happens = (customer: string, about: string, share: number): boolean => draw(customer, about, 1000) < share;
