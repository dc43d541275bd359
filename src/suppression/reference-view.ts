import memoize from 'lodash-es/memoize.js';
import type { Directory } from '../identity/directory.js';
import { tombstoneKeys } from '../identity/tombstones.js';
import { type Delivery, refusingOutcomes } from '../model/delivery.js';
import type { DigestKeys } from '../model/digest-keys.js';
import type { Event } from '../model/event.js';
import { ALWAYS, FOREVER, formatInstant, type Instant } from '../model/instant.js';
import type { Purchase } from '../model/purchase.js';
import type { RecordRef } from '../model/record-kind.js';
import type { Records } from '../model/records.js';
import type { Register } from '../model/register.js';
import type { Tombstone } from '../model/tombstone.js';
import { matchesRow } from '../segments/row-filter.js';
import {
  type BlockKind,
  type Candidate,
  type CandidateView,
  type Evidence,
  type GrantKind,
  type Hit,
  LateHit,
  latest,
  type Path,
} from './facts.js';
import { isBefore, personRows } from './person-rows.js';
import { addressPath, permits, refusalPath, type Subject, type SubjectFields, subjectOf } from './reach.js';
import { byReach, bySubject } from './reach-index.js';
import { registerSubjects } from './register-subject.js';
import { counted, type InForce, REPORT, standing } from './standing.js';

interface Refusal extends SubjectFields {
  readonly at: number;
  readonly knownAt: number;
}

const KINDS: readonly BlockKind[] = [
  'objection',
  'opt_out',
  'restriction',
  'permission',
  'delivery',
  'signal',
  'register',
  'tombstone',
];
const GRANTS: readonly GrantKind[] = ['permission', 'signal', 'register'];

/** What the records are read with. */
export interface ReadingWith {
  /** Country of a phone number of somebody without a country. */
  readonly fallbackCountry: string | undefined;
  readonly keys: DigestKeys;
  /** Whether refusal registers are looked at; only then do their rows have to be readable. */
  readonly registers?: boolean;
  /** For whom an event counts; for whom it names, where this is not given. */
  readonly eventPerson?: (event: Event) => string | undefined;
}

/** The reference's answers to rules, over records in memory: read once, for whatever is asked as of one time. */
export interface ReferenceViews {
  /** @param controller Who asks: what it was told itself and what another of its group was told is told apart. */
  view(candidate: Candidate, controller: string): ReferenceView;
}

export interface ReferenceView extends CandidateView {
  readonly candidate: Candidate;
}

