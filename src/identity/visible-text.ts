import { cleanText } from '../model/text.js';

/**
 * What a person would read in a cell: without characters that show nothing, and in one Unicode form.
 *
 * Zero-width characters, soft hyphens, byte order and direction marks (category Cf) are dropped; every white space
 * is a space; full-width ASCII (U+FF01–FF5E) is ASCII; both ends are trimmed; Unicode form C. Nothing to read is
 * `undefined`.
 */
export function visibleText(raw: string): string | undefined {
  const text = raw
    .replace(INVISIBLE, '')
    .replace(FULL_WIDTH, (character) => String.fromCharCode(character.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .replace(/\s/g, ' ');
  return cleanText(text);
}

export const INVISIBLE = /\p{Cf}/gu;
const FULL_WIDTH = /[\uff01-\uff5e]/g;
const FULL_WIDTH_OFFSET = 0xfee0;

/** Hyphens and dashes of every script, and the minus sign. */
export const DASHES = /[\p{Pd}\u2212]/gu;
