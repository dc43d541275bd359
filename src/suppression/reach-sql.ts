import type { IdentityTables } from '../identity/identity-tables.js';
import { inList, join, literal, name, type Sql, sql } from '../sql/fragment.js';
import type { CandidatesOn } from './candidates-on.js';
import type { Reach } from './rule-scans.js';

/** How records reach candidates, in SQL: each branch joins the records `a` of a reach to the candidates `c`. */

/** The records of a reach, and which of their columns say whom they concern. */
export interface ReachingRows {
  readonly rows: Sql;
  readonly keys: readonly string[];
  /** Columns that the branches have to have of the records, beside their instant `at`. */
  readonly answers: readonly string[];
}

type Branches = (
  records: ReachingRows,
  candidates: CandidatesOn,
  identity: Pick<IdentityTables, 'holders'>,
  /** `(kind, refusal_key)` of what more than one holds. */
  shared: Sql,
) => readonly Sql[];

/** The key columns of refusals, and the kind of identifier that each holds. */
const HELD: Readonly<Record<string, string>> = {
  email_refusal_key: 'email',
  phone_key: 'phone',
  postal_refusal_key: 'postal',
  device_key: 'device',
};

/** A channel with one kind of address does not keep it with every candidate. */
const kindOf = ({ kinds: [only, ...others] }: CandidatesOn): Sql =>
  only !== undefined && others.length === 0 ? literal(only) : name('c', 'kind');

const ofPerson = ({ rows }: ReachingRows, { table: candidates }: CandidatesOn): Sql =>
  sql`from ${rows} as a join ${candidates} as c on c.person_id = a.person_id`;

/**
 * The same reach as `refusalPath`: own or merged, identifier held, and the shared address.
 *
 * What refuses by way of an identifier comes together there before it goes to whoever holds it: an address that
 * thousands share, of whom thousands refused, would else be all of those pairs.
 */
const refusalBranches: Branches = (records, candidates, { holders }, sharedKeys) => {
  const { rows, keys, answers } = records;
  const { kinds } = candidates;
  const columns = ['at', ...answers].map((column) => name('a', column));
  const named = Object.entries(HELD).flatMap(([column, kind]) =>
    keys.includes(column)
      ? [
          sql`select ${join([sql`${kind} as kind`, sql`${name('a', column)} as refusal_key`, ...columns], ', ')} from ${rows} as a where ${name('a', column)} is not null`,
        ]
      : [],
  );
  const theirs =
    kinds.length === 0
      ? []
      : [
          sql`select ${join([name('h', 'kind'), name('h', 'refusal_key'), ...columns], ', ')} from ${rows} as a join ${holders} as h on h.person_id = a.person_id and ${inList(name('h', 'kind'), kinds)} join ${sharedKeys} as s on s.kind = h.kind and s.refusal_key = h.refusal_key`,
        ];
  const together = (parts: readonly Sql[]): Sql => {
    const same = join(
      ['kind', 'refusal_key', ...answers].map((column) => name(column)),
      ', ',
    );
    return sql`(select ${same}, max(${name('at')}) as ${name('at')} from (${join(parts, ' union all ')}) as k group by ${same}) as a`;
  };
  const wholly = (parts: readonly Sql[]): Sql =>
    sql`from ${together(parts)} join ${holders} as h on h.kind = a.kind and h.refusal_key = a.refusal_key join ${candidates.table} as c on c.person_id = h.person_id`;
  const shared = (parts: readonly Sql[]): Sql =>
    sql`from ${together(parts)} join ${candidates.table} as c on ${kindOf(candidates)} = a.kind and c.refusal_key = a.refusal_key`;
  const some = (parts: readonly Sql[], branch: (parts: readonly Sql[]) => Sql): readonly Sql[] =>
    parts.length === 0 ? [] : [branch(parts)];
  return candidates.listing
    ? [ofPerson(records, candidates), ...some([...named, ...theirs], wholly)]
    : [ofPerson(records, candidates), ...some(named, wholly), ...some(theirs, shared)];
};

/** The same as `addressPath`: a report about exactly this address, or about all of whom it names without any. */
const addressBranches: Branches = (records, candidates) => {
  const named = (['email', 'phone'] as const).filter((kind) => records.keys.includes(`${kind}_key`));
  const nowhere = named.map((kind) => sql` and ${name('a', `${kind}_key`)} is null`);
  return [
    nowhere.reduce((before, one) => sql`${before}${one}`, ofPerson(records, candidates)),
    ...named
      .filter((kind) => candidates.kinds.includes(kind))
      .map(
        (kind) =>
          sql`from ${records.rows} as a join ${candidates.table} as c on ${kindOf(candidates)} = ${kind} and c.key = ${name('a', `${kind}_key`)}`,
      ),
  ];
};

/** The same as `permits`: the profile, the exact address, or both where both are named. */
const permissionBranches: Branches = ({ rows, keys }, on) => {
  const { table: candidates, kinds } = on;
  const own = sql`from ${rows} as a join ${candidates} as c on c.person_id = a.profile_id`;
  if (!keys.includes('addressed')) return [own];
  const addressed = kinds.flatMap((kind) =>
    keys.includes(`${kind}_key`)
      ? [
          sql`from ${rows} as a join ${candidates} as c on ${kindOf(on)} = ${kind} and c.key = ${name('a', `${kind}_key`)} where a.profile_id is null or a.profile_id = c.person_id`,
        ]
      : [],
  );
  return [sql`${own} where not a.addressed`, ...addressed];
};

/** INVARIANT: no record comes to a candidate by two branches of `report` or `person`, so that they can be counted. */
export const branchesOf: Readonly<Record<Reach, Branches>> = {
  refusal: refusalBranches,
  address: addressBranches,
  report: addressBranches,
  permission: permissionBranches,
  person: (records, candidates) => [ofPerson(records, candidates)],
};
