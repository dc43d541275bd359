import type { EvaluatedKind } from '../../model/record-kinds.js';
import { anyOf, FALSE, isTrue, join, literal, name, type Sql, sql, TRUE } from '../../sql/fragment.js';
import { isOneOf } from '../../sql/one-of.js';
import type { PlanBuilder } from '../../sql/plan.js';
import { readsPostal } from '../candidates.js';
import type { RunDefinition } from '../engine.js';
import { countedRows, type Relations } from '../relations.js';
import type { NamedBy } from './found-literally.js';
import { addressesOf, devicesOf, digestsOf, digits, lowered, NO_TEXT, profilesOf } from './named-holders.js';

/**
 * The records that literally name somebody who is cleared, found by a way of their own: straight over the rows that
 * were counted, by what is written there. Nothing that a decision rests on is asked: no closure, no table of who is who,
 * no key, nothing about which fields a source says. What these overlook, this finds.
 *
 * Literally: the id of the profile, or of one that was merged into it once and directly; an e-mail address, but for
 * letter case and spaces around it; a phone number, but for what stands between its digits; a keyed hash of either; a
 * device that the profile logged in on.
 */
export interface NamedTables {
  /** `(person_id, named_by, literal, held, held_country, hashed)` of addresses that some record names. */
  readonly addresses: Sql;
  /**
   * `(person_id, kind, source, row, named_by, literal, written, country)`; the person of records that name one by id, the
   * profile where they are found by {@link sharing}.
   */
  readonly rows: Sql;
  /** `(profile_id, kind, raw, country)` of whoever wrote an address just as one of those drawn did. */
  readonly sharing: Sql;
}

/** Who is looked at: queries of `person_id`. */
interface LookedAt {
  readonly cleared: Sql;
  /** Those drawn from the members. */
  readonly drawn: Sql;
  /** Profiles and identifiers of who can matter. */
  readonly related: Relations;
}

interface Naming {
  readonly by: NamedBy;
  readonly column: string;
  /** What is compared. */
  readonly literal: Sql;
}

const KEYED = sql`${name('key_id')} || ${':'} || ${name('digest')}`;

const ADDRESSES: readonly Naming[] = [
  { by: 'email', column: 'email', literal: lowered(name('email')) },
  { by: 'phone', column: 'phone', literal: digits(name('phone')) },
];

interface Speaking {
  /** Whether it names profiles too. */
  readonly id: boolean;
  readonly others: readonly Naming[];
  /** Which rows can speak against somebody; what is not known to be harmless can. */
  readonly against: Sql;
}

const unless = (column: string, ...harmless: readonly string[]): Sql =>
  sql`coalesce(${name(column)}, ${''}) not in (${join(harmless.map(literal), ', ')})`;

/** The kinds of which a single record can keep somebody from a list; contacts do so by their number only. */
const speaking: Partial<Readonly<Record<EvaluatedKind, Speaking>>> = {
  objection: { id: true, others: ADDRESSES, against: TRUE },
  opt_out: { id: true, others: ADDRESSES, against: TRUE },
  restriction: { id: true, others: ADDRESSES, against: TRUE },
  permission: {
    id: true,
    others: ADDRESSES,
    against: anyOf([unless('state', 'given', 'pending'), isTrue(name('unreadable'))]),
  },
  delivery: { id: true, others: ADDRESSES, against: unless('outcome', 'delivered', 'auto_reply') },
  signal: {
    id: true,
    others: [{ by: 'device', column: 'device_id', literal: name('device_id') }],
    against: sql`coalesce(${name('refuses')}, true)`,
  },
  register: {
    id: true,
    others: ADDRESSES.filter(({ by }) => by === 'phone'),
    against: unless('result', 'clear', 'list', 'unanswered'),
  },
  tombstone: { id: false, others: [{ by: 'digest', column: 'digest', literal: KEYED }], against: TRUE },
};

