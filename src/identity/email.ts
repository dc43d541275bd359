import type { Canonical } from './canonical.js';
import { formOf, refused } from './canonical.js';
import { nationalIdCountry } from './national-id.js';
import { isPlaceholder, PLACEHOLDER_EMAIL_WORDS } from './placeholder.js';
import { isSpreadsheetDamage } from './spreadsheet-damage.js';
import { visibleText } from './visible-text.js';

/**
 * E-mail addresses as the same everywhere: lower case, Unicode form C, domain in ASCII.
 *
 * Dots are not folded and tags are kept: `anna+fuel@…` is another address than `anna@…` to write to, and the same
 * person to refuse (the base form). `Anna <anna@…>` and `mailto:anna@…` are the address in them.
 * Source: RFC 5321 §4.1.2, RFC 5322 §3.4.1, RFC 6068, WHATWG URL (domain to ASCII).
 */

/**
 * Canonical addresses, written so that JavaScript and RE2 read it alike. A first `=`, `+` or `-` is refused: no
 * spreadsheet can be trusted with it. A first `'` is what spreadsheets put before text.
 */
export const EMAIL_PATTERN =
  "[a-z0-9!#$%&*/?^_`{|}~][a-z0-9!#$%&'*+/=?^_`{|}~-]*(?:[.][a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?[.])+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";

const EMAIL = new RegExp(`^${EMAIL_PATTERN}$`);
const ASCII = /^[ -~]*$/;
/** Letters of other scripts in the local part (RFC 6531). */
const INTERNATIONAL_LOCAL = /^[\p{L}\p{M}\p{N}!#$%&*/?^_`{|}~][\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]{0,63}$/u;
/** Letters, digits and hyphens of all scripts, and the dots that IDNA knows (RFC 5892; signs and emoji are none). */
const INTERNATIONAL_DOMAIN = /^[\p{L}\p{M}\p{N}.\u3002\uff0e\uff61-]+$/u;
const PLACEHOLDER = new RegExp(`^(${PLACEHOLDER_EMAIL_WORDS})@(?:\\1)[.]`);

export const LONGEST_EMAIL = 254;
export const LONGEST_LOCAL = 64;

/** The canonical form, or `undefined` for what cannot be an address. */
export const canonicalEmail = (raw: string): string | undefined => formOf(readEmail(raw));

/** The canonical form with its base form as refusal key, or why there is none. */
export function readEmail(raw: string): Canonical {
  const text = visibleText(raw)?.toLowerCase().normalize('NFC');
  if (text === undefined) return refused('EMPTY');
  if (isPlaceholder(text)) return refused('PLACEHOLDER');
  if (isSpreadsheetDamage(text)) return refused('SPREADSHEET_DAMAGE');
  if (nationalIdCountry(text) !== undefined) return refused('NATIONAL_ID');
  const written = addressIn(text);
  if (written === undefined) return refused('SEVERAL_VALUES');
  const address = ASCII.test(written) ? plainEmail(written) : internationalEmail(written);
  if (address === undefined) return refused(whyNot(written));
  if (PLACEHOLDER.test(address)) return refused('PLACEHOLDER');
  const refusalKey = baseEmail(address);
  const named = [address, refusalKey].map((whole) => whole.slice(0, whole.lastIndexOf('@')));
  if (named.some((local) => nationalIdCountry(local) !== undefined)) return refused('NATIONAL_ID');
  return { value: address, refusalKey };
}

function whyNot(written: string): 'SEVERAL_VALUES' | 'TOO_LONG' | 'NOT_AN_EMAIL' {
  if (/@.*[\s;,/|]+.*@/.test(written)) return 'SEVERAL_VALUES';
  return written.length > LONGEST_EMAIL ? 'TOO_LONG' : 'NOT_AN_EMAIL';
}

/** The address in `Anna <anna@…>` or `mailto:anna@…?subject=…`; `undefined` where the name is another address. */
function addressIn(text: string): string | undefined {
  const [, name, inner] = /^([^<>]*)<([^<>]+)>$/.exec(text) ?? [];
  const written = (inner ?? text)
    .trim()
    .replace(/^mailto:\s*([^?@]*@[^?]*).*$/, '$1')
    .trim();
  const label = name?.trim().replace(/^["']|["']$/g, '') ?? '';
  return label.includes('@') && label !== written ? undefined : written;
}

const plainEmail = (text: string): string | undefined =>
  text.length <= LONGEST_EMAIL && text.indexOf('@') <= LONGEST_LOCAL && EMAIL.test(text) ? text : undefined;

function internationalEmail(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  if (at === -1) return undefined;
  const local = text.slice(0, at);
  const domain = domainToAscii(text.slice(at + 1));
  if (domain === undefined || !INTERNATIONAL_LOCAL.test(local) || /\.\.|\.$/.test(local)) return undefined;
  // The domain is checked as the domain of a plain address; the local part has its own alphabet.
  if (plainEmail(`a@${domain}`) === undefined || (ASCII.test(local) && plainEmail(`${local}@a.se`) === undefined)) {
    return undefined;
  }
  const whole = `${local}@${domain}`;
  return whole.length <= LONGEST_EMAIL ? whole : undefined;
}

function domainToAscii(domain: string): string | undefined {
  if (ASCII.test(domain)) return domain;
  if (!INTERNATIONAL_DOMAIN.test(domain)) return undefined;
  try {
    // Not `URL.canParse`: in Node 20 it comes to refuse Latin-1 letters, ä among them, once it is called often.
    return new URL(`http://${domain}`).hostname;
  } catch {
    return undefined;
  }
}

/** What refusals match: the canonical address without the tag from the first `+` of the local part. */
export function baseEmail(canonical: string): string {
  const at = canonical.lastIndexOf('@');
  const plus = canonical.indexOf('+');
  return plus === -1 || plus > at ? canonical : canonical.slice(0, plus) + canonical.slice(at);
}
