import memoize from 'lodash-es/memoize.js';
import type { Issue } from '../../errors.js';
import { keyOf } from '../../identity/directory.js';
import { canonicalIdentifier, matchedKinds } from '../../identity/identifier.js';
import { type Placed, placeOf } from '../../model/record-kind.js';
import type { Records } from '../../model/records.js';
import type { FoundLiterally, NamedAddress, NamedBy, NamedRow, SharedAddress } from './found-literally.js';

/** The persons of a sample, and what was captured about them. */
interface Captured {
  readonly persons: readonly string[];
  readonly records: Records;
}

/**
 * What names somebody of the sample and is not among what was captured: whoever decided by that knew nothing of it.
 *
 * Who holds an address is as it was found here; the reference is asked only what is an address, because what is written
 * alike and cannot be one names nobody.
 *
 * @param fallback The country of numbers without one.
 */
export function overlooked(
  { rows, addresses, sharing }: FoundLiterally,
  captured: Captured,
  fallback: string | undefined,
): readonly Issue[] {
  const held = new Map<string, Set<string>>();
  for (const one of addresses) addTo(held, spelling(one.by, one.literal), heldKey(one, fallback));
  const sharers = sharersOf(sharing, captured, fallback);
  const names = (row: NamedRow): boolean => {
    const { by, literal, written, country } = row;
    if (by === 'id') return true;
    if (by === 'sharing') return sharers.has(literal);
    const isAddress = by === 'email' || by === 'phone';
    const key = isAddress ? keyOfAddress(by, written, country ?? fallback) : ITSELF;
    return isAmong(held.get(spelling(by, literal)), key);
  };
  const missing = notAmong(rows, captured.records).filter(names);
  const places = missing.map((row): readonly [string, Issue] => [
    `${row.kind} ${placeKey(row)}`,
    {
      at: placeOf({ ref: row }),
      message: `this ${row.kind} names somebody, by ${said[row.by]}, and is not among the records that were captured`,
    },
  ]);
  return [...new Map(places).values()];
}

const said: Readonly<Record<NamedBy, string>> = {
  id: 'a profile id',
  email: 'an e-mail address',
  phone: 'a phone number',
  device: 'a device',
  digest: 'a keyed hash',
  sharing: 'a profile with the same address',
};

function notAmong(rows: readonly NamedRow[], records: Records): readonly NamedRow[] {
  const kinds: Readonly<Record<string, readonly Placed[] | undefined>> = { ...records };
  const places = memoize((kind: string) => new Set((kinds[kind] ?? []).map(({ ref }) => placeKey(ref))));
  return rows.filter((row) => !places(row.kind).has(placeKey(row)));
}

/** The profiles that have an address of a person of the sample: what is written alike may be read by two countries. */
function sharersOf(
  sharing: readonly SharedAddress[],
  { persons, records: { profile: profiles = [] } }: Captured,
  fallback: string | undefined,
): ReadonlySet<string> {
  const sample = new Set(persons);
  const theirs = new Map<string, Set<string>>();
  for (const { id, email, formerEmail, phone, formerPhone, country = fallback } of sharing.length === 0
    ? []
    : profiles) {
    if (!sample.has(id)) continue;
    for (const raw of [...email, ...formerEmail])
      addTo(theirs, spelling('email', raw), keyOfAddress('email', raw, country));
    for (const raw of [...phone, ...formerPhone])
      addTo(theirs, spelling('phone', raw), keyOfAddress('phone', raw, country));
  }
  const alike = sharing.filter(({ kind, raw, country = fallback }) =>
    isAmong(theirs.get(spelling(kind, raw)), keyOfAddress(kind, raw, country)),
  );
  return new Set(alike.map(({ profileId }) => profileId));
}

/** The key of what has no other form than the one it is written in. */
const ITSELF = '';

const isAmong = (keys: ReadonlySet<string> | undefined, key: string | undefined): boolean =>
  key !== undefined && keys?.has(key) === true;

const spelling = (by: string, literal: string): string => `${by} ${literal}`;
const placeKey = ({ source, row }: Pick<NamedRow, 'source' | 'row'>): string => `${row} ${source}`;

function keyOfAddress(kind: string, raw: string | undefined, country: string | undefined): string | undefined {
  const matched = matchedKinds.find((one) => one === kind);
  if (matched === undefined || raw === undefined) return undefined;
  const canonical = canonicalIdentifier(matched, raw, country);
  return canonical === undefined ? undefined : keyOf(canonical);
}

function heldKey({ by, held, country, hashed }: NamedAddress, fallback: string | undefined): string | undefined {
  if (by === 'device') return ITSELF;
  if (hashed === undefined) return keyOfAddress(by, held, country ?? fallback);
  const [kind = ''] = hashed.split(':');
  return keyOfAddress(kind, held, country ?? fallback) === hashed ? ITSELF : undefined;
}

function addTo(sets: Map<string, Set<string>>, at: string, key: string | undefined): void {
  if (key === undefined) return;
  const set = sets.get(at);
  if (set === undefined) sets.set(at, new Set([key]));
  else set.add(key);
}
