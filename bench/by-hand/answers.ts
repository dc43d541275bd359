import { AS_OF } from '../jobs/campaigns.js';
import { baseOf, type Cells, instant, mailOf, phoneOf, rowsOf } from './read.js';

/** Everything that was said against and for a letter to a member: by their id, or by the base form of their address. */
const ASOF = Date.parse(AS_OF);

export interface Said {
  objected: boolean;
  complained: boolean;
  /** Latest opt-outs, from the channel and from the kind of message. */
  channelOut: number;
  topicOut: number;
  lastNo: number;
}
export interface Yes {
  proven: number;
  own: number;
  ownTopic: number;
}
const NEVER = Number.NEGATIVE_INFINITY;
export const nothingSaid = (): Said => ({
  objected: false,
  complained: false,
  channelOut: NEVER,
  topicOut: NEVER,
  lastNo: NEVER,
});
export const noYes = (): Yes => ({ proven: NEVER, own: NEVER, ownTopic: NEVER });

export const valueIn = <T>(map: Map<string, T>, key: string, make: () => T): T => {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
};

/** @param mailboxOf The base form of a profile's address: who shares it is reached too. */
export async function refusals(
  data: string,
  mailboxOf: (id: string) => string | undefined,
): Promise<{ readonly said: Map<string, Said>; readonly yes: Map<string, Yes>; readonly bounced: Set<string> }> {
  const said = new Map<string, Said>();
  const reached = ({ profile_id: id = '', identifier_kind: kind, identifier = '' }: Cells): readonly Said[] => {
    const mail = kind === 'email' ? mailOf(identifier) : undefined;
    const phone = kind === 'phone' ? phoneOf(identifier) : undefined;
    const keys = [id === '' ? undefined : id, id === '' ? undefined : mailboxOf(id), mail && baseOf(mail), phone];
    return keys.flatMap((key) => (key === undefined ? [] : [valueIn(said, key, nothingSaid)]));
  };

  const objections: Cells[] = [];
  for await (const row of rowsOf(data, 'objections')) {
    if (['*', 'email'].includes(row.channel ?? '') && ['direct_marketing', 'profiling'].includes(row.purpose ?? ''))
      objections.push(row);
  }
  const lifted = new Map<string, number>();
  for (const row of objections) {
    const [at, known] = [instant(row.received_at), instant(row.recorded_at)];
    if (row.action !== 'lifted' || row.source !== 'data_subject' || at === undefined || known === undefined) continue;
    if (at > ASOF || known > ASOF) continue;
    for (const key of scopesOf(row)) lifted.set(key, Math.max(at, lifted.get(key) ?? NEVER));
  }
  for (const row of objections) {
    if (row.action !== 'objection') continue;
    const [at, known = Number.POSITIVE_INFINITY] = [instant(row.received_at), instant(row.recorded_at)];
    if (at !== undefined && Math.min(at, known) > ASOF) continue;
    if (at !== undefined && scopesOf(row).some((key) => (lifted.get(key) ?? NEVER) > at)) continue;
    for (const one of reached(row)) one.objected = true;
  }

  for await (const row of rowsOf(data, 'opt_outs')) {
    if (!['*', 'email'].includes(row.channel ?? '') || !['*', 'targeted_offer'].includes(row.topic ?? '')) continue;
    const at = instant(row.occurred_at) ?? Number.POSITIVE_INFINITY;
    if (at !== Number.POSITIVE_INFINITY && at > ASOF) continue;
    for (const one of reached(row)) {
      if (row.topic === '*') one.channelOut = Math.max(one.channelOut, at);
      else one.topicOut = Math.max(one.topicOut, at);
    }
  }

  const bounced = new Set<string>();
  for await (const row of rowsOf(data, 'deliveries')) {
    if (row.channel !== 'email' || (instant(row.at) ?? 0) > ASOF) continue;
    if (row.outcome === 'complaint') for (const one of reached(row)) one.complained = true;
    const mail =
      row.outcome === 'hard_bounce' && row.identifier_kind === 'email' ? mailOf(row.identifier ?? '') : undefined;
    if (mail !== undefined) bounced.add(mail);
  }

  const yes = new Map<string, Yes>();
  for await (const row of rowsOf(data, 'permissions')) {
    if (row.controller !== 'okq8' || row.purpose !== 'direct_marketing' || !['*', 'email'].includes(row.channel ?? ''))
      continue;
    if (!['*', 'targeted_offer'].includes(row.topic ?? '')) continue;
    const [at, known] = [instant(row.occurred_at), instant(row.recorded_at)];
    if (row.state !== 'given') {
      if (at !== undefined && Math.min(at, known ?? at) > ASOF) continue;
      for (const one of reached(row)) one.lastNo = Math.max(one.lastNo, at ?? Number.POSITIVE_INFINITY);
    } else if (at !== undefined && known !== undefined && at <= ASOF && known <= ASOF && row.evidence !== '') {
      const given = valueIn(yes, row.profile_id ?? '', noYes);
      given.proven = Math.max(given.proven, at);
      if (row.source !== 'data_subject') continue;
      given.own = Math.max(given.own, at);
      if (row.topic === 'targeted_offer') given.ownTopic = Math.max(given.ownTopic, at);
    }
  }
  return { said, yes, bounced };
}

/** What a lift has to have in common with what it lifts. */
function scopesOf(row: Cells): readonly string[] {
  const scope = `${row.controller}|${row.purpose}|${row.channel}`;
  const written = row.identifier ?? '';
  const exact = row.identifier_kind === 'email' ? mailOf(written) : phoneOf(written);
  return [
    ...(row.profile_id === '' ? [] : [`${scope}|${row.profile_id}`]),
    ...(row.identifier_kind === '' || exact === undefined ? [] : [`${scope}|${row.identifier_kind}|${exact}`]),
  ];
}