export function referenceViews(
  records: Records,
  directory: Directory,
  counting: InForce,
  { fallbackCountry, keys, registers: consulted = false, eventPerson }: ReadingWith,
): ReferenceViews {
  const erased = tombstoneKeys(records.tombstone ?? [], directory.refusalKeys(), keys);
  const registers = consulted ? (records.register ?? []) : [];
  const registered = registerSubjects(registers, directory, keys, fallbackCountry);
  const subjects = new Map<object, Subject>();
  const subject = (record: SubjectFields): Subject => {
    const known =
      subjects.get(record) ??
      ('result' in record
        ? registered(record as Register)
        : 'digest' in record
          ? erasedSubject(erased(record as Tombstone))
          : subjectOf(record, fallbackCountry));
    subjects.set(record, known);
    return known;
  };
  const recordsOf = (kind: BlockKind): readonly object[] => (kind === 'register' ? registers : (records[kind] ?? []));
  const subjectKey = (record: Refusal): string => {
    const { identifiers, addressed } = subject(record);
    const keys = identifiers.map(({ kind, key }) => `${kind}:${key}`);
    return JSON.stringify([record.profileId, addressed, keys, record.deviceId]);
  };
  const blocks = new Map(
    KINDS.map((kind) => {
      const all = (recordsOf(kind) as readonly Refusal[]).filter((record) => canRefuse(kind, record));
      all.forEach(subject);
      return [kind, standing(kind, all, counting, subjectKey)] as const;
    }),
  );
  const grantsOn = new Map(
    GRANTS.map((kind) => {
      const list = counted(kind, recordsOf(kind) as readonly Refusal[], counting.asOf);
      return [kind, bySubject(list.map((record) => ({ record, subject: subject(record) })))] as const;
    }),
  );
  const blocksOn = new Map(
    [...blocks].map(([kind, list]) => [
      kind,
      byReach(
        list.map((record) => ({ record, subject: subject(record) })),
        directory,
      ),
    ]),
  );
  const salesOf = groupByProfile(records.purchase ?? []);
  const history = personRows(records, directory, eventPerson);
  return {
    view: (candidate, controller) => {
      // Rules ask for the same records over and over, and only their filters differ.
      const blocking = memoize((kind: BlockKind) => blocksOn.get(kind)?.(candidate) ?? []);
      const granting = memoize((kind: GrantKind) => grantsOn.get(kind)?.(candidate) ?? []);
      return {
        candidate,
        blocks: ({ kind, filter, reach }) =>
          blocking(kind).flatMap(({ record, subject: about }): Hit[] => {
            if (!matchesRow(filter, record)) return [];
            const path = (reach === 'address' ? addressPath : refusalPath)(about, candidate, directory);
            return path === undefined ? [] : [new LateHit(record.at, () => evidence(kind, record, path, controller))];
          }),
        grants: ({ kind = 'permission', filter }) =>
          granting(kind).flatMap(({ record, subject: about }) =>
            matchesRow(filter, record) && permits(about, candidate) ? [own(kind, record.at, record.ref)] : [],
          ),
        sales: ({ filter, from, to }) =>
          (salesOf.get(candidate.personId) ?? []).flatMap((sale) =>
            sale.occurredAt >= from && sale.occurredAt < to && matchesRow(filter, sale)
              ? [own('purchase', sale.occurredAt, sale.ref)]
              : [],
          ),
        registerVersion: (register) =>
          latest(
            registers.flatMap(({ register: name, complete, snapshotAt: at }) =>
              name === register && complete && at !== undefined && at <= counting.asOf ? [{ at }] : [],
            ),
          ),
        rows: (query) => history.rows(candidate.personId, query),
        contacts: (query) => history.contacts(candidate.personId, query),
        reports: ({ filter, after }) => {
          const told = new Map<string, Hit>();
          for (const { record, subject: about } of blocking('delivery')) {
            if (record.at <= after || !matchesRow(filter, record)) continue;
            const path = addressPath(about, candidate, directory);
            const content = JSON.stringify([
              subjectKey(record),
              ...REPORT.map((field) => (record as Row)[field] ?? null),
            ]);
            const known = told.get(content)?.evidence.record;
            if (path === undefined || (known !== undefined && !isBefore(record.ref, known))) continue;
            told.set(content, { at: record.at, evidence: evidence('delivery', record, path, controller) });
          }
          return [...told.values()];
        },
      };
    },
  };
}

type Row = { readonly [field: string]: unknown } & Refusal;

/** Reports of what was delivered are many, and say nothing against anybody. */
export const canRefuse = (kind: BlockKind, record: object): boolean =>
  kind === 'register'
    ? (record as Register).result !== 'list'
    : kind !== 'delivery' || (refusingOutcomes as readonly unknown[]).includes((record as Delivery).outcome);

/** Whose tombstone it is, if anybody's here: it reaches by the identifier alone. */
const erasedSubject = (key: string | undefined): Subject => ({
  profileId: undefined,
  identifiers: [],
  addressed: false,
  refusalKeys: key === undefined ? [] : [key],
});

const since = (at: Instant): { since?: string } =>
  at === FOREVER || at === ALWAYS ? {} : { since: formatInstant(at) };

const own = (kind: string, at: Instant, record: RecordRef): Hit =>
  new LateHit(at, () => ({ kind, record, ...since(at), via: ['own'] }));

function evidence(kind: string, record: Refusal, path: Path, controller: string): Evidence {
  const elsewhere = record.controller !== undefined && record.controller !== controller && record.controller !== '*';
  return { kind, record: record.ref, ...since(record.at), via: elsewhere ? [path, 'group'] : [path] };
}

function groupByProfile(purchases: readonly Purchase[]): ReadonlyMap<string, readonly Purchase[]> {
  const groups = new Map<string, Purchase[]>();
  for (const purchase of purchases) {
    const group = groups.get(purchase.profileId);
    if (group === undefined) groups.set(purchase.profileId, [purchase]);
    else group.push(purchase);
  }
  return groups;
}
