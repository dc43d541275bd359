import { ClearlistError } from '../errors.js';
import type { DigestKeys } from '../model/digest-keys.js';
import { type Placed, placeOf } from '../model/record-kind.js';
import { inList, join, literal, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import { hmacSha256 } from './digest.js';
import { type HeldKind, matchedKinds } from './identifier.js';
import { hmacSql, normalisers } from './refusal-digest.js';

/**
 * Whose tombstones they are: every identifier that anybody holds or has held is hashed with every key in use, and
 * the digests are compared. A tombstone that nobody's identifier gives is nobody's here.
 */

/** A record that keeps a keyed hash instead of an identifier. */
export interface Digested extends Placed {
  readonly digest: string;
  readonly keyId: string;
  readonly normaliser: string;
}

/**
 * The refusal keys (`email:anna@example.se`) that keyed hashes stand for.
 *
 * @throws {ClearlistError} `key-missing`, `normaliser-unknown` for a tombstone that cannot be matched: it could be
 * anybody's.
 */
export function tombstoneKeys(
  tombstones: readonly Digested[],
  held: Iterable<string>,
  keys: DigestKeys,
  kinds: readonly HeldKind[] = matchedKinds,
): (tombstone: Digested) => string | undefined {
  requireMatchable(tombstones, keys);
  const inUse = [...new Set(tombstones.map(({ keyId }) => keyId))];
  const byDigest = new Map<string, string>();
  for (const key of inUse.length === 0 ? [] : held) {
    if (!kinds.some((kind) => key.startsWith(`${kind}:`))) continue;
    for (const id of inUse) byDigest.set(`${id}:${hmacSha256(keys[id] as string, key)}`, key);
  }
  return ({ keyId, digest }) => byDigest.get(`${keyId}:${digest}`);
}

/** @throws {ClearlistError} `key-missing`, `normaliser-unknown` for a tombstone that could be anybody's. */
export function requireMatchable(tombstones: readonly Digested[], keys: DigestKeys): void {
  for (const tombstone of tombstones) {
    if (!Object.hasOwn(keys, tombstone.keyId)) throw missingKey(placeOf(tombstone));
    if (!normalisers.includes(tombstone.normaliser)) throw unknownNormaliser(placeOf(tombstone));
  }
}

/** Tombstones as a relation, and the keys they are matched with. */
export interface TombstoneSources {
  readonly tombstones: Sql;
  readonly keys: DigestKeys;
}

const TEXT_NULL = sql`cast(null as varchar)`;

/**
 * {@link tombstoneKeys} in SQL: the tombstones that somebody's identifier gives, with the columns by which refusals
 * reach people. `holders` has `(kind, refusal_key)`.
 */
export function tombstoneSubjects(plan: PlanBuilder, { tombstones, keys }: TombstoneSources, holders: Sql): Sql {
  const table = heldDigests(plan, keys, holders, matchedKinds);
  const keyOf = (kind: string): Sql => sql`case when d.kind = ${kind} then d.refusal_key end`;
  return plan.table(
    'tombstone_subject',
    sql`select t.*, ${TEXT_NULL} as profile_id, ${keyOf('email')} as email_key, ${keyOf('email')} as email_refusal_key, ${keyOf('phone')} as phone_key from ${tombstones} as t join ${table} as d on d.key_id = t.key_id and d.digest = t.digest`,
  );
}

/** `(kind, refusal_key, key_id, digest)` of everything of some kinds that anybody holds or has held. */
export function heldDigests(plan: PlanBuilder, keys: DigestKeys, holders: Sql, kinds: readonly HeldKind[]): Sql {
  const held = sql`(select distinct kind, refusal_key from ${holders} where ${inList(name('kind'), kinds)}) as h`;
  const digests = Object.entries(keys).map(
    ([id, hex]) =>
      sql`select h.kind, h.refusal_key, ${id} as key_id, ${hmacSql(hex, sql`h.kind || ':' || h.refusal_key`)} as digest from ${held}`,
  );
  const none = sql`select h.kind, h.refusal_key, ${''} as key_id, ${''} as digest from ${held} where false`;
  return plan.table('held_digest', join(digests.length === 0 ? [none] : digests, ' union all '));
}

/** Rows `(source, row)` of tombstones that cannot be matched, and what to say of the first. */
export const tombstoneChecks = ({ tombstones, keys }: TombstoneSources) => [
  { query: firstOf(tombstones, unmatchable('key_id', Object.keys(keys))), error: missingKey },
  { query: firstOf(tombstones, unmatchable('normaliser', normalisers)), error: unknownNormaliser },
];

/** Tombstones that the reference has to see for one person: theirs, and those it would stop at. */
export const tombstonesAbout = ({ tombstones, keys }: TombstoneSources, matched: Sql): Sql =>
  sql`select t.* from ${tombstones} as t where ${unmatchable('key_id', Object.keys(keys))} or ${unmatchable('normaliser', normalisers)} or exists (select 1 from ${matched} as s where s.source = t.source and s.row = t.row)`;

const unmatchable = (column: string, known: readonly string[]): Sql => sql`not ${inList(name(column), known)}`;

const firstOf = (relation: Sql, condition: Sql): Sql =>
  sql`select source, row from ${relation} where ${condition} order by source, row limit ${literal(1)}`;

const missingKey = (at: string): ClearlistError =>
  new ClearlistError('key-missing', 'a keyed hash was made with a key that is not given', {
    at,
    hint: 'Give every key whose id stands in a tombstone or register; without it the hash could be anybody’s refusal.',
  });

const unknownNormaliser = (at: string): ClearlistError =>
  new ClearlistError(
    'normaliser-unknown',
    'a keyed hash was made by a version of the canonical form that is not known',
    {
      at,
      hint: `Use a release that knows it; this one knows ${normalisers.join(', ')}.`,
    },
  );
