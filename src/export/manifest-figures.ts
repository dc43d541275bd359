import * as z from 'zod';
import type { RunFigures } from '../campaign/figures.js';
import { evaluatedKinds } from '../model/record-kinds.js';
import { count, reasonCode } from './campaign-entry.js';

/** Of reasons that apply together, so many combinations are kept; the rest is their number of persons. */
const COMBINATIONS = 12;

/** What people look at besides the counts; numbers and sentences, nothing about any one person. */
export const manifestFiguresSchema = z.strictObject({
  /** The condition of each audience in words. */
  audiences: z.array(z.strictObject({ segment: z.string(), says: z.string() })),
  campaigns: z.array(
    z.strictObject({
      id: z.string(),
      countries: z.array(z.strictObject({ country: z.string().optional(), persons: count })),
      together: z.array(z.strictObject({ reasons: z.array(reasonCode), persons: count })),
    }),
  ),
  overlaps: z.array(z.strictObject({ campaigns: z.tuple([z.string(), z.string()]), persons: count })),
  quality: z.array(
    z.strictObject({
      source: z.string(),
      kind: z.enum(evaluatedKinds),
      records: count,
      duplicates: count,
      orphans: count,
      earliest: z.string().optional(),
      latest: z.string().optional(),
      without: z.strictObject({ email: count, phone: count, country: count }).optional(),
    }),
  ),
});

export type ManifestFigures = z.infer<typeof manifestFiguresSchema>;

/** An earlier run for sending, as of the same time or before. */
export const earlierRunSchema = z.strictObject({
  runId: z.string(),
  asOf: z.string(),
  campaigns: z.array(
    z.strictObject({ id: z.string(), members: count, suppressed: count, cleared: count, listed: count }),
  ),
});

export type EarlierRunEntry = z.infer<typeof earlierRunSchema>;

export const manifestFigures = (
  { campaigns, overlaps, quality }: RunFigures,
  audiences: ManifestFigures['audiences'],
): ManifestFigures => ({
  audiences,
  campaigns: campaigns.map(({ id, countries, together }) => ({
    id,
    countries: countries.map((one) => ({ ...one })),
    together: together.slice(0, COMBINATIONS).map(({ reasons, persons }) => ({ reasons: [...reasons], persons })),
  })),
  overlaps: overlaps.map(({ campaigns: [first, second], persons }) => ({ campaigns: [first, second], persons })),
  quality: quality.map(({ without, ...one }) => ({ ...one, ...(without === undefined ? {} : { without }) })),
});
