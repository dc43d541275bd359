/**
 * A list of texts as one text, with {@link ITEM_END} between its items.
 *
 * The mark is the unit separator of ASCII, made for this; a text that holds one itself is no item. Every engine has
 * texts, and not every one has lists, so that a list is compared, frozen and handed over like any other value.
 */
export const ITEM_END = '\u001f';

/** The list of those that say something; `undefined` for none: an empty list is missing. */
export function joinItems(items: readonly (string | undefined)[]): string | undefined {
  const said = items.filter((item) => item !== undefined);
  return said.length === 0 ? undefined : said.join(ITEM_END);
}

export const itemsOf = (list: string): readonly string[] => list.split(ITEM_END);

/** What may stand between the items of one cell. */
export const itemSeparators = [',', ';', '|', '/', '\t', ' '] as const;
export type ItemSeparator = (typeof itemSeparators)[number];
