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

/** Called for every person: a loop is a tenth of what `Array.from` takes. */
export function range(length: number): readonly number[] {
  const places: number[] = [];
  for (let i = 0; i < length; i += 1) places.push(i);
  return places;
}