/** Adds these tables to a plan. */
export function namedTables(plan: PlanBuilder, relations: Relations, run: RunDefinition, at: LookedAt): NamedTables {
  const links = countedRows(relations, 'identity_link');
  const known = run.replay ? sql`coalesce(occurred_at, ${run.asOf}) <= ${run.asOf}` : TRUE;
  const own = plan.table('audit_cleared', profilesOf(at.cleared, links && { links, known }));
  const raws = plan.table(
    'audit_raw',
    sql`select distinct raw from ${at.related.profile_identifier as Sql} where profile_id in (select person_id from ${at.drawn})`,
  );
  const sharing = plan.table(
    'audit_sharing',
    sql`select profile_id, kind, raw, country from ${relations.profile_identifier as Sql} where ${isOneOf(name('raw'), raws, 'raw')}`,
  );
  const spoken = spokenIn(relations, run);
  const asks = (kind: EvaluatedKind): boolean => spoken.some((one) => one.kind === kind);
  const held = addressesOf(relations, own);
  const names = [
    held,
    ...(asks('signal') && links !== undefined ? [devicesOf(own, links, known)] : []),
    ...(asks('tombstone') ? digestsOf(held, run) : []),
  ];
  const said = spoken.flatMap(byAddress);
  const same = (other: Sql): Sql => (said.length === 0 ? FALSE : sql`literal in (select literal from ${other})`);
  const addresses = plan.table(
    'audit_address',
    sql`select * from (${together(names)}) as n where ${same(sql`(${together(said)}) as s`)}`,
  );
  const profiles = sql`(select person_id, profile_id from ${own} union all select distinct ${NO_TEXT}, profile_id from ${sharing})`;
  const ids = spoken.filter(({ id }) => id).map(byId);
  const rows = [
    NO_ROW,
    ...(ids.length === 0 ? [] : [whom(together(ids), profiles)]),
    ...(said.length === 0
      ? []
      : [sql`select ${NO_TEXT} as person_id, * from (${together(said)}) as s where ${same(addresses)}`]),
    ...(links === undefined ? [] : [mergesOf(own, links, known)]),
  ];
  return { addresses, rows: plan.table('audit_named', together(rows)), sharing };
}

interface Spoken extends Speaking {
  readonly kind: string;
  readonly rows: Sql;
}

/** A register is asked only by who writes a letter or calls. */
const spokenIn = (relations: Relations, run: RunDefinition): readonly Spoken[] =>
  Object.entries(speaking).flatMap(([kind, speaks]) => {
    const rows = countedRows(relations, kind as EvaluatedKind);
    const isAsked = kind !== 'register' || run.campaigns.some(({ channel }) => readsPostal(channel));
    return rows === undefined || !isAsked ? [] : [{ ...speaks, kind, rows }];
  });

const together = (parts: readonly Sql[]): Sql => join(parts, ' union all ');

const byAddress = ({ kind, rows, others, against }: Spoken): readonly Sql[] =>
  others.map(({ by, column, literal: compared }) => {
    const written = by === 'digest' ? NO_TEXT : name(column);
    const country = by === 'phone' ? name('country') : NO_TEXT;
    return sql`select ${kind} as kind, source, row, ${by} as named_by, ${compared} as literal, ${written} as written, ${country} as country from ${rows} as r where ${name(column)} is not null and ${against}`;
  });

const byId = ({ kind, rows, against }: Spoken): Sql =>
  sql`select ${kind} as kind, source, row, profile_id from ${rows} as a where profile_id is not null and ${against}`;

/** @param profiles Relation `(person_id, profile_id)`; without a person for those who share an address. */
const whom = (rows: Sql, profiles: Sql): Sql =>
  sql`select o.person_id, r.kind, r.source, r.row, case when o.person_id is null then ${'sharing'} else ${'id'} end as named_by, r.profile_id as literal, ${NO_TEXT} as written, ${NO_TEXT} as country from (${rows}) as r join ${profiles} as o on o.profile_id = r.profile_id`;

const NO_ROW = sql`select ${NO_TEXT} as person_id, ${''} as kind, ${''} as source, cast(0 as bigint) as row, ${''} as named_by, ${''} as literal, ${NO_TEXT} as written, ${NO_TEXT} as country where false`;

const mergesOf = (own: Sql, links: Sql, known: Sql): Sql =>
  sql`select o.person_id, ${'identity_link'} as kind, l.source, l.row, ${'id'} as named_by, l.profile_id as literal, ${NO_TEXT} as written, ${NO_TEXT} as country from (select source, row, profile_id, into_profile_id from ${links} as a where link = ${'merge'} and ${known}) as l join ${own} as o on o.profile_id = l.profile_id and o.person_id = l.into_profile_id where o.profile_id <> o.person_id`;
