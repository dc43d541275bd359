import type { Instant } from './instant.js';

/**
 * What has been handed to recipients, and what they answered.
 *
 * Clearlist uploads nothing itself, so that what was written counts as held by the recipient from then on, whether or
 * not anybody uploaded it; it is held until the recipient has acknowledged its removal. Source: GDPR Art. 19, 21(3);
 * Datatilsynet 2023-31-0007 (Telmore, 29-04-2024).
 */

/** One entry of one audience as it was written for a recipient. */
export interface Transfer {
  readonly personId: string;
  readonly destination: string;
  readonly audience: string;
  /** Exactly what was written about the person: the digest or identifier by which the recipient has to find it again. */
  readonly digest: string;
  readonly at: Instant;
}

/**
 * What is known about an entry since: `removal_requested` by us; `removed` by the recipient; `removal_refused` by a
 * recipient that keeps no audience so small; `audience_deleted` by the recipient.
 */
export type TransferAnswer =
  | {
      readonly answer: 'removal_requested' | 'removed';
      readonly destination: string;
      readonly audience: string;
      readonly digest: string;
      readonly at: Instant;
    }
  | {
      readonly answer: 'deletion_requested' | 'removal_refused' | 'audience_deleted';
      readonly destination: string;
      readonly audience: string;
      readonly at: Instant;
    };
