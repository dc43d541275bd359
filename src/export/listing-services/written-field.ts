import { encodingFaces } from './encoding.js';
import type { FieldRule, KeySlice } from './field-rule.js';
import type { ListingRefusal } from './listing-refusals.js';
import type { MatchField } from './match.js';
import { fieldReaders } from './read-field.js';

/** Digests of 16, 20 and 32 bytes in hex, and of 32 bytes in base64: no such text is any field that is hashed. */
const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-z+/]{43}=)$/i;

/** What a service compares, best spelling first, or why there is none. */
export function spellingsOf(
  field: MatchField,
  rule: FieldRule,
  raw: string,
  country: string | undefined,
): readonly [string, ...string[]] | { readonly refused: ListingRefusal } {
  if (rule.encoding !== 'plain' && HASH.test(raw.trim())) return { refused: 'ALREADY_HASHED' };
  const canonical = fieldReaders[field].read(raw, country);
  return 'refused' in canonical ? canonical : rule.spell(canonical.value, country, raw);
}

/** One normalised value as it is written under a key. */
export const writtenAs = ({ encoding }: FieldRule, normalized: string, slice?: KeySlice): string =>
  encodingFaces[encoding].encode(slice === undefined ? normalized : sliceOf(normalized, slice));

export const sliceOf = (normalized: string, { from, length }: KeySlice): string =>
  normalized.slice(from, from + length);
