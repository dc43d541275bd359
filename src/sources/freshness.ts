import * as z from 'zod';
import { ClearlistError } from '../errors.js';
import { DAY, formatInstant, HOUR, type Instant } from '../model/instant.js';
import { type EvaluatedKind, recordKinds } from '../model/record-kinds.js';

/** Elapsed time: whole days of 24 hours, or whole hours. */
const duration = z.string().regex(/^(P[1-9][0-9]{0,3}D|PT[1-9][0-9]{0,4}H)$/, 'days or hours, such as P2D or PT36H');

/** How old a source may be at the as-of of a run. */
export const freshnessSchema = z.strictObject({
  /** Since its newest file was last written. */
  files: duration.optional(),
  /** Since the latest time of its records that is not in the future. */
  records: duration.optional(),
});

export type Freshness = z.infer<typeof freshnessSchema>;

const lengthOf = (text: string): Instant => Number(/[0-9]+/.exec(text)?.[0]) * (text.endsWith('D') ? DAY : HOUR);

/** Whether records of a part have the time by which the newest is found. */
export const hasTime = ({ kind }: { readonly kind: EvaluatedKind }): boolean =>
  'occurredAt' in recordKinds[kind].fields;

/**
 * Holds the age of a source against its limit. A source without anything dated has no age, and is refused.
 *
 * @param newest Of the files, or of the records.
 * @throws {ClearlistError} `source-stale`.
 */
export function requireFresh(
  source: string,
  of: 'files' | 'records',
  { freshness, newest, asOf }: { freshness: Freshness | undefined; newest: Instant | undefined; asOf: Instant },
): void {
  const limit = freshness?.[of];
  if (limit === undefined || (newest !== undefined && asOf - newest <= lengthOf(limit))) return;
  const what = of === 'files' ? 'newest file' : 'newest record';
  const found =
    newest === undefined
      ? `has no record with a time at or before as-of`
      : `has its ${what} from ${formatInstant(newest)}`;
  throw new ClearlistError('source-stale', `source "${source}" ${found}, and may be ${limit} old`, {
    at: `sources.${source}.freshness.${of}`,
    hint: 'Fetch the source again; refusals that have come in since are missing.',
  });
}
