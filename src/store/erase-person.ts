import { type CanonicalIdentifier, canonicalIdentifier } from '../identity/identifier.js';
import type { WriteOptions } from './open-store.js';
import { type Rewriting, type Rewritten, rewriteStore } from './rewrite-store.js';
import { type KeptKind, keptKinds, type StoredKind } from './stored-kinds.js';

/** Whom to erase: the ids of one person, and every address they hold or have held. */
export interface ErasedPerson {
  readonly profileIds: readonly string[];
  readonly identifiers: readonly CanonicalIdentifier[];
}

/** What of a line can name somebody. */
interface NamedFields {
  readonly profileId?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly country?: string;
}

const keyOf = ({ kind, refusalKey }: CanonicalIdentifier): string => `${kind}:${refusalKey}`;

/**
 * Takes everything about a person out of a store, in one step, and puts in what remains of them: tombstones. Every
 * former head goes, and with it every part that holds the person; the audit log says that it was done, and about nobody.
 *
 * A record of somebody else that names a shared address stays theirs.
 *
 * @param transfers What becomes of lines about what recipients hold, which somebody has to be able to ask back.
 * @param tombstones Lines of kind `tombstone` for the addresses that go.
 * @throws {ClearlistError} as `rewriteStore`.
 */
export function erasePerson(
  folder: string,
  person: ErasedPerson,
  transfers: Rewriting,
  tombstones: readonly string[],
  options: WriteOptions = {},
): Promise<Rewritten> {
  const ids = new Set(person.profileIds);
  const keys = new Set(person.identifiers.map(keyOf));
  const isAbout = ({ profileId, email, phone, country }: NamedFields): boolean => {
    if (profileId !== undefined) return ids.has(profileId);
    const named = [
      email === undefined ? undefined : canonicalIdentifier('email', email, country),
      phone === undefined ? undefined : canonicalIdentifier('phone', phone, country),
    ];
    return named.some((one) => one !== undefined && keys.has(keyOf(one)));
  };
  const rewrite = (kind: StoredKind, line: string): string | undefined => {
    const fields = namedFields(kind, line);
    return fields !== undefined && isAbout(fields) ? undefined : transfers(kind, line);
  };
  const detail = { tombstones: tombstones.length };
  return rewriteStore(folder, rewrite, { ...options, action: 'erase', detail, add: { tombstone: tombstones } });
}

/** Who is named in a line, where its kind names persons and may lose them. */
function namedFields(kind: StoredKind, line: string): NamedFields | undefined {
  if (kind === 'membership') return JSON.parse(line) as NamedFields;
  const isKept = (keptKinds as readonly string[]).includes(kind as KeptKind) && kind !== 'tombstone';
  return isKept ? (JSON.parse(line) as { readonly fields: NamedFields }).fields : undefined;
}
