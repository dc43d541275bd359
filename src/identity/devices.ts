import type { IdentityLink } from '../model/identity-link.js';
import type { Instant } from '../model/instant.js';
import { name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import { joinMerged, personSql } from './merged-person.js';

/**
 * Whose a device was: the person whose login on it was the latest at or before the moment asked about.
 *
 * Before any login a device is nobody's. Where two persons logged in at the same instant and nobody since, it is
 * nobody's: neither is more likely. A login counts for the person that remains after merges, and only before as-of, as
 * behaviour does. Nothing is guessed from anything but logins. Source: notices on analytics, OP Financial Group.
 */
export type DeviceOwner = (deviceId: string, at: Instant) => string | undefined;

interface Span {
  readonly from: Instant;
  /** `undefined` for a tie between persons. */
  readonly personId: string | undefined;
}

export function deviceOwners(
  links: readonly IdentityLink[],
  asOf: Instant,
  personOf: (profileId: string) => string,
): DeviceOwner {
  const logins = links.flatMap(({ link, deviceId, occurredAt, profileId }) =>
    link === 'login' && deviceId !== undefined && occurredAt !== undefined && occurredAt < asOf
      ? [{ deviceId, from: occurredAt, personId: personOf(profileId) }]
      : [],
  );
  const spans = new Map<string, Span[]>();
  for (const { deviceId, from, personId } of logins.sort((a, b) => a.from - b.from)) {
    const known = spans.get(deviceId) ?? [];
    const last = known.at(-1);
    const tied = last?.from === from;
    if (tied) known.pop();
    known.push({ from, personId: tied && last.personId !== personId ? undefined : personId });
    spans.set(deviceId, known);
  }
  return (deviceId, at) => spans.get(deviceId)?.findLast(({ from }) => from <= at)?.personId;
}

/** What {@link deviceOwnerTable} is made from. */
export interface DeviceSources {
  readonly links: Sql;
  readonly events: Sql;
  readonly merged: Sql | undefined;
}

/** Events that name a device and no profile, where `b` is the relation of events. */
export const onDeviceOnly = sql`b.profile_id is null and b.device_id is not null`;

/**
 * {@link deviceOwners} in SQL: `(device_id, moment, person_id)` for every device and instant of an event that somebody
 * owns. A running maximum over logins and events in one order, so that a device that many log in on costs a sort.
 */
export function deviceOwnerTable(plan: PlanBuilder, { links, events, merged }: DeviceSources, asOf: Instant): Sql {
  const person = personSql(merged, name('l', 'profile_id'));
  const counted = sql`l.link = ${'login'} and l.device_id is not null and l.occurred_at < ${asOf}`;
  const logins = plan.table(
    'device_login',
    sql`select l.device_id, l.occurred_at as moment, case when min(${person}) = max(${person}) then min(${person}) end as person_id from ${links} as l${joinMerged(merged, name('l', 'profile_id'))} where ${counted} group by l.device_id, l.occurred_at`,
  );
  const seen = sql`select distinct b.device_id, b.occurred_at as moment, cast(null as bigint) as login_at from ${events} as b where ${onDeviceOnly}`;
  const moments = sql`${seen} union all select device_id, moment, moment as login_at from ${logins}`;
  // The default frame ends with the peers of the row: a login at the instant of the event counts.
  const latest = sql`select device_id, moment, max(login_at) over (partition by device_id order by moment) as login_at from (${moments}) as m`;
  return plan.table(
    'device_owner',
    sql`select distinct o.device_id, o.moment, l.person_id from (${latest}) as o join ${logins} as l on l.device_id = o.device_id and l.moment = o.login_at where l.person_id is not null`,
  );
}
