import memoize from 'lodash-es/memoize.js';
import type { HeldKind } from '../../identity/identifier.js';
import { type AllowCode, allowCode, type Basis, type ReasonCode } from '../../model/reasons.js';
import type { PreparedDecision } from '../../suppression/decide.js';
import type { PersonState, SeenCandidate } from '../../suppression/facts.js';
import type { DecisionRequest } from '../../suppression/request.js';
import { channelIdentifiers, isListing, readsPostal } from '../candidates.js';
import type { PersonOutcome } from '../decide-person.js';
import type { Digests } from './digests.js';
import { FoundRecords, type Sought } from './found-records.js';
import { NO_LINK } from './links.js';
import { type Neighbourhood, PROFILE_FLAGS } from './neighbourhood.js';
import { QuickDecision, type Silence } from './quick-decision.js';
import { QuickView } from './quick-view.js';
import type { RecordStore } from './record-store.js';
import type { RowVersions } from './row-versions.js';
import { NOBODY } from './subjects.js';

/** What was decided about one person, without the evidence. */
export interface Verdict {
  /** The person asked about; the profile that remains where the one asked about was merged. */
  readonly profileId: string;
  readonly outcome: 'allow' | 'suppress';
  /** The best-ranked reason, or the code of the ground. */
  readonly primaryReason: ReasonCode | AllowCode;
  /** Every reason of every address of a person who is not cleared, best-ranked first. */
  readonly reasons: readonly ReasonCode[];
  readonly basis?: Basis;
}

/** What a ledger knows. */
export interface LedgerParts {
  readonly store: RecordStore;
  readonly around: Neighbourhood;
  readonly versions: RowVersions;
  readonly digests: Digests;
  /** The latest whole list of a register that counts at an instant. */
  registerVersion(register: string, asOf: number): number | undefined;
}

type Said = Omit<Verdict, 'profileId'>;

/**
 * Verdicts of one question, over the ledger's arrays.
 *
 * The rules are the reference's own; what differs is how the records are found that they ask about. Of whom that cannot
 * be said from the arrays alone (merged profiles, ended refusals, rows in versions, erased persons, numbers whose
 * country is guessed, devices at an earlier instant) the reference decides.
 */
export class Verdicts {
  readonly #found: FoundRecords;
  readonly #decision: QuickDecision;
  readonly #view: QuickView;
  readonly #kinds: readonly HeldKind[];
  readonly #unclear: number;
  readonly #silences = new Map<number, Silence>();
  readonly #shared = new Map<string, Silence>();
  readonly #suppressed = new Map<number, Map<number, Said>>();
  readonly #allowed = new Map<Basis, Said>();

