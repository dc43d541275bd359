import type { Records } from '../../model/records.js';
import type { Campaign } from '../campaign.js';
import type { FoundLiterally } from './found-literally.js';

/** What a run is audited by. No part of what the run is: the same run may be audited harder. */
export interface AuditPlan {
  /** How many members, chosen by a keyed hash that is known before the run. */
  readonly sample: number;
  /** Profile ids that are always in it. */
  readonly always: readonly string[];
}

/** How many where nobody says. */
export const AUDIT_SAMPLE = 2_000;

/**
 * How many more of those whom something names, for a sample of some size: a tenth of it. Of most members nobody said
 * anything, so that a sample of members hardly ever has the one person in whose case something was overlooked.
 */
export const namedSample = (sample: number): number => Math.ceil(sample / 10);

/** Raw rows of the sample, for the campaigns that read phone numbers by the same country. */
export interface AuditCapture {
  readonly campaigns: readonly Campaign[];
  /**
   * Whether the reference decides about them. Of whoever is looked at for what names them, what they did is read only
   * where there is little of it: they are others whenever a refusal is, and reading it once more for them is most of what
   * an audit costs.
   */
  readonly isDecided: boolean;
  /** Who was to be looked at: {@link persons} and nobody else, if all is well. */
  readonly drawn: readonly string[];
  /** What names them, found by another way than {@link records}; nothing where no sample is drawn. */
  readonly found?: FoundLiterally;
  readonly persons: readonly string[];
  readonly records: Records;
}
