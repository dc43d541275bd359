import { type Canonical, refused } from './canonical.js';
import { nationalIdCountry } from './national-id.js';
import { isPlaceholder } from './placeholder.js';
import { isSpreadsheetDamage } from './spreadsheet-damage.js';
import { DASHES, visibleText } from './visible-text.js';

/**
 * A device: a UUID in lower case with hyphens (advertising and vendor identifiers), or another system’s own token as
 * it is, where case can matter. All zeros is what a phone gives when its owner has turned tracking off.
 * Source: RFC 9562 (UUID); Apple ASIdentifierManager, Android AdvertisingIdClient.
 */
export function canonicalDeviceId(raw: string): Canonical {
  const text = visibleText(raw);
  if (text === undefined) return refused('EMPTY');
  const hex = text
    .toLowerCase()
    .replace(DASHES, '')
    .replace(/^\{(.*)\}$/, '$1');
  if (/^[0-9a-f]{32}$/.test(hex)) {
    return /^(.)\1+$/.test(hex)
      ? refused('PLACEHOLDER')
      : { value: hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') };
  }
  return opaqueToken(text, { shortest: 8, longest: 512, otherwise: 'NOT_A_DEVICE_ID' });
}

/** A first-party cookie or browser id, as it is: case can matter. */
export function canonicalCookieId(raw: string): Canonical {
  const text = visibleText(raw);
  return text === undefined
    ? refused('EMPTY')
    : opaqueToken(text, { shortest: 4, longest: 4096, otherwise: 'NOT_A_COOKIE_ID' });
}

interface Token {
  /** Units: characters, both inclusive. */
  readonly shortest: number;
  readonly longest: number;
  readonly otherwise: 'NOT_A_DEVICE_ID' | 'NOT_A_COOKIE_ID';
}

/** Visible ASCII without spaces. Source: RFC 6265 §4.1.1 for cookies; an address is no token. */
function opaqueToken(text: string, { shortest, longest, otherwise }: Token): Canonical {
  if (isPlaceholder(text) || /^(.)\1+$/.test(text)) return refused('PLACEHOLDER');
  if (isSpreadsheetDamage(text)) return refused('SPREADSHEET_DAMAGE');
  if (nationalIdCountry(text) !== undefined) return refused('NATIONAL_ID');
  if (text.length > longest) return refused('TOO_LONG');
  return text.length >= shortest && /^[!-~]+$/.test(text) && !text.includes('@') ? { value: text } : refused(otherwise);
}
