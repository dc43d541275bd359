import { duplicateProfile, heldIdentifiers, keyOf } from '../../identity/directory.js';
import { canonicalIdentifier } from '../../identity/identifier.js';
import { type Digested, requireMatchable } from '../../identity/tombstones.js';
import { type DigestKeys, requireDigestKeys } from '../../model/digest-keys.js';
import type { IdentityLink } from '../../model/identity-link.js';
import type { Profile } from '../../model/profile.js';
import { type Placed, placeOf } from '../../model/record-kind.js';
import { type EvaluatedKind, evaluatedKinds } from '../../model/record-kinds.js';
import { type Records, type RecordsInput, readRecords } from '../../model/records.js';
import type { Register } from '../../model/register.js';
import type { Tombstone } from '../../model/tombstone.js';
import { checkZone } from '../../segments/zone.js';
import { decider, type PreparedDecision, preparedDecision } from '../../suppression/decide.js';
import { latest } from '../../suppression/facts.js';
import { policyWords } from '../../suppression/policy.js';
import { type SubjectFields, subjectless } from '../../suppression/reach.js';
import type { DecisionRequest } from '../../suppression/request.js';
import { readsPostal } from '../candidates.js';
import { ambiguousPerson, readRequest, requestFor, unknownPerson } from '../decide.js';
import { decidePerson, type PersonOutcome } from '../decide-person.js';
import type { PersonQuery } from '../engine.js';
import { Digests } from './digests.js';
import type { LedgerAnswers, LedgerOptions, LedgerQuestion } from './ledger-answers.js';
import { Neighbourhood, PROFILE_FLAGS } from './neighbourhood.js';
import { RecordStore } from './record-store.js';
import { RowVersions } from './row-versions.js';
import { type LedgerParts, type Verdict, Verdicts } from './verdicts.js';

/**
 * All records of a pipeline, read once and kept small, to decide about one person after the other at send time.
 *
 * A decision is the reference's own, over exactly the records that can matter for the person; it is what `decide` says
 * over all of them. Records may be added at any time and count from the next decision on; none is ever taken out.
 *
 * @example
 * const ledger = new Ledger({ policy: okq8 });
 * ledger.append(records);
 * const autumn = ledger.ask({ campaign, asOf, sending: true });
 * if (autumn.decide('p1').outcome === 'allow') send();
 */
export class Ledger {
  readonly #store = new RecordStore();
  readonly #neighbourhood: Neighbourhood;
  readonly #profiles = new Set<string>();
  readonly #keys: DigestKeys;
  readonly #digests: Digests;
  readonly #rowVersions: RowVersions;
  /** How many records of each kind; a kind that is absent was never given. */
  readonly #counts = new Map<EvaluatedKind, number>();
  readonly #readings: readonly (string | undefined)[];
  /** By which countries some record is about nobody, and its place; rows of registers matter where those are looked at. */
  readonly #unreadable = new Map<string | undefined, string>();
  readonly #unreadableRegisters = new Map<string | undefined, string>();
  /** One row of each version of each register’s whole list. */
  readonly #versions = new Map<string, number>();

  /** @throws {ClearlistError} `definition-invalid` for a zone that is none; `key-invalid`. */
  constructor(private readonly options: LedgerOptions) {
    checkZone(options.zone ?? 'UTC', 'zone');
    this.#keys = requireDigestKeys(options.keys ?? {});
    this.#digests = new Digests(this.#keys);
    const { assumeRequestCountryForPhone, countries } = options.policy;
    this.#readings = [undefined, ...(assumeRequestCountryForPhone ? countries : [])];
    this.#neighbourhood = new Neighbourhood(this.#readings);
    this.#rowVersions = new RowVersions(this.#store, this.#neighbourhood.records);
  }

  /** How many records it has. */
  get size(): number {
    return this.#store.size;
  }

  /** Bytes of its arrays; shared texts are not counted. */
  get bytes(): number {
    return this.#store.bytes + this.#neighbourhood.bytes;
  }

