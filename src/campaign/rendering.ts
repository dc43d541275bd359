import type { Basis } from '../model/reasons.js';
import type { Sql } from '../sql/fragment.js';

/**
 * How listed persons are turned into text for a recipient: twin faces, a column at a time.
 *
 * What a recipient is sent is no campaign column: it may be a hash, and the raw value need not leave the engine. SQL
 * writes what it is certain of; every other distinct value goes once through `evaluate` and is joined back by value.
 */
export interface Rendering {
  readonly columns: readonly RenderedColumn[];
}

export interface RenderedColumn {
  readonly name: string;
  readonly from: RenderedFrom;
  /** `digest`: its texts are hashes in hex or base64, in which nothing needs escaping. */
  readonly holds: 'digest' | 'text';
  /** Many persons have the same value, a name or a country: each of them is worked out once. */
  readonly repeats: boolean;
  /** `country` is ISO 3166-1 alpha-2: the person’s own, or the campaign’s where the policy lets it stand in. */
  readonly evaluate: (raw: string, country: string | undefined) => RenderedText;
  readonly compile: CompiledColumn;
}

/**
 * The one text that `evaluate` gives; null where there are several, none, or where SQL is not certain.
 *
 * In steps, each of what the one before it gives and the first of the raw value, so that an engine works out once what
 * a step asks for many times. `write` makes the text of what the last step gives, and something of everything but null:
 * a digest is longer than what it is of, and need not be kept.
 */
export interface CompiledColumn {
  readonly steps: readonly CompiledStep[];
  readonly write: (last: Sql) => Sql;
}
export type CompiledStep = (before: Sql, country: Sql, raw: Sql) => Sql;

/**
 * Every e-mail or phone of a person in use that was cleared, or one field of the profile that holds text. A digest of an
 * identifier could be of any of them, so that it needs all of its kind cleared.
 */
export type RenderedFrom =
  | { readonly identifier: 'email' | 'phone' }
  | { readonly field: string; readonly digestOf?: 'email' | 'phone' };

/**
 * Why an address is not rendered although the person is listed: a permission reaches exactly what it names, and here it
 * names another address of theirs.
 */
export const NOT_CLEARED = 'NOT_CLEARED';

/** INVARIANT: no text has a {@link TEXT_END} in it. */
export type RenderedText = { readonly texts: readonly string[] } | { readonly refused: string };

/** What stands between texts where one cell holds several. */
export const TEXT_END = '\n';

/** What became of one column of one person: texts in order of preference, each once; why others have none. */
export interface RenderedCell {
  readonly texts: readonly string[];
  readonly refused: readonly string[];
}

/** One listed person. */
export interface RenderedRow {
  readonly personId: string;
  readonly basis?: Basis;
  /** The person’s own, ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** In the order of {@link Rendering.columns}. */
  readonly cells: readonly RenderedCell[];
}

const NOTHING: readonly never[] = [];

export const NO_TEXT: RenderedCell = { texts: NOTHING, refused: NOTHING };

/** What the values of one column came to, in order of preference. */
export function renderedCell(results: readonly RenderedText[]): RenderedCell {
  const [only] = results;
  // Nearly every cell of nearly every person.
  if (results.length === 1 && only !== undefined && 'texts' in only && only.texts.length === 1)
    return { texts: only.texts, refused: NOTHING };
  const texts = new Set(results.flatMap((result) => ('texts' in result ? result.texts : [])));
  const refused = new Set(results.flatMap((result) => ('refused' in result ? [result.refused] : [])));
  return { texts: [...texts], refused: [...refused] };
}
