import { readCell, UNREADABLE } from '../../model/read-cell.js';
import { isOneOf, sql } from '../../sql/fragment.js';
import type { CellType } from './cell-form.js';
import { meaningOf, meaningSql } from './meanings.js';

/** `true` or `false` in letters of any case; anything else needs stated meanings, `1` and `0` too. */
export const booleanCell: CellType = {
  read: (text, { field, words, meanings }) => {
    const word = meanings === undefined ? text : meaningOf(meanings, text);
    return word === UNREADABLE ? UNREADABLE : readCell(field, word, words);
  },
  sql: (text, { field, words, meanings }) =>
    meanings === undefined
      ? {
          usual: { holds: isOneOf(text, ['true', 'false']), value: sql`(${text} = 'true')` },
          fits: isOneOf(sql`lower(${text})`, ['true', 'false']),
          value: sql`lower(${text}) = 'true'`,
        }
      : meaningSql(meanings, text, (word) => readCell(field, word, words)),
};
