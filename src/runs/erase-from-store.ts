import type { Engine, PersonQuery } from '../campaign/engine.js';
import { countryOf } from '../campaign/find-persons.js';
import { populationOf } from '../campaign/reference-run.js';
import { ClearlistError, requireGoing } from '../errors.js';
import { type CanonicalIdentifier, canonicalIdentifier } from '../identity/identifier.js';
import { refusalDigest } from '../identity/refusal-digest.js';
import { parseAsOf } from '../model/instant.js';
import { readRow } from '../model/read-record.js';
import type { Placed } from '../model/record-kind.js';
import type { Project } from '../project/load-project.js';
import { type ErasedPerson, erasePerson } from '../store/erase-person.js';
import { storedTransfers } from '../store/ledger.js';
import { openStore, type WriteOptions } from '../store/open-store.js';
import { recordLine } from '../store/record-lines.js';
import { entriesHeld, forgetting } from './listings/erased-transfers.js';
import { dropCache } from './project-cache.js';
import { requireStore } from './project-store.js';
import { runDefinition } from './run-definition.js';

/** When a person is erased, and which key makes the hashes that remain. */
export interface EraseOptions extends WriteOptions {
  /** ISO 8601 with offset: when the person is erased. */
  readonly at: string;
  /** Which of the project's keys makes the hashes that remain. */
  readonly keyId: string;
}

/** What an erasure came to. Names nobody. */
export interface Erased {
  /** Records that went, by kind. */
  readonly removed: Readonly<Record<string, number>>;
  /** Keyed hashes that remain, one for each address. */
  readonly tombstones: number;
  /** Entries that recipients hold of the person; they stay known until they have been taken back. */
  readonly transfers: number;
  /** Profiles of the person in the project's own sources, from which Clearlist takes nothing. */
  readonly profilesInSources: number;
}

/** Merges of every time count for whom somebody is; a run has to say a time. */
const ANY_TIME = '2000-01-01T00:00:00Z';

/**
 * Erases a person from the project's store: what remains is a keyed hash of each address, which keeps them from being
 * contacted if the address ever comes back.
 *
 * @throws {ClearlistError} `person-ambiguous` for an address that several persons hold; `key-missing`; `input-invalid`;
 * whatever reading the sources and writing the store throws.
 */
export async function eraseFromStore(
  project: Project,
  engine: Engine,
  query: PersonQuery,
  { at, keyId, ...options }: EraseOptions,
): Promise<Erased> {
  const { folder } = requireStore(project);
  const hex = Object.hasOwn(project.keys, keyId) ? project.keys[keyId] : undefined;
  if (hex === undefined) {
    throw new ClearlistError('key-missing', 'the key that is to make the hashes is not among the project’s keys', {
      at: 'keys',
      hint: `Name one of ${Object.keys(project.keys).join(', ') || 'the keys that you put into the project file'}.`,
    });
  }
  const { profileIds, identifiers, inSources } = await addressesOf(project, engine, query);
  requireGoing(engine.signal);
  const key = { id: keyId, hex };
  const digests = identifiers.flatMap(({ kind, key: value }) =>
    kind === 'postal' ? [] : (refusalDigest({ kind, value, key }) ?? []),
  );
  const tombstones = [
    ...new Set(digests.map((digest) => recordLine('tombstone', tombstoneOf({ ...digest, at }), 'erase'))),
  ];
  const facts = await storedTransfers(await openStore(folder));
  // Copies of the sources as they were, with the person in them.
  await dropCache(project);
  const ids = new Set(profileIds);
  const { removed } = await erasePerson(
    folder,
    { profileIds, identifiers },
    forgetting(facts, ids),
    tombstones,
    options,
  );
  return {
    removed,
    tombstones: tombstones.length,
    transfers: entriesHeld(facts, ids),
    profilesInSources: inSources,
  };
}

function tombstoneOf({
  at,
  ...digest
}: {
  readonly at: string;
  readonly digest: string;
  readonly keyId: string;
  readonly normaliser: string;
}): Placed {
  const read = readRow('tombstone', { ...digest, occurredAt: parseAsOf(at, 'at') }, { source: 'erase', row: 1 });
  if ('lost' in read) throw new Error(`bug: a tombstone lacks ${read.lost}`);
  return read.record as Placed;
}

/** The person's profiles and every address in the project's data, and what the question itself names. */
async function addressesOf(
  project: Project,
  engine: Engine,
  query: PersonQuery,
): Promise<ErasedPerson & { readonly inSources: number }> {
  const definition = runDefinition(project, { asOf: ANY_TIME });
  const { persons, records } = await engine.recordsAbout(definition, query);
  const [personId] = persons;
  if (persons.length > 1) {
    throw new ClearlistError('person-ambiguous', `${persons.length} persons hold this address`, {
      at: 'standard input',
      hint: 'Name the one to erase by profile id.',
    });
  }
  const asked = askedIdentifier(query);
  if ('profileId' in query ? query.profileId === '' : asked === undefined) {
    throw new ClearlistError('input-invalid', 'this can be no profile id, e-mail address or phone number', {
      at: 'standard input',
      hint: 'Give one line: a profile id, an address with @, or JSON such as {"phone":"+46701234567"}.',
    });
  }
  const own = 'profileId' in query ? [query.profileId] : [];
  if (personId === undefined) return { profileIds: own, identifiers: asked === undefined ? [] : [asked], inSources: 0 };
  const who = populationOf(definition, records).directory(countryOf(definition));
  const profileIds = [...new Set([...own, ...who.profilesOf(personId)])];
  const held = profileIds.flatMap((id) => who.identifiersOf(id).flatMap(({ canonical }) => canonical ?? []));
  const inSources = who.profilesOf(personId).length;
  return { profileIds, identifiers: asked === undefined ? held : [...held, asked], inSources };
}

function askedIdentifier(query: PersonQuery): CanonicalIdentifier | undefined {
  if ('email' in query) return canonicalIdentifier('email', query.email, undefined);
  return 'phone' in query ? canonicalIdentifier('phone', query.phone, undefined) : undefined;
}
