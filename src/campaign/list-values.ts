import { formatDecimal } from '../model/decimal.js';
import { formatInstant } from '../model/instant.js';
import { itemsOf } from '../model/items.js';
import type { Field } from '../model/record-kind.js';
import type { AttributeSchema } from '../model/records.js';
import { type FieldValue, profileColumn, profileField } from '../segments/profile-field.js';
import type { Campaign } from './campaign.js';
import type { ListRow } from './cleared-list.js';
import { ADDRESS, shownField } from './define-campaign.js';
import { isUnsubscribeField, type Unsubscribe, unsubscribeCell } from './unsubscribe.js';

/** How a value is written in a list: decimals without trailing zeros, `true`/`false`, days as ISO text, `|` between the items of a list. */
export function listCell(value: FieldValue | number | null | undefined, field: Field | undefined): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number') return formatInstant(value);
  if (field?.type === 'list') return itemsOf(String(value)).join('|');
  return typeof value === 'bigint' && field?.type === 'decimal' ? formatDecimal(value) : String(value);
}

/** Gives the cells of one row; `read` gives a profile field's value by column of the profile relation. */
export type RowCells = (
  address: string | undefined,
  read: (column: string, field: string) => FieldValue | null | undefined,
) => ListRow;

/** What the columns of a campaign say, worked out once for all its rows. */
export function rowCells(
  campaign: Campaign,
  attributes: AttributeSchema,
  unsubscribe: Unsubscribe | undefined,
): RowCells {
  const cells = campaign.columns.map(({ field }): ((...row: Parameters<RowCells>) => string | undefined) => {
    if (field === ADDRESS) return (address) => address;
    if (isUnsubscribeField(field)) return (address) => unsubscribeCell(campaign, field, address, unsubscribe);
    const shown = shownField(field);
    const [column, definition] = [profileColumn(shown), profileField(shown, attributes)];
    return (_, read) => listCell(read(column, shown), definition);
  });
  return (address, read) => cells.map((cell) => cell(address, read));
}
