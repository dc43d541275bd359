import { PLAIN_DATE_PATTERN } from '../../model/plain-date.js';
import { readCell, UNREADABLE } from '../../model/read-cell.js';
import { call, sql } from '../../sql/fragment.js';
import { firstIso } from '../time-pattern.js';
import type { CellType } from './cell-form.js';
import { firstWritten, isWritten } from './iso-text.js';

/** A day, `YYYY-MM-DD` or by one of the stated patterns. */
export const dateCell: CellType = {
  read: (text, { field, words, patterns }) => {
    const iso = patterns.length === 0 ? text : firstIso(patterns, text);
    return iso === undefined ? UNREADABLE : readCell(field, iso, words);
  },
  sql: (text, { patterns }) =>
    patterns.length === 0
      ? { fits: isWritten(text, PLAIN_DATE_PATTERN), value: call('to_date_text', text) }
      : firstWritten(
          patterns,
          text,
          (iso) => sql`case when ${isWritten(iso, PLAIN_DATE_PATTERN)} then ${call('to_date_text', iso)} end`,
        ),
};