  constructor(
    private readonly parts: LedgerParts,
    private readonly request: DecisionRequest,
    prepared: PreparedDecision,
    /** What the reference says; `undefined` of nobody. */
    private readonly reference: (profileId: string) => PersonOutcome | undefined,
  ) {
    const { asOf, channel, laterRefusalsCount, linkDevices = false, knownAt } = request;
    const registers = readsPostal(channel);
    this.#found = new FoundRecords(parts.store, parts.around, parts.versions, {
      asOf,
      laterRefusalsCount,
      registers,
      ...(knownAt === undefined ? {} : { knownAt }),
    });
    const version = memoize((register: string) => (registers ? parts.registerVersion(register, asOf) : undefined));
    this.#view = new QuickView(this.#found, version, NO_CANDIDATE);
    this.#decision = new QuickDecision(prepared, this.#view, this.#found);
    this.#kinds = channelIdentifiers(channel);
    const { merged, varies, device } = PROFILE_FLAGS;
    this.#unclear = merged | varies | (laterRefusalsCount && !linkDevices ? 0 : device);
  }

  /** `undefined` of nobody. */
  of(point: number): Verdict | undefined {
    const { around } = this.parts;
    const profileId = around.text(point);
    const flags = around.flags(point);
    const said =
      (flags & PROFILE_FLAGS.known) === 0 || (flags & this.#unclear) !== 0 || this.#isHashed(point)
        ? undefined
        : this.#decide(point);
    if (said !== undefined) return verdictFor(profileId, said);
    const outcome = this.reference(profileId);
    return outcome && verdictOf(outcome);
  }

  /** Whether a keyed hash may be theirs. */
  #isHashed(point: number): boolean {
    const { digests, around } = this.parts;
    if (digests.isEmpty) return false;
    for (let link = around.keys.first(point); link !== NO_LINK; link = around.keys.next(link)) {
      if (digests.hasAny(around.keys.target(link), (key) => around.text(key))) return true;
    }
    return false;
  }

  /** `undefined` where only the reference can tell. */
  #decide(person: number): Said | undefined {
    const { around } = this.parts;
    const { held } = around;
    const at = around.heldAt(person);
    const state = held.state(at);
    const profile = around.state(state);
    if (this.#kinds.length === 0) {
      const sought = { person, address: NOBODY, reachedBy: [] };
      return this.#candidates([sought], profile, state, 'not_needed');
    }
    const reachedBy = isListing(this.request.channel) ? this.#matchedKeys(at) : undefined;
    const candidates: Sought[] = [];
    let written = 0;
    for (let i = 0; i < held.count(at); i += 1) {
      if (held.isFormer(at, i) || !this.#kinds.includes(held.kind(at, i))) continue;
      written += 1;
      const [address, refusalKey] = [held.address(at, i), held.refusalKey(at, i)];
      const usable = held.isValid(at, i) && (this.request.channel !== 'sms' || held.getsTexts(at, i));
      if (usable && !candidates.some((one) => one.address === address))
        candidates.push({ person, address, reachedBy: reachedBy ?? [refusalKey] });
    }
    if (candidates.length > 0) return this.#candidates(candidates, profile, state, 'valid');
    const none = { person, address: NOBODY, reachedBy: reachedBy ?? [] };
    return this.#candidates([none], profile, state, written === 0 ? 'none' : 'invalid');
  }

  /** Every e-mail and phone, former ones included. */
  #matchedKeys(at: number): readonly number[] {
    const { held } = this.parts.around;
    const keys = new Set<number>();
    for (let i = 0; i < held.count(at); i += 1) {
      if (held.kind(at, i) !== 'postal' && held.refusalKey(at, i) !== NOBODY) keys.add(held.refusalKey(at, i));
    }
    return [...keys];
  }

  #candidates(
    candidates: readonly Sought[],
    profile: PersonState,
    state: number,
    addressable: SeenCandidate['addressable'],
  ): Said | undefined {
    this.#view.candidate = { profile, merged: [], addressable };
    const silence = this.#silence(state * ADDRESSABLE.length + ADDRESSABLE.indexOf(addressable));
    let [low, high] = [0, 0];
    let basis: Basis | undefined;
    for (const sought of candidates) {
      this.#view.show(sought);
      if (this.#found.unclear) return undefined;
      this.#decision.decide(silence);
      // What is asked for the first time is found while rules are at work.
      if (this.#found.unclear) return undefined;
      basis ??= this.#decision.basis;
      low |= this.#decision.low;
      high |= this.#decision.high;
    }
    return basis === undefined ? this.#suppress(low, high) : this.#allow(basis);
  }

  /** Few candidates differ in what rules say about them when nothing is found. */
  #silence(key: number): Silence {
    const known = this.#silences.get(key);
    if (known !== undefined) return known;
    const silence = this.#decision.silence();
    const content = JSON.stringify(silence.rules.map(({ low, high, asks }) => [low, high, ...asks]));
    const shared = this.#shared.get(content) ?? silence;
    this.#shared.set(content, shared);
    this.#silences.set(key, shared);
    return shared;
  }

  #suppress(low: number, high: number): Said {
    const byLow = this.#suppressed.get(high) ?? new Map<number, Said>();
    this.#suppressed.set(high, byLow);
    const known = byLow.get(low);
    if (known !== undefined) return known;
    const reasons = Object.freeze(this.#decision.reasonsOf(low, high));
    const [primaryReason] = reasons;
    // INVARIANT: whoever is not cleared has a reason.
    if (primaryReason === undefined) throw new Error('bug: suppressed without a reason');
    const said: Said = { outcome: 'suppress', primaryReason, reasons };
    byLow.set(low, said);
    return said;
  }

  #allow(basis: Basis): Said {
    const known = this.#allowed.get(basis);
    const said: Said = known ?? { outcome: 'allow', primaryReason: allowCode[basis], reasons: NO_REASONS, basis };
    this.#allowed.set(basis, said);
    return said;
  }
}

/** Written out, since copying an object field by field takes longer than finding out what it says. */
const verdictFor = (profileId: string, { outcome, primaryReason, reasons, basis }: Said): Verdict =>
  basis === undefined
    ? { profileId, outcome, primaryReason, reasons }
    : { profileId, outcome, primaryReason, reasons, basis };

/** The verdict of an outcome that has all its evidence. */
export const verdictOf = ({ profileId, outcome, primaryReason, reasons, basis }: PersonOutcome): Verdict => ({
  profileId,
  outcome,
  primaryReason,
  reasons: reasons.map(({ reason }) => reason),
  ...(basis === undefined ? {} : { basis }),
});

const NO_REASONS: readonly ReasonCode[] = Object.freeze([]);
const ADDRESSABLE: readonly SeenCandidate['addressable'][] = ['valid', 'invalid', 'none', 'not_needed'];
const NO_CANDIDATE: SeenCandidate = {
  profile: { ref: { source: '', row: 0 }, unreadable: false },
  merged: [],
  addressable: 'not_needed',
};
