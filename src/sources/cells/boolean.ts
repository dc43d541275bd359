import { readCell, UNREADABLE } from '../../model/read-cell.js';
import { sql } from '../../sql/fragment.js';
import type { CellType } from './cell-form.js';
import { meaningOf, meaningSql } from './meanings.js';

/** `true` or `false` in letters of any case; anything else needs stated meanings, `1` and `0` too. */
export const booleanCell: CellType = {
  read: (text, { field, words, meanings }) => {
    const word = meanings === undefined ? text : meaningOf(meanings, text);
    return word === UNREADABLE ? UNREADABLE : readCell(field, word, words);
  },
  parse: (text, { field, words, meanings }) =>
    meanings === undefined
      ? sql`case lower(${text}) when 'true' then true when 'false' then false end`
      : meaningSql(meanings, text, (word) => readCell(field, word, words)),
};
