import type { RecordsInput } from '../index.js';
import { translateErasure } from './case-erasure.js';
import {
  type CaseEvent,
  type CasePerson,
  isUnsupported,
  type Unsupported,
  unknownField,
  unsupported,
} from './case-format.js';
import { postalCodeIn, postalParts } from './case-registers.js';
import { type Row, subjectOf } from './case-subject.js';

/** How an event of the format becomes a record: its kind, what the type itself says, and its fields by ours. */
interface Translation {
  readonly kind: string;
  readonly is?: Row;
  readonly fields: Readonly<Record<string, string>>;
  /** Fields that change nothing about a decision. */
  readonly noted?: readonly string[];
  /** Names a profile only. */
  readonly byPerson?: boolean;
}

const TIMES = { occurred_at: 'occurredAt', recorded_at: 'recordedAt' };
const SAID = {
  ...TIMES,
  controller: 'controller',
  source: 'origin',
  evidence_ref: 'evidence',
  identifier_region: 'country',
};
const CONSENT = {
  ...SAID,
  purpose: 'purpose',
  channel: 'channel',
  topic: 'topic',
  valid_until: 'validUntil',
  notice_version: 'noticeVersion',
  language: 'language',
  system: 'system',
};
const OBJECTION = { ...SAID, purpose: 'purpose', channel: 'channel' };
const { source: _source, evidence_ref: _evidence, ...RESTRICTION } = SAID;
const { evidence_ref: _proof, ...OPT_OUT } = SAID;
const SIGNAL = { ...TIMES, controller: 'controller', state: 'state', platform: 'platform' };
const UNPROVEN = ['identity_verified', 'evidence_ref', 'source'];

const translations: Readonly<Record<string, Translation>> = {
  consent_given: { kind: 'permission', is: { state: 'given' }, fields: { ...CONSENT, status: 'state' } },
  consent_withdrawn: { kind: 'permission', is: { state: 'withdrawn' }, fields: CONSENT },
  consent_refused: { kind: 'permission', is: { state: 'refused' }, fields: CONSENT },
  objection: { kind: 'objection', is: { state: 'objected' }, fields: OBJECTION, noted: UNPROVEN },
  objection_lifted: { kind: 'objection', is: { state: 'lifted' }, fields: OBJECTION, noted: UNPROVEN },
  channel_opt_out: { kind: 'opt_out', fields: { ...OPT_OUT, channel: 'channel', topic: 'topic' }, noted: UNPROVEN },
  restriction: { kind: 'restriction', is: { state: 'restricted' }, fields: RESTRICTION, noted: UNPROVEN },
  restriction_lifted: { kind: 'restriction', is: { state: 'lifted' }, fields: RESTRICTION, noted: UNPROVEN },
  push_permission: { kind: 'signal', is: { signal: 'push_permission' }, fields: SIGNAL },
  platform_opt_out: { kind: 'signal', is: { signal: 'platform_opt_out', state: 'on' }, fields: SIGNAL },
  recipient_setting: { kind: 'signal', is: { signal: 'recipient_setting', state: 'on' }, fields: SIGNAL },
  gpc_signal: { kind: 'signal', is: { signal: 'gpc', state: 'on' }, fields: SIGNAL },
  merge: {
    kind: 'identity_link',
    is: { link: 'merge' },
    fields: { occurred_at: 'occurredAt', into: 'intoProfileId' },
    byPerson: true,
  },
  delivery_failure: {
    kind: 'delivery',
    fields: { ...TIMES, controller: 'controller', channel: 'channel', kind: 'outcome' },
  },
  complaint: {
    kind: 'delivery',
    is: { outcome: 'complaint' },
    fields: { ...TIMES, controller: 'controller', channel: 'channel' },
  },
  sent: {
    kind: 'contact',
    byPerson: true,
    fields: {
      occurred_at: 'occurredAt',
      controller: 'controller',
      channel: 'channel',
      purpose: 'purpose',
      message_kind: 'topic',
      campaign: 'campaign',
      reaction: 'reaction',
    },
  },
  activity: {
    kind: 'event',
    byPerson: true,
    fields: { occurred_at: 'occurredAt', controller: 'controller', kind: 'type', product_category: 'category' },
  },
  relation: {
    kind: 'relation',
    byPerson: true,
    fields: {
      occurred_at: 'occurredAt',
      ended_at: 'endedAt',
      controller: 'controller',
      relation: 'relation',
      product_category: 'category',
      contact_details_collected: 'contactCollected',
      opt_out_offered_at_collection: 'optOutOffered',
    },
  },
  purchase: {
    kind: 'purchase',
    is: { type: 'sale' },
    byPerson: true,
    fields: {
      occurred_at: 'occurredAt',
      controller: 'controller',
      product_category: 'category',
      contact_details_collected_in_sale: 'contactCollected',
      opt_out_offered_at_collection: 'optOutOffered',
    },
  },
};

