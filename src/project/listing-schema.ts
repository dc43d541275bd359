import * as z from 'zod';
import { listingFormNames } from '../export/listing-files/listing-file.js';
import { hashedColumnsSchema } from '../export/listing-services/hashed-column.js';

/** The audience at a listing service that a campaign's list becomes, as it is written. */
export const listingSchema = z.strictObject({
  /** A listing service, by id. */
  service: z.string(),
  /** The audience's name or number at the recipient; the campaign's id where it is not given. */
  audience: z.string().min(1).max(200).optional(),
  /** What persons are matched by; the service's own choice where it is not given. */
  fields: z.array(z.string()).min(1).optional(),
  /** Options of the service's rules. */
  options: z.record(z.string(), z.unknown()).optional(),
  hashed: hashedColumnsSchema().optional(),
  /** A file that a person uploads, or the bodies of the service's requests. */
  form: z.enum(listingFormNames).optional(),
  /** The whole audience is sent in the place of what changes in it, where the service has a way to replace one. */
  replace: z.boolean().optional(),
  /**
   * Everybody on the list has consented to what the service asks consent for, though that is not the ground on which
   * they are cleared; `because` says what proves it.
   */
  consent: z.strictObject({ because: z.string().min(1) }).optional(),
  /** Profile fields that hold what profiles have no field of their own for. */
  externalId: z.string().optional(),
  maid: z.string().optional(),
  state: z.string().optional(),
});

export type WrittenListing = z.infer<typeof listingSchema>;