  /**
   * Adds records, in the form in which `decide` takes them.
   *
   * @throws {ClearlistError} `input-invalid`, `rows-lost`, `duplicate-id`, `key-missing`, `normaliser-unknown`; nothing
   * of what was given is added then.
   */
  append(input: RecordsInput): void {
    const { policy, attributes = {} } = this.options;
    const records = readRecords(input, { ...policyWords(policy), attributes });
    this.appendRecords(Object.fromEntries(evaluatedKinds.flatMap((kind) => this.#numbered(kind, records[kind]))));
  }

  /** {@link append} of records that were read already. */
  appendRecords(records: Records): void {
    this.#refuse(records);
    for (const kind of evaluatedKinds) {
      if (records[kind] !== undefined) this.#counts.set(kind, this.#counts.get(kind) ?? 0);
      for (const record of records[kind] ?? []) this.#add(kind, record);
    }
  }

  /** @throws {ClearlistError} `rows-lost` where a record is about nobody by the country of the question. */
  ask({ campaign, request, ...asked }: LedgerQuestion): LedgerAnswers {
    const { policy, zone = 'UTC', linkDevices = false } = this.options;
    const wanted = campaign === undefined ? request : requestFor(campaign, this.options.attributes);
    if (wanted === undefined) throw new TypeError('a ledger is asked about a campaign or a request');
    const question = readRequest(wanted, { ...asked, zone, linkDevices });
    const prepared = decider(question, policy);
    const rules = preparedDecision(question, policy);
    const country = policy.assumeRequestCountryForPhone ? question.country : undefined;
    const requireSubjects = (): void => {
      const registers = readsPostal(question.channel) ? this.#unreadableRegisters.get(country) : undefined;
      const unreadable = this.#unreadable.get(country) ?? registers;
      if (unreadable !== undefined) throw subjectless(unreadable);
    };
    requireSubjects();
    const outcome = (id: string): PersonOutcome | undefined =>
      decidePerson(id, this.#about(id), question, policy, this.#keys, prepared);
    let referred = 0;
    const refer = (id: string): PersonOutcome | undefined => {
      referred += 1;
      return outcome(id);
    };
    let [verdicts, registerVersions] = [this.#verdicts(question, rules, refer), this.#versions.size];
    const verdict = (point: number): Verdict | undefined => {
      if (registerVersions !== this.#versions.size)
        [verdicts, registerVersions] = [this.#verdicts(question, rules, refer), this.#versions.size];
      const found = verdicts.of(point);
      // Records may have come since the question was asked.
      if (found !== undefined) requireSubjects();
      return found;
    };
    const [neighbourhood, store] = [this.#neighbourhood, this.#store];
    return {
      decide: (person) => {
        const outcomes = new Map<string, PersonOutcome>();
        for (const id of this.#profilesOf(person, country)) {
          const found = outcome(id);
          if (found !== undefined) outcomes.set(found.profileId, found);
        }
        const [found, ...others] = outcomes.values();
        if (found === undefined) throw unknownPerson();
        requireSubjects();
        if (others.length > 0) throw ambiguousPerson(outcomes.size);
        return found;
      },
      verdict: (person) => {
        const point = neighbourhood.find(person);
        const found = point === undefined ? undefined : verdict(point);
        if (found === undefined) throw unknownPerson();
        return found;
      },
      *verdicts() {
        /** What was found out about whoever remains when a profile merged into theirs was asked about. */
        const ofRemaining = new Map<string, { readonly found: Verdict; readonly size: number }>();
        for (let point = 0; point < neighbourhood.size; point += 1) {
          if ((neighbourhood.flags(point) & PROFILE_FLAGS.known) === 0) continue;
          const id = neighbourhood.text(point);
          const known = ofRemaining.size === 0 ? undefined : ofRemaining.get(id);
          const found = known?.size === store.size ? known.found : verdict(point);
          if (found === undefined) continue;
          if (found.profileId === id) yield found;
          else ofRemaining.set(found.profileId, { found, size: store.size });
        }
      },
      get referred() {
        return referred;
      },
    };
  }

  #verdicts(
    question: DecisionRequest,
    rules: PreparedDecision,
    reference: (profileId: string) => PersonOutcome | undefined,
  ): Verdicts {
    const parts: LedgerParts = {
      store: this.#store,
      around: this.#neighbourhood,
      versions: this.#rowVersions,
      digests: this.#digests,
      registerVersion: (register, asOf) => this.#registerVersion(register, asOf),
    };
    return new Verdicts(parts, question, rules, reference);
  }

  #registerVersion(register: string, asOf: number): number | undefined {
    const lists = [...this.#versions.values()].map((place) => this.#store.read(place) as Register);
    const counting = lists.flatMap(({ register: name, snapshotAt: at }) =>
      name === register && at !== undefined && at <= asOf ? [{ at }] : [],
    );
    return latest(counting);
  }

  /** Profiles that a question names: by exactly the address that they have or had. */
  #profilesOf(person: string | PersonQuery, country: string | undefined): readonly string[] {
    if (typeof person === 'string') return [person];
    if ('profileId' in person) return [person.profileId];
    const asked =
      'email' in person
        ? canonicalIdentifier('email', person.email, undefined)
        : canonicalIdentifier('phone', person.phone, undefined);
    if (asked === undefined) return [];
    return this.#neighbourhood.holdersOf(keyOf(asked)).filter((id) => {
      const profile = this.#profile(id);
      const held = profile === undefined ? [] : heldIdentifiers(profile, country);
      return held.some(({ canonical }) => canonical?.kind === asked.kind && canonical.key === asked.key);
    });
  }

  #profile(id: string): Profile | undefined {
    return this.#about(id).profile?.find((profile) => profile.id === id);
  }

  /** Everything that can matter for one profile, as records, in the order in which they were added. */
  #about(profileId: string): Records {
    const records: Record<string, object[]> = Object.fromEntries([...this.#counts.keys()].map((kind) => [kind, []]));
    const places = new Set(this.#neighbourhood.recordsAbout(profileId));
    for (const key of this.#digests.isEmpty ? [] : this.#neighbourhood.keysOf(profileId))
      for (const place of this.#digests.placesOf(key)) places.add(place);
    for (const place of this.#versions.values()) places.add(place);
    // Evidence is told in the order in which records came.
    for (const place of Float64Array.from(places).sort()) {
      records[this.#store.kindOf(place)]?.push(this.#store.read(place));
    }
    return records as unknown as Records;
  }

  /** Rows are numbered on from call to call, so that no two records of a kind have the same place. */
  #numbered(kind: EvaluatedKind, records: readonly Placed[] | undefined): readonly [string, readonly object[]][] {
    if (records === undefined) return [];
    const before = this.#counts.get(kind) ?? 0;
    return [[kind, records.map((one) => ({ ...one, ref: { ...one.ref, row: one.ref.row + before } }))]];
  }

  /** Everything that can be wrong is looked for before anything is added. */
  #refuse(records: Records): void {
    const added = new Set<string>();
    for (const profile of records.profile ?? []) {
      if (this.#profiles.has(profile.id) || added.has(profile.id)) throw duplicateProfile(placeOf(profile));
      added.add(profile.id);
    }
    requireMatchable(records.tombstone ?? [], this.#keys);
    requireMatchable((records.register ?? []).filter(isHashed), this.#keys);
    const unreadable = this.#unreadableBy(subjectRecords(records));
    const unreadableRegisters = this.#unreadableBy(
      (records.register ?? []).filter((record) => record.result !== 'list' && !isHashed(record)),
    );
    for (const [country, place] of unreadable) this.#unreadable.set(country, place);
    for (const [country, place] of unreadableRegisters) this.#unreadableRegisters.set(country, place);
  }

  /** By which countries some of these is about nobody, and its place. */
  #unreadableBy(records: readonly SubjectFields[]): ReadonlyMap<string | undefined, string> {
    const found = new Map<string | undefined, string>();
    for (const record of records) {
      const readings = this.#neighbourhood.unreadableBy(record);
      if (readings.length === this.#readings.length) throw subjectless(placeOf(record));
      for (const country of readings) found.set(country, placeOf(record));
    }
    return found;
  }

  #add(kind: EvaluatedKind, record: object): void {
    const place = this.#store.add(kind, record);
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    if (kind === 'profile') {
      const profile = record as Profile;
      this.#profiles.add(profile.id);
      this.#neighbourhood.addProfile(place, profile);
    } else if (kind === 'identity_link') this.#neighbourhood.addLink(place, record as IdentityLink);
    else if (kind === 'tombstone') this.#digests.add(place, record as Tombstone);
    else if (kind === 'register') this.#addRegister(place, record as Register);
    else this.#neighbourhood.addRecord(place, record as SubjectFields);
  }

  #addRegister(place: number, record: Register): void {
    const { register, complete, snapshotAt } = record;
    const version = `${register}:${snapshotAt ?? ''}`;
    if (complete && !this.#versions.has(version)) this.#versions.set(version, place);
    if (record.result === 'list') return;
    if (isHashed(record)) this.#digests.add(place, record);
    this.#neighbourhood.addRecord(place, record);
  }
}

const isHashed = (record: Register): record is Register & Digested => record.digest !== undefined;

/** Records that name a person by profile, address or device. */
const subjectRecords = (records: Records): readonly SubjectFields[] =>
  evaluatedKinds.flatMap((kind) =>
    kind === 'profile' || kind === 'identity_link' || kind === 'tombstone' || kind === 'register'
      ? []
      : ((records[kind] ?? []) as readonly SubjectFields[]),
  );
