import type { IdentitySources } from '../identity/identity-tables.js';
import { refusingOutcomes } from '../model/delivery.js';
import { allOf, inList, name, type Sql, sql } from '../sql/fragment.js';
import { readsPostal } from './candidates.js';
import type { RunDefinition } from './engine.js';
import { type Relations, relationAmong, saysAnything } from './relations.js';
import { SUBJECT_KINDS } from './run-checks.js';

/** What says who is who, of all that the sources gave. */
export function identitySources(relations: Relations, run: RunDefinition): IdentitySources {
  const { says = saysAnything } = relations;
  const subjects = SUBJECT_KINDS.flatMap((kind) => {
    const relation = relations[kind];
    if (relation === undefined) return [];
    // Reports of what was delivered are many, and say nothing against anybody.
    const refusing = (rows: Sql): Sql =>
      kind === 'delivery' ? sql`(select * from ${rows} where ${inList(name('outcome'), refusingOutcomes)})` : rows;
    const source = {
      relation: refusing(relation),
      saysEmail: says(kind, 'email'),
      saysPhone: says(kind, 'phone'),
      isLarge: relations.large?.has(kind) === true,
      among: (profiles: Sql) => refusing(relationAmong(relations, kind, profiles) ?? relation),
    };
    return [[kind, source] as const];
  });
  return {
    identifiers: relations.profile_identifier as Sql,
    links: relations.identity_link,
    subjects: Object.fromEntries(subjects),
    postal: run.campaigns.some(({ channel }) => readsPostal(channel)) ? relations.profile : undefined,
    registers: relations.register === undefined ? undefined : { registers: relations.register, keys: run.keys },
    tombstones: relations.tombstone === undefined ? undefined : { tombstones: relations.tombstone, keys: run.keys },
    signals:
      relations.signal === undefined ? undefined : { signals: relations.signal, logins: loginsOf(relations, run) },
  };
}

/** The same as `countedLogins`. */
const loginsOf = ({ identity_link }: Relations, { asOf, replay }: RunDefinition): Sql | undefined => {
  if (identity_link === undefined) return undefined;
  const known = replay ? [sql`(occurred_at is null or occurred_at <= ${asOf})`] : [];
  const counted = allOf([sql`link = ${'login'}`, sql`device_id is not null`, ...known]);
  return sql`(select profile_id, device_id from ${identity_link} where ${counted})`;
};
