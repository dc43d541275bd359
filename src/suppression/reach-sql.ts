import type { IdentityTables } from '../identity/identity-tables.js';
import { inList, name, type Sql, sql } from '../sql/fragment.js';
import type { CandidatesOn } from './candidates-on.js';
import type { Reach } from './rule-scans.js';

/** How records reach candidates, in SQL: each branch joins the records `a` of a reach to the candidates `c`. */

/** The records of a reach, and which of their columns say whom they concern. */
export interface ReachingRows {
  readonly rows: Sql;
  readonly keys: readonly string[];
}

type Branches = (records: ReachingRows, candidates: CandidatesOn, identity: IdentityTables) => readonly Sql[];

/** The key columns of refusals, and the kind of identifier that each holds. */
const HELD: Readonly<Record<string, string>> = {
  email_refusal_key: 'email',
  phone_key: 'phone',
  postal_refusal_key: 'postal',
  device_key: 'device',
};

const ofPerson = ({ rows }: ReachingRows, { table: candidates }: CandidatesOn): Sql =>
  sql`from ${rows} as a join ${candidates} as c on c.person_id = a.person_id`;

/** The same reach as `refusalPath`: own or merged, identifier held, and the shared address. */
const refusalBranches: Branches = (records, { table: candidates, kinds, listing }, { holders }) => {
  const { rows, keys } = records;
  const held = (kind: string, column: string): Sql =>
    sql`from ${rows} as a join ${holders} as h on h.kind = ${kind} and h.refusal_key = ${name('a', column)} join ${candidates} as c on c.person_id = h.person_id`;
  const theirs = sql`from ${rows} as a join ${holders} as h on h.person_id = a.person_id and ${inList(name('h', 'kind'), kinds)}`;
  const shared = listing
    ? sql`${theirs} join ${holders} as w on w.kind = h.kind and w.refusal_key = h.refusal_key join ${candidates} as c on c.person_id = w.person_id`
    : sql`${theirs} join ${candidates} as c on c.kind = h.kind and c.refusal_key = h.refusal_key`;
  return [
    ofPerson(records, { table: candidates, kinds, listing }),
    ...Object.entries(HELD).flatMap(([column, kind]) => (keys.includes(column) ? [held(kind, column)] : [])),
    ...(kinds.length === 0 ? [] : [shared]),
  ];
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
          sql`from ${records.rows} as a join ${candidates.table} as c on c.kind = ${kind} and c.key = ${name('a', `${kind}_key`)}`,
      ),
  ];
};

/** The same as `permits`: the profile, the exact address, or both where both are named. */
const permissionBranches: Branches = ({ rows, keys }, { table: candidates, kinds }) => {
  const own = sql`from ${rows} as a join ${candidates} as c on c.person_id = a.profile_id`;
  if (!keys.includes('addressed')) return [own];
  const addressed = kinds.flatMap((kind) =>
    keys.includes(`${kind}_key`)
      ? [
          sql`from ${rows} as a join ${candidates} as c on c.kind = ${kind} and c.key = ${name('a', `${kind}_key`)} where a.profile_id is null or a.profile_id = c.person_id`,
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
