import { domainToUnicode } from 'node:url';
import { type Sql, sql } from '../../sql/fragment.js';
import type { Spellings } from './field-rule.js';

/**
 * A canonical e-mail as people write it. Our canonical form has the domain in ASCII; no service says that it encodes
 * domains before it hashes, so that letters stand as letters first and encoded second.
 */
export function domainSpellings(canonical: string): Spellings {
  const at = canonical.lastIndexOf('@');
  const unicode = domainToUnicode(canonical.slice(at + 1)).normalize('NFC');
  const written = `${canonical.slice(0, at)}@${unicode}`;
  return unicode === '' || written === canonical ? [canonical] : [written, canonical];
}

/** The same where there is nothing to decode, and so but one spelling; null elsewhere. */
export const domainSpellingSql = (canonical: Sql): Sql =>
  sql`case when strpos(${canonical}, 'xn--') = 0 then ${canonical} end`;
