import type { Directory } from '../identity/directory.js';
import type { Candidate } from './facts.js';
import type { Subject } from './reach.js';

/** Records found by candidate, so that nobody is held against everybody's records. */

export interface Indexed<R> {
  readonly record: R;
  readonly subject: Subject;
}

/** Refusals by whom they can reach; `refusalPath` has the last word on whether and how. */
export function byReach<R>(
  refusals: readonly Indexed<R>[],
  directory: Directory,
): (candidate: Candidate) => readonly Indexed<R>[] {
  const index = new Map<string, Indexed<R>[]>();
  const add = (key: string, refusal: Indexed<R>): void => {
    const list = index.get(key);
    if (list === undefined) index.set(key, [refusal]);
    else list.push(refusal);
  };
  for (const refusal of refusals) {
    const { profileId, refusalKeys } = refusal.subject;
    const person = profileId === undefined ? undefined : directory.personOf(profileId);
    const reached = new Set(refusalKeys.flatMap((key) => directory.holdersOf(key)));
    if (person !== undefined) reached.add(person);
    for (const personId of reached) add(`person:${personId}`, refusal);
    if (person === undefined) continue;
    for (const key of directory.refusalKeysOf(person)) add(`identifier:${key}`, refusal);
  }
  return ({ personId, reachedBy }) => {
    const onPerson = index.get(`person:${personId}`) ?? [];
    const shared = reachedBy.flatMap((key) => index.get(`identifier:${key}`) ?? []);
    return shared.length === 0 ? onPerson : [...new Set([...onPerson, ...shared])];
  };
}

/** Permissions by whom they name, so that a candidate is not held against everybody's. */
export function bySubject<R>(grants: readonly Indexed<R>[]): (candidate: Candidate) => readonly Indexed<R>[] {
  const index = new Map<string, Indexed<R>[]>();
  for (const grant of grants) {
    const { profileId, identifiers } = grant.subject;
    const keys =
      profileId === undefined ? identifiers.map(({ kind, key }) => `${kind}:${key}`) : [`profile:${profileId}`];
    for (const key of keys) {
      const list = index.get(key);
      if (list === undefined) index.set(key, [grant]);
      else list.push(grant);
    }
  }
  return ({ personId, identifier }) => [
    ...(index.get(`profile:${personId}`) ?? []),
    ...(identifier === undefined ? [] : (index.get(`${identifier.kind}:${identifier.key}`) ?? [])),
  ];
}
