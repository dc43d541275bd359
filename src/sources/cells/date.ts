import { PLAIN_DATE_PATTERN } from '../../model/plain-date.js';
import { readCell, UNREADABLE } from '../../model/read-cell.js';
import { call, sql } from '../../sql/fragment.js';
import { toIso } from '../time-pattern.js';
import type { CellType } from './cell-form.js';
import { isoSql, isWritten } from './iso-text.js';

/** A day, `YYYY-MM-DD` or by the stated pattern. */
export const dateCell: CellType = {
  read: (text, { field, words, pattern }) => {
    const iso = pattern === undefined ? text : toIso(pattern, text);
    return iso === undefined ? UNREADABLE : readCell(field, iso, words);
  },
  sql: (text, { pattern }) => {
    if (pattern === undefined) return { fits: isWritten(text, PLAIN_DATE_PATTERN), value: call('to_date_text', text) };
    const iso = isoSql(pattern, text);
    const day = sql`case when ${isWritten(iso, PLAIN_DATE_PATTERN)} then ${call('to_date_text', iso)} end`;
    return { fits: isWritten(text, pattern.regex), value: day };
  },
};
