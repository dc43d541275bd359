import * as z from 'zod';
import { auditedSchema, count, reasonCode, sha256Text } from './campaign-entry.js';

/** The manifest's name in the folder of a recheck. */
export const RECHECK_MANIFEST = 'recheck.json';

/** Why a row was dropped: a reason of the person, or that nobody of that id, or of that address, is there any more. */
export const dropCodes = ['PERSON_UNKNOWN', 'ADDRESS_CHANGED'] as const;
export type DropCode = z.infer<typeof dropCode>;
const dropCode = z.union([reasonCode, z.enum(dropCodes)]);

/** What a recheck read, dropped and wrote. Codes, counts and hashes: nothing about any one person. */
export const recheckManifestSchema = z.strictObject({
  format: z.literal('clearlist-recheck/1'),
  /** SHA-256 of the manifest of the lists that were rechecked. */
  of: sha256Text,
  asOf: z.string(),
  /** As it was: a recheck makes no list newer. */
  validUntil: z.string(),
  policy: z.strictObject({ id: z.string(), version: z.string(), hash: sha256Text }),
  audited: auditedSchema,
  lists: z.array(
    z
      .strictObject({
        campaign: z.string(),
        name: z.string(),
        part: z.string().optional(),
        /** For the proof recipients of a campaign. */
        proof: z.literal(true).optional(),
        sha256: sha256Text,
        bytes: count,
        before: count,
        dropped: count,
        rows: count,
        /** By highest-ranked reason. */
        reasons: z.array(z.strictObject({ code: dropCode, rows: count })),
      })
      .refine(({ before, dropped, rows }) => rows === before - dropped, 'rows is not before − dropped'),
  ),
  versions: z.strictObject({ clearlist: z.string(), engine: z.string(), engineVersion: z.string() }),
});

/** What stands beside lists that were checked again. */
export type RecheckManifest = z.infer<typeof recheckManifestSchema>;
export type RecheckedList = RecheckManifest['lists'][number];
