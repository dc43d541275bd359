import { type ListingLine, type ListingRow, singleKeys, spellingsIn } from './listing-row.js';

/**
 * One person as lines of a table that has one column for each key: a line for each contact, first with first, and each
 * of them in every spelling of the name. What there is only one of stands on each line.
 */
export function linesOf({ values }: ListingRow): readonly ListingLine[] {
  const { email = [], phone = [] } = values;
  const contacts = Math.max(1, email.length, phone.length);
  return range(contacts).flatMap((contact) =>
    range(spellingsIn(values)).map((spelling) => ({
      ...(email[contact] === undefined ? {} : { email: email[contact] }),
      ...(phone[contact] === undefined ? {} : { phone: phone[contact] }),
      ...singleKeys(values, spelling),
    })),
  );
}

export const range = (length: number): readonly number[] => Array.from({ length }, (_, i) => i);
