import type { Records } from '../model/records.js';
import type { Campaign } from './campaign.js';

/** What a run is audited by. No part of what the run is: the same run may be audited harder. */
export interface AuditPlan {
  /** How many members, chosen by a keyed hash that is known before the run. */
  readonly sample: number;
  /** Profile ids that are always in it. */
  readonly always: readonly string[];
}

/** How many where nobody says. */
export const AUDIT_SAMPLE = 2_000;

/** Raw rows of the sample, for the campaigns that read phone numbers by the same country. */
export interface AuditCapture {
  readonly campaigns: readonly Campaign[];
  readonly persons: readonly string[];
  readonly records: Records;
}
