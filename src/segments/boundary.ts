import { compareUtf8 } from '../model/text.js';
import { order } from './comparisons.js';
import type { FieldValue } from './profile-field.js';

/**
 * Where a rank divides the population, once it has been looked at: a person’s rank then depends on nobody else.
 *
 * Equal values always fall on one side of a cut, so that ties share; only `break_by_id` divides them.
 */
export interface Boundary {
  /** How many persons were ranked: those with a value, among whom the rank asks. */
  readonly ranked: number;
  /** How many a top takes; absent for scores. */
  readonly taken?: number;
  /** Of a top the value of the last one taken; of scores the highest value of every score but the best, worst first. */
  readonly cuts: readonly FieldValue[];
  /** The last one taken among those with the value of the cut. Personal data. */
  readonly id?: string;
}

/** What a boundary depends on besides the population. */
export interface RankShape {
  /** Which values are best. */
  readonly order: 'highest' | 'lowest';
  readonly ties?: 'include' | 'break_by_id';
  /** Scores from 1 (worst) to `of` (best), and those wanted. */
  readonly score?: { readonly of: number; readonly in: readonly number[] };
}

export interface RankedPerson {
  readonly id: string;
  readonly value: FieldValue;
}

/** 100 %, in millionths. */
export const WHOLE_PERCENT = 100_000_000n;

/** Above 0 where `a` is better. */
export const better = ({ order: wanted }: RankShape, a: FieldValue, b: FieldValue): number =>
  wanted === 'highest' ? order(a, b) : order(b, a);

/** How many of so many: a number of persons, or a percentage rounded half up. */
export function takenOf({ top, percent }: RankShare, ranked: number): number {
  if (top !== undefined) return top;
  return Number((2n * BigInt(ranked) * (percent ?? 0n) + WHOLE_PERCENT) / (2n * WHOLE_PERCENT));
}

/** A top as a number of persons, or in millionths of a per cent. */
export interface RankShare {
  readonly top?: number;
  readonly percent?: bigint;
}

/** The specification of `fitQuery`. */
export function fitBoundary(node: RankShape, share: RankShare | undefined, persons: readonly RankedPerson[]): Boundary {
  const best = [...persons].sort((a, b) => better(node, b.value, a.value) || compareUtf8(a.id, b.id));
  const ranked = best.length;
  if (share === undefined) {
    const worst = [...best].reverse();
    const scores = node.score?.of ?? 1;
    // The element of rank ⌈i·n/scores⌉, counted from 1.
    const places = Array.from({ length: scores - 1 }, (_, i) => Math.ceil(((i + 1) * ranked) / scores));
    return { ranked, cuts: places.flatMap((place) => worst[place - 1]?.value ?? []) };
  }
  const taken = takenOf(share, ranked);
  const last = best[Math.min(taken, ranked) - 1];
  if (last === undefined) return { ranked, taken, cuts: [] };
  return { ranked, taken, cuts: [last.value], ...(node.ties === 'break_by_id' ? { id: last.id } : {}) };
}

/** Whether somebody who was ranked is where the rank asks for. */
export function isWithin(node: RankShape, { cuts, id }: Boundary, person: RankedPerson): boolean {
  if (node.score !== undefined) return node.score.in.includes(scoreOf(node, cuts, person.value));
  const [cut] = cuts;
  if (cut === undefined) return false;
  const sign = better(node, person.value, cut);
  return sign > 0 || (sign === 0 && (id === undefined || compareUtf8(person.id, id) <= 0));
}

/** From 1, the worst. */
export const scoreOf = (node: RankShape, cuts: readonly FieldValue[], value: FieldValue): number =>
  1 + cuts.filter((cut) => better(node, value, cut) > 0).length;
