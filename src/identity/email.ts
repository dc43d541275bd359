import { cleanText, TRIMMED } from '../model/text.js';
import { call, literal, type Sql, sql } from '../sql/fragment.js';

/**
 * E-mail addresses as the same everywhere: lower case, Unicode form C, domain in ASCII.
 *
 * Dots are not folded and tags are kept: `anna+fuel@…` is another address than `anna@…` to write to, and the same
 * person to refuse (the base form). Source: RFC 5321 §4.1.2, RFC 5322 §3.4.1, WHATWG URL (domain to ASCII).
 */

/**
 * Canonical addresses, written so that JavaScript and RE2 read it alike. A first `=`, `+` or `-` is refused: no
 * spreadsheet can be trusted with it.
 */
export const EMAIL_PATTERN =
  "[a-z0-9!#$%&'*/?^_`{|}~][a-z0-9!#$%&'*+/=?^_`{|}~-]*(?:[.][a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?[.])+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";

const EMAIL = new RegExp(`^${EMAIL_PATTERN}$`);
const ASCII = /^[ -~]*$/;
/** Letters of other scripts in the local part (RFC 6531). */
const INTERNATIONAL_LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*/?^_`{|}~][\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]{0,63}$/u;
const INVISIBLE = /\p{Cf}/gu;

const LONGEST = 254;
const LONGEST_LOCAL = 64;

/** The canonical form, or `undefined` for what cannot be an address. */
export function canonicalEmail(raw: string): string | undefined {
  const text = cleanText(raw.replace(INVISIBLE, ''))?.toLowerCase().normalize('NFC');
  if (text === undefined) return undefined;
  return ASCII.test(text) ? plainEmail(text) : internationalEmail(text);
}

const plainEmail = (text: string): string | undefined =>
  text.length <= LONGEST && text.indexOf('@') <= LONGEST_LOCAL && EMAIL.test(text) ? text : undefined;

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
  return whole.length <= LONGEST ? whole : undefined;
}

function domainToAscii(domain: string): string | undefined {
  if (ASCII.test(domain)) return domain;
  if (/[\s/?#@:\\%]/.test(domain) || !URL.canParse(`http://${domain}`)) return undefined;
  return new URL(`http://${domain}`).hostname;
}

/** What refusals match: the canonical address without the tag from the first `+` of the local part. */
export function baseEmail(canonical: string): string {
  const at = canonical.lastIndexOf('@');
  const plus = canonical.indexOf('+');
  return plus === -1 || plus > at ? canonical : canonical.slice(0, plus) + canonical.slice(at);
}

/** {@link canonicalEmail} for printable ASCII; null for what is no address, or not printable ASCII. */
export function plainEmailSql(raw: Sql): Sql {
  const text = sql`lower(${call('trim_chars', raw, literal(TRIMMED))})`;
  return sql`case when length(${text}) <= ${LONGEST} and strpos(${text}, '@') <= ${LONGEST_LOCAL + 1} and ${call('matches', text, literal(EMAIL_PATTERN))} then ${text} end`;
}

/** {@link baseEmail} in SQL. */
export const baseEmailSql = (canonical: Sql): Sql =>
  sql`case when strpos(${canonical}, '+') between 1 and strpos(${canonical}, '@') then substr(${canonical}, 1, strpos(${canonical}, '+') - 1) || substr(${canonical}, strpos(${canonical}, '@')) else ${canonical} end`;
