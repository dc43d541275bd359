import type { Canonical } from './canonical.js';
import { canonicalName } from './person-name.js';
import { canonicalPostalCode } from './postal-code.js';
import { canonicalAddress } from './street-address.js';

/** A person at an address, as written; `country` is ISO 3166-1 alpha-2 in capitals. */
export interface PostalParts {
  readonly firstName: string;
  readonly lastName: string;
  readonly address: string;
  readonly postalCode: string;
  readonly country: string;
}

/**
 * The key by which a person is known at an address: `SE|11122|storgatan 5 b|andersson anna`.
 *
 * Shape: country, postal code, house, family and given name; `|` occurs in none of them. The town is left out: the
 * code says it, and towns are spelled in many ways. As refusal key, the house without the flat and the first of
 * several given names. Refused for the first part that is.
 */
export function postalKey({ firstName, lastName, address, postalCode, country }: PostalParts): Canonical {
  const parts = [
    canonicalPostalCode(postalCode, country),
    canonicalAddress(address),
    canonicalName(lastName),
    canonicalName(firstName),
  ];
  for (const part of parts) if ('refused' in part) return part;
  const [code = '', street = '', family = '', given = ''] = parts.map((part) => ('value' in part ? part.value : ''));
  const house = parts[1] !== undefined && 'value' in parts[1] ? (parts[1].refusalKey ?? street) : street;
  const first = given.split(/[ -]/, 1)[0] ?? given;
  const key = (where: string, who: string): string =>
    [country, code, where, `${family} ${who}`].map((one) => one.replaceAll('|', ' ')).join('|');
  return { value: key(street, given), refusalKey: key(house, first) };
}
