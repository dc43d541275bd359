import type { ReasonCode } from '../model/reasons.js';

/**
 * Reasons as bits of one whole number: a reason's bit is its place in the policy's ranked table, so that the lowest
 * bit set is the primary reason. Masks never leave Clearlist; outside, reasons are codes.
 */
export type Mask = bigint;

/** A signed 64-bit integer holds this many. */
export const MOST_REASONS = 63;

export const bitOf = (reason: ReasonCode, table: readonly ReasonCode[]): number => table.indexOf(reason);

export const maskOf = (reasons: Iterable<ReasonCode>, table: readonly ReasonCode[]): Mask =>
  [...reasons].reduce((mask, reason) => mask | (1n << BigInt(bitOf(reason, table))), 0n);

/** Best-ranked first. */
export const reasonsOf = (mask: Mask, table: readonly ReasonCode[]): readonly ReasonCode[] =>
  table.filter((_, bit) => ((mask >> BigInt(bit)) & 1n) === 1n);
