import { definitionHash } from '../identity/digest.js';
import { cleanText } from '../model/text.js';

/** Profile ids that somebody listed, read and hashed. */
export interface IdList {
  /** Where it was read from, as the project names it; absent for ids in a definition. */
  readonly file?: string;
  /** Of the file, or of the ids in order where there is none. */
  readonly sha256: string;
  /** Trimmed and in Unicode form C, each once. */
  readonly ids: ReadonlySet<string>;
}

/** A list of ids given by a program or written in a definition; blank ids are left out. */
export function idList(ids: Iterable<string>): IdList {
  const clean = new Set([...ids].flatMap((id) => cleanText(id) ?? []));
  return { sha256: definitionHash([...clean].sort()), ids: clean };
}