/** Every event of the format that has a meaning here. */
export const caseEvents: readonly string[] = [...Object.keys(translations), 'erasure'];

const STATUS: Readonly<Record<string, string>> = { pending_confirmation: 'pending', confirmed: 'given' };

/** Words of the format; anything else is a record that nobody can read. */
const isWord = (type: string): boolean => /^[a-z][a-z_]*$/.test(type);

/** A kind of record that no version knows, for what the format cannot name either. */
const NOBODY_KNOWS = 'unknown';

interface Translated {
  readonly kind: string;
  readonly rows: readonly Row[];
}

function translateEvent(event: CaseEvent): Translated | Unsupported {
  if (event.type === 'erasure') {
    const rows = translateErasure(event);
    return isUnsupported(rows) ? rows : { kind: 'tombstone', rows };
  }
  const about = subjectOf(event);
  if (isUnsupported(about)) return about;
  const { type, subject: _, ...fields } = event;
  if (!isWord(type)) return { kind: NOBODY_KNOWS, rows: [about] };
  const translation = translations[type];
  if (translation === undefined) return unsupported(`an event "${type}" has no translation`);
  if (translation.byPerson === true && !('profileId' in about)) return unsupported(`an event "${type}" names a person`);
  const noted = translation.noted ?? [];
  const foreign = unknownField(fields, [...Object.keys(translation.fields), ...noted]);
  if (foreign !== undefined) return unsupported(`"${foreign}" of an event "${type}" has no translation`);
  const row: Record<string, unknown> = { ...about, ...translation.is };
  for (const [field, value] of Object.entries(fields)) {
    const name = translation.fields[field];
    if (name === undefined) continue;
    row[name] = name === 'state' ? (STATUS[String(value)] ?? value) : value;
  }
  return { kind: translation.kind, rows: [row] };
}

const PERSON = [
  'ref',
  'country',
  'birth_date',
  'identifiers',
  'former_identifiers',
  'deceased',
  'protected_identity',
  'control_group',
  'party',
];
/** Post and devices are addressed on channels that need registers or signals; there they are unsupported already. */
const IDENTIFIERS = ['email', 'phone', 'postal', 'device', 'cookie', 'external'];

/** The first postal address of a person; cases write no second one. */
function postalOf({ identifiers, country }: CasePerson): Row {
  const postal = identifiers.find(({ kind }) => kind === 'postal');
  return postal === undefined ? {} : { ...postalParts(postal.value), postalCode: postalCodeIn(country) };
}

function translatePerson(person: CasePerson): Row | Unsupported {
  const held = [...person.identifiers, ...person.former_identifiers];
  const kind = held.find((identifier) => !IDENTIFIERS.includes(identifier.kind));
  if (kind !== undefined) return unsupported(`no profile has a ${kind.kind}`);
  const foreign =
    unknownField(person, PERSON) ?? held.flatMap((identifier) => unknownField(identifier, ['kind', 'value']) ?? [])[0];
  if (foreign !== undefined) return unsupported(`"${foreign}" of a person has no translation`);
  const of = (list: CasePerson['identifiers'], wanted: string): readonly string[] =>
    list.filter((identifier) => identifier.kind === wanted).map(({ value }) => value);
  return {
    id: person.ref,
    email: of(person.identifiers, 'email'),
    phone: of(person.identifiers, 'phone'),
    formerEmail: of(person.former_identifiers, 'email'),
    formerPhone: of(person.former_identifiers, 'phone'),
    ...postalOf(person),
    country: person.country ?? null,
    birthDate: person.birth_date ?? null,
    deceased: person.deceased ?? null,
    protectedIdentity: person.protected_identity ?? null,
    controlGroup: person.control_group ?? null,
    ...(person.party === undefined ? {} : { party: person.party }),
  };
}

/** The people and events of a case as records. */
export function caseRecords(
  people: readonly CasePerson[],
  events: readonly CaseEvent[],
): { readonly records: RecordsInput } | Unsupported {
  const records: Record<string, Row[]> = { profile: [] };
  for (const person of people) {
    const profile = translatePerson(person);
    if (isUnsupported(profile)) return profile;
    records.profile?.push(profile);
  }
  for (const event of events) {
    const translated = translateEvent(event);
    if (isUnsupported(translated)) return translated;
    records[translated.kind] = [...(records[translated.kind] ?? []), ...translated.rows];
  }
  return { records };
}
