import * as z from 'zod';
import { listingFormNames, listingOperations } from './listing-file.js';

/** Units: persons, entries or rows. */
const count = z.int().min(0);

/** What a manifest says about the audience of a campaign: the files stand with those of the other campaigns. */
export const listingEntrySchema = z.strictObject({
  /** Version of the profile by which values were written. */
  service: z.string(),
  form: z.enum(listingFormNames),
  destination: z.string(),
  audience: z.string(),
  /** What the files tell the service, in order. Units: persons who are added, entries that are taken back. */
  operations: z.array(z.strictObject({ operation: z.enum(listingOperations), rows: count })),
  /** Persons who are there, as the recipient has acknowledged. */
  kept: count,
  /** Persons who share an identifier with somebody who must not be there. */
  withheld: count,
  /** The audience is to be deleted: the recipient takes nobody out of one so small. Whoever is added waits until it is. */
  deleteAudience: z.boolean(),
  /** Persons whose change waits, because it alone would show who they are, or for the audience to be deleted. */
  heldBack: z.strictObject({ added: count, left: count }),
  /** What is not sent, by reason; the places on the list are in `<campaign>.refused-rows.csv`. */
  refused: z.array(z.strictObject({ reason: z.string(), field: z.string().optional(), rows: count })),
  /** Of whom Google is told that they consent, and on whose word where it is not their own ground. */
  consent: z.strictObject({ granted: count, notStated: count, because: z.string().optional() }).optional(),
});

export type ListingEntry = z.infer<typeof listingEntrySchema>;
