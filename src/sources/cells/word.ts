import { readableWords, readCell, UNREADABLE } from '../../model/read-cell.js';
import { cleanText } from '../../model/text.js';
import { isOneOf } from '../../sql/fragment.js';
import type { CellType } from './cell-form.js';
import { meaningOf, meaningSql } from './meanings.js';

/** One word of a closed list. */
export const wordCell: CellType = {
  read: (text, { field, words, meanings }) => {
    const word = meanings === undefined ? text : meaningOf(meanings, text);
    return word === UNREADABLE ? UNREADABLE : readCell(field, word, words);
  },
  sql: (text, { field, words, meanings }) => {
    if (meanings !== undefined) return meaningSql(meanings, text, (word) => readCell(field, word, words));
    // A word that is itself not clean equals no cell, because cells are cleaned first.
    const list = readableWords(field, words).filter((word) => cleanText(word) === word);
    return { fits: isOneOf(text, list), value: text };
  },
};
