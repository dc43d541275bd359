import fc from 'fast-check';
import { refusalDigest } from '../../src/identity/refusal-digest.js';
import type { RecordsInput } from '../../src/model/records.js';
import { ledger } from './arbitraries.js';
import { KEYS } from './keys.js';
import { GOOD_EMAILS, GOOD_PHONES, ownId, type Row, WORLDS } from './world.js';

/**
 * Several worlds in one run, none of which knows of another: an engine prepares its queries once for all of them.
 *
 * Every id and address of a world is made its own by that world's number, so that nothing collides between worlds that
 * did not collide within one, and everything that collided within one still does.
 */

type Cell = (text: string, world: number) => string;

const ownEmail: Cell = (email, world) => email.replace(/(ex[aä]mple)(?=\.se)/i, `$1${world}`);
const ownPhone: Cell = (phone, world) => phone.replace(/12(?= ?3)/, `1${world}`);
const ownStreet: Cell = (street, world) => street.replace(/\b[57]\b/, `$&${world}`);

const OWN: Readonly<Record<string, Cell>> = {
  id: ownId,
  profileId: ownId,
  intoProfileId: ownId,
  deviceId: ownId,
  receipt: ownId,
  originalReceipt: ownId,
  originalLine: ownId,
  email: ownEmail,
  formerEmail: ownEmail,
  phone: ownPhone,
  formerPhone: ownPhone,
  address: ownStreet,
  digest: (digest, world) => {
    const own = ownDigests(world).get(digest.toLowerCase());
    return own === undefined || digest === digest.toLowerCase() ? (own ?? digest) : own.toUpperCase();
  },
};

const ADDRESSES = [
  ...GOOD_EMAILS.map((value) => ({ kind: 'email' as const, value, own: ownEmail })),
  ...[...GOOD_PHONES, '+46 70 123 45 67'].map((value) => ({ kind: 'phone' as const, value, own: ownPhone })),
];

const digestTables = new Map<number, ReadonlyMap<string, string>>();

/** What an address of the common world is hashed to, to what its own is. */
function ownDigests(world: number): ReadonlyMap<string, string> {
  const known = digestTables.get(world);
  if (known !== undefined) return known;
  const pairs = Object.entries(KEYS).flatMap(([id, hex]) =>
    ADDRESSES.flatMap(({ kind, value, own }): [string, string][] => {
      const from = refusalDigest({ kind, value, key: { id, hex } });
      const to = refusalDigest({ kind, value: own(value, world), key: { id, hex } });
      return from === undefined || to === undefined ? [] : [[from.digest, to.digest]];
    }),
  );
  const table = new Map(pairs);
  digestTables.set(world, table);
  return table;
}

function ownRow(row: Row, world: number): Row {
  return Object.fromEntries(
    Object.entries(row).map(([field, cell]) => {
      const own = OWN[field];
      if (own === undefined) return [field, cell];
      if (Array.isArray(cell)) return [field, cell.map((each) => (typeof each === 'string' ? own(each, world) : each))];
      return [field, typeof cell === 'string' ? own(cell, world) : cell];
    }),
  );
}

/** One world's records under names of its own. */
export const apart = (records: RecordsInput, world: number): RecordsInput =>
  Object.fromEntries(
    Object.entries(records).map(([kind, rows]) => [kind, (rows as readonly Row[]).map((row) => ownRow(row, world))]),
  );

/** Registers speak for everybody: a whole list of one world would answer for all of them, so only the first world has any. */
export function union(worlds: readonly RecordsInput[]): RecordsInput {
  const all: Record<string, Row[]> = {};
  worlds.forEach((records, world) => {
    for (const [kind, rows] of Object.entries(records)) {
      if (kind !== 'register' || world === 0) all[kind] = [...(all[kind] ?? []), ...(rows as readonly Row[])];
    }
  });
  return all;
}

/** Kinds that a run may do without: with several worlds, hardly any would ever be undeclared by itself. */
export const KINDS = [
  ...['purchase', 'event', 'identity_link', 'permission', 'objection', 'opt_out', 'restriction'],
  ...['delivery', 'contact', 'relation', 'signal', 'register', 'tombstone'],
];

const undeclared = fc.oneof(
  { weight: 2, arbitrary: fc.constant<string[]>([]) },
  { weight: 3, arbitrary: fc.subarray(KINDS, { maxLength: 4 }) },
);

/** Ledgers side by side in the records of one run. */
export const ledgers: fc.Arbitrary<RecordsInput> = fc
  .tuple(fc.array(ledger, { minLength: WORLDS, maxLength: WORLDS }), undeclared)
  .map(([worlds, without]) => {
    const all = union(worlds.map(apart));
    return Object.fromEntries(Object.entries(all).filter(([kind]) => !without.includes(kind)));
  });
