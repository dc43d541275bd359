import { createHash } from 'node:crypto';
import type { MatchField } from '../../../src/index.js';

/** What a service makes of one value: the normalised text, or the code that refuses it. */
export interface Vector {
  /** The rule that the row is for, in few words. */
  readonly rule: string;
  readonly field: MatchField;
  readonly raw: string | number;
  readonly country?: string;
  readonly normalized?: string;
  readonly refused?: string;
  /** The digest as the service publishes it, where it does. */
  readonly hash?: string;
  readonly variants?: readonly string[];
}

export const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export interface VectorTable {
  readonly from: string;
  readonly vectors: readonly Vector[];
  /** Of the service’s profile. */
  readonly options?: Readonly<Record<string, unknown>>;
}
