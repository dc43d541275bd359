import type { Target } from '../jobs/campaigns.js';
import { inScope, REFUSAL } from './refusals.js';
import { ASOF, before, spentAtHome } from './segment.js';
import type { Table } from './tables.js';

/** Every member with what they said yes and no to, for all targets of one segment: `facts`. */
export function factSteps(
  targets: readonly Target[],
  leastSpend: number,
  scan: (table: Table) => string,
): readonly string[] {
  const proven = "evidence <> ''";
  const own = `${proven} and source = 'data_subject'`;
  const each = (say: (target: Target, i: number) => readonly string[]): string => targets.flatMap(say).join(', ');
  return [
    `create or replace temp table members as select h.*, b.soft, b.own from holders h join bought b using (profile_id) where ${spentAtHome(leastSpend)}`,
    `create or replace temp table refused as
       select profile_id, ${each((_, i) => [
         `bit_or(what) filter (for_targets & ${1 << i} > 0) as what_${i}`,
         ...(['channel', 'topic', 'withdrawn', 'refused'] as const).map(
           (what) => `max(said_at) filter (what = ${REFUSAL[what]} and for_targets & ${1 << i} > 0) as ${what}_${i}`,
         ),
       ])}
       from no join (select profile_id, unnest([profile_id, base, phone]) as key from members) using (key) group by profile_id`,
    `create or replace temp table consents as
       select profile_id, ${each((target, i) => {
         const scope = `controller = 'okq8' and ${inScope(target)}`;
         return [
           `max(occurred_at) filter (${scope}) as given_${i}`,
           `max(occurred_at) filter (${scope} and ${proven}) as proven_${i}`,
           `max(occurred_at) filter (${scope} and ${own}) as own_${i}`,
           `max(occurred_at) filter (${scope} and ${own} and topic = '${target.kind}') as own_topic_${i}`,
         ];
       })}
       from answers where state = 'given' group by profile_id`,
    `create or replace temp table contacted as
       select profile_id, ${each(({ channel }, i) => [`count(*) filter (channel = '${channel}') as times_${i}`])}
       from ${scan('contacts')} where purpose <> 'service' and "at" > ${before(7)} and "at" <= ${ASOF} group by profile_id`,
  ];
}

/** Reasons of one target, and what each of them is, over the columns of {@link decisionStep}. */
export function reasonsOf({ channel, purpose }: Target): readonly (readonly [code: string, applies: string])[] {
  const listed = channel === 'social_listing';
  const address = channel === 'sms' ? 'phone' : 'mail';
  const bit = (what: keyof typeof REFUSAL): string => `what & ${REFUSAL[what]} > 0`;
  return [
    ['DECEASED', 'deceased'],
    ['PROTECTED_IDENTITY', 'protected_identity'],
    ['MINOR', "birth_date > date '2008-01-01'"],
    ...(listed ? ([['AGE_UNKNOWN', 'birth_date is null']] as const) : []),
    ['OBJECTION_DIRECT_MARKETING', bit('marketing')],
    ['OBJECTION_PROFILING', bit('profiling')],
    ...(purpose === 'listing_advertising' ? ([['OBJECTION_LISTING_TRANSFER', bit('listing')]] as const) : []),
    ['CHANNEL_OPT_OUT', 'channel_out is not null and (own_yes is null or own_yes <= channel_out)'],
    ['TOPIC_OPT_OUT', 'topic_out is not null and (own_topic_yes is null or own_topic_yes <= topic_out)'],
    ...(listed ? [] : ([['COMPLAINT', bit('complaint')]] as const)),
    ['NO_IDENTIFIER_FOR_CHANNEL', listed ? 'not has_mail and not has_phone' : `not has_${address}`],
    [
      'IDENTIFIER_INVALID',
      listed ? '(has_mail or has_phone) and mail is null and phone is null' : `has_${address} and ${address} is null`,
    ],
    ['CONSENT_REFUSED', "state = 'refused' and not ground"],
    ['CONSENT_WITHDRAWN', "state = 'withdrawn' and not ground"],
    ['CONSENT_UNPROVEN', "state = 'unproven' and not ground"],
    ['CONSENT_SCOPE_MISMATCH', "state = 'elsewhere' and not ground"],
    ...(listed ? [] : ([['SOFT_OPT_IN_NOT_MET', 'own and not ground']] as const)),
    ['CONSENT_MISSING', "state = 'missing' and not ground"],
    ...(listed
      ? []
      : ([
          ['HARD_BOUNCE', 'bounced'],
          ['FREQUENCY_CAP', 'times >= 3'],
        ] as const)),
  ];
}

/** Members of one target with a flag for each reason: `decided_<i>`. */
export function decisionStep(target: Target, i: number): string {
  const { channel } = target;
  const listed = channel === 'social_listing';
  const [address, kind] = channel === 'sms' ? ['phone', 'phone'] : ['mail', 'email'];
  const flags = reasonsOf(target);
  return `create or replace temp table decided_${i} as
    with gathered as (
      select m.*, coalesce(r.what_${i}, 0) as what, r.channel_${i} as channel_out, r.topic_${i} as topic_out, greatest(r.withdrawn_${i}, r.refused_${i}) as last_no, r.refused_${i} as last_refused,
        c.given_${i} as last_yes, c.proven_${i} as proven_yes, c.own_${i} as own_yes, c.own_topic_${i} as own_topic_yes, c.profile_id is not null as ever_yes, coalesce(t.times_${i}, 0) as times,
        ${listed ? 'false' : `exists (from reports p where p.outcome = 'hard_bounce' and p.channel = '${channel}' and p.identifier_kind = '${kind}' and p.exact = m.${address})`} as bounced
      from members m left join refused r using (profile_id) left join consents c using (profile_id) left join contacted t using (profile_id)
    ), judged as (
      select *, proven_yes is not null and (last_no is null or last_no < proven_yes) as consent,
        case when last_no is not null and (last_yes is null or last_no >= last_yes) then case when last_refused = last_no then 'refused' else 'withdrawn' end
          when last_yes is not null then 'unproven' when ever_yes then 'elsewhere' else 'missing' end as state
      from gathered
    ), grounded as (
      select *, consent or ${listed ? 'false' : '(soft and last_no is null)'} as ground from judged
    )
    select profile_id, mail, phone, first_name, last_name, postal_code, country, "language",
      ${flags.map(([code, applies]) => `coalesce(${applies}, false) as ${code}`).join(', ')}, ${flags.map(([code]) => code).join(' or ')} as suppressed
    from grounded`;
}
