/**
 * Text as every engine must see it.
 *
 * Order is UTF-8 byte order, which is code point order; JavaScript's own order differs beyond U+FFFF.
 */

/** Characters dropped at both ends of every cell: white space and the marks that exports leave behind. */
export const TRIMMED = ' \t\n\r\u00a0\u200b\ufeff';

const START = new RegExp(`^[${TRIMMED}]+`);
const END = new RegExp(`[${TRIMMED}]+$`);

/** Trimmed and in Unicode normal form C; empty text is `undefined`: nothing was said. */
export function cleanText(text: string): string | undefined {
  const trimmed = text.replace(START, '').replace(END, '').normalize('NFC');
  return trimmed === '' ? undefined : trimmed;
}

/** Printable ASCII only: the text on which SQL and JavaScript cannot differ. */
export const PRINTABLE_ASCII_PATTERN = '[ -~]*';

export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

/** A surrogate stands for a code point above every character outside the surrogate range. */
const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
