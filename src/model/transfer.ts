import type { Instant } from './instant.js';

/**
 * What has been handed to recipients, and what they answered.
 *
 * Clearlist uploads nothing itself, so that what was written counts as held by the recipient from then on, whether or
 * not anybody uploaded it; it is held until the recipient has acknowledged its removal. Source: GDPR Art. 19, 21(3);
 * Datatilsynet 2023-31-0007 (Telmore, 29-04-2024).
 */

/** An audience at a recipient. */
export interface AudiencePlace {
  readonly destination: string;
  readonly audience: string;
}

/** One entry of one audience as it was written for a recipient. */
export interface Transfer extends AudiencePlace {
  readonly personId: string;
  /**
   * Exactly what was written about the person, by which the recipient has to find it again: for a listing service the
   * identifier's kind and its digest (`email:…`).
   */
  readonly digest: string;
  readonly at: Instant;
  /** By which rules it was written, `google-customer-match@2026-09`; absent for what a program handed over itself. */
  readonly profile?: string;
  /** The run whose files hold it. */
  readonly run?: string;
}

interface Answer extends AudiencePlace {
  readonly at: Instant;
}

/** About one entry. `run`: the run, or the taking back, whose files ask for it. */
export interface EntryAnswer extends Answer {
  readonly answer: 'added' | 'removal_requested' | 'removed';
  readonly digest: string;
  readonly run?: string;
}

/**
 * About everything that one run wrote for an audience or asked back from it; or, without `run`, all that was written or
 * asked up to then.
 */
export interface BatchAnswer extends Answer {
  readonly answer: 'added' | 'removed';
  readonly run?: string;
}

export interface AudienceAnswer extends Answer {
  readonly answer: 'deletion_requested' | 'removal_refused' | 'audience_deleted';
  readonly run?: string;
}

/**
 * What is known about an entry since: `added` by the recipient; `removal_requested` by us; `removed` by the recipient;
 * `removal_refused` by a recipient that keeps no audience so small; `audience_deleted` by the recipient.
 */
export type TransferAnswer = EntryAnswer | BatchAnswer | AudienceAnswer;

export const isEntryAnswer = (answer: TransferAnswer): answer is EntryAnswer => 'digest' in answer;
