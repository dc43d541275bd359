import { ITEM_END, joinItems } from '../../model/items.js';
import { UNREADABLE } from '../../model/read-cell.js';
import { cleanText, TRIMMED } from '../../model/text.js';
import { call, literal, type Sql, sql } from '../../sql/fragment.js';
import type { CellType } from './cell-form.js';
import { trimmedSql } from './text.js';

const hasMark = (text: Sql): Sql => sql`${text} like ${`%${ITEM_END}%`}`;

/**
 * Texts with a separator between them, or without one a single text. Items are trimmed, and empty ones are none.
 *
 * Unreadable is only what holds the mark that stands between items inside Clearlist.
 */
export const listCell: CellType = {
  read: (text, { separator }) => {
    if (text.includes(ITEM_END)) return UNREADABLE;
    return separator === undefined ? text : joinItems(text.split(separator).map(cleanText));
  },
  sql: (text, { separator }) => ({
    fits: sql`(not ${hasMark(text)})`,
    value:
      separator === undefined
        ? sql`nullif(${trimmedSql(text)}, ${''})`
        : call('split_items', call('nfc', text), literal(separator), literal(TRIMMED), literal(ITEM_END)),
  }),
  isBad: (text) => sql`coalesce(${hasMark(text)}, false)`,
};
