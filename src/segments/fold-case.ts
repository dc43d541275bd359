/**
 * Text without its case: every character in its own lower case, whatever stands around it.
 *
 * Letters stay letters: å, ä, ö, æ and ø are never a or o. In Unicode form C, so that equal text stays equal.
 */
export const foldCase = (text: string): string =>
  [...text]
    .map((character) => character.toLowerCase())
    .join('')
    .normalize('NFC');
