/**
 * Chance without chance: a whole number in `[0, sides)` that depends on nothing but a row number and what is asked.
 *
 * FNV-1a with a final mix, so that neighbouring numbers differ in every bit.
 */
export function roll(sides: number, number: number, question: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${question}:${number}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) % sides;
}

export const pick = <T>(items: readonly T[], number: number, question: string): T =>
  items[roll(items.length, number, question)] as T;

/** A time of day in office hours, `10:24`. */
export function timeOfDay(number: number, question: string): string {
  const minutes = 8 * 60 + roll(12 * 60, number, question);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
