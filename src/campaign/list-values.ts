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

/** The cells of one row; `read` gives a profile field's value by column of the profile relation. */
export function listRow(
  campaign: Campaign,
  attributes: AttributeSchema,
  address: string | undefined,
  unsubscribe: Unsubscribe | undefined,
  read: (column: string, field: string) => FieldValue | null | undefined,
): ListRow {
  return campaign.columns.map(({ field }) => {
    if (field === ADDRESS) return address;
    if (isUnsubscribeField(field)) return unsubscribeCell(campaign, field, address, unsubscribe);
    const shown = shownField(field);
    return listCell(read(profileColumn(shown), shown), profileField(shown, attributes));
  });
}
