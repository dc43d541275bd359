import type { DigestKeys } from '../../model/digest-keys.js';
import type { AttributeSchema } from '../../model/records.js';
import type { Policy } from '../../suppression/policy.js';
import type { DecidedCampaign, RequestedDecision } from '../decide.js';
import type { PersonOutcome } from '../decide-person.js';
import type { PersonQuery } from '../engine.js';
import type { Verdict } from './verdicts.js';

/** What a ledger decides by: the policy, and what a project would say beside it. */
export interface LedgerOptions {
  readonly policy: Policy;
  /** IANA zone whose calendar says what day it is; UTC where it is not given. */
  readonly zone?: string;
  readonly attributes?: AttributeSchema;
  /** Whether events on a device count for whoever logged in on it; off where it is not given. */
  readonly linkDevices?: boolean;
  /** Keys of the tombstones among the records: hex by key id. */
  readonly keys?: DigestKeys;
}

/** What is asked of a ledger, for any number of persons. */
export interface LedgerQuestion {
  readonly campaign?: DecidedCampaign;
  /** A purpose and message kind named apart, in place of a campaign. */
  readonly request?: RequestedDecision;
  /** ISO 8601 with offset. */
  readonly asOf: string;
  /** Just before sending: every refusal known to the ledger counts then, whatever its date. */
  readonly sending?: boolean;
}

/** One question, ready for any number of persons. */
export interface LedgerAnswers {
  /**
   * @param person A profile id, or whoever has an address.
   * @throws {ClearlistError} `person-unknown`; `person-ambiguous` where several persons have the address; `rows-lost`
   * where a record that was appended since is about nobody by the country of the question.
   */
  decide(person: string | PersonQuery): PersonOutcome;
  /**
   * The same without evidence, many times faster: what a sender needs that asks about everybody.
   *
   * @throws {ClearlistError} as `decide` does.
   */
  verdict(person: string): Verdict;
  /** The verdicts of everybody, in the order in which profiles were first named; of merged profiles the one that remains. */
  verdicts(): IterableIterator<Verdict>;
  /** Of how many verdicts the arrays could not tell, so that the reference was asked. */
  readonly referred: number;
}
