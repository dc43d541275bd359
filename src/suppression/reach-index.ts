import type { Directory } from '../identity/directory.js';
import type { Candidate } from './facts.js';
import type { Subject } from './reach.js';

/** Records found by candidate, so that nobody is held against everybody's records. */

export interface Indexed<R> {
  readonly record: R;
  readonly subject: Subject;
}

type Index<R> = Map<string, Indexed<R>[]>;

function add<R>(index: Index<R>, key: string, one: Indexed<R>): void {
  const list = index.get(key);
  if (list === undefined) index.set(key, [one]);
  else list.push(one);
}

/** Refusals by whom they can reach; `refusalPath` has the last word on whether and how. */
export function byReach<R>(
  refusals: readonly Indexed<R>[],
  directory: Directory,
): (candidate: Candidate) => readonly Indexed<R>[] {
  const onPersons: Index<R> = new Map();
  const onIdentifiers: Index<R> = new Map();
  for (const refusal of refusals) {
    const { profileId, refusalKeys } = refusal.subject;
    const person = profileId === undefined ? undefined : directory.personOf(profileId);
    const reached = new Set(refusalKeys.flatMap((key) => directory.holdersOf(key)));
    if (person !== undefined) reached.add(person);
    for (const personId of reached) add(onPersons, personId, refusal);
    if (person === undefined) continue;
    for (const key of directory.refusalKeysOf(person)) add(onIdentifiers, key, refusal);
  }
  return ({ personId, reachedBy }) => {
    const onPerson = onPersons.get(personId) ?? [];
    const shared = reachedBy.flatMap((key) => onIdentifiers.get(key) ?? []);
    return shared.length === 0 ? onPerson : [...new Set([...onPerson, ...shared])];
  };
}

/** Permissions by whom they name, so that a candidate is not held against everybody's. */
export function bySubject<R>(grants: readonly Indexed<R>[]): (candidate: Candidate) => readonly Indexed<R>[] {
  const onProfiles: Index<R> = new Map();
  const onIdentifiers: Index<R> = new Map();
  for (const grant of grants) {
    const { profileId, identifiers } = grant.subject;
    if (profileId !== undefined) add(onProfiles, profileId, grant);
    else for (const { kind, key } of identifiers) add(onIdentifiers, `${kind}:${key}`, grant);
  }
  return ({ personId, identifier }) => [
    ...(onProfiles.get(personId) ?? []),
    ...(identifier === undefined ? [] : (onIdentifiers.get(`${identifier.kind}:${identifier.key}`) ?? [])),
  ];
}
