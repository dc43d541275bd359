import { resolve } from 'node:path';
import * as z from 'zod';

/** After how many days a record may go. Refusals, permissions and transfers have no such limit: they are the proof. */
const days = z.int().min(1).max(36_500).optional();

/** Where Clearlist keeps what it is told and what it does: a folder, or a folder with choices. */
export const storeSchema = z.union([
  z.string().min(1),
  z.strictObject({
    folder: z.string().min(1),
    /** Whether a run keeps who was on which list; off where it is not given, because it is one record a person a run. */
    keepMemberships: z.boolean().optional(),
    retentionDays: z.strictObject({ contact: days, membership: days, run: days }).optional(),
  }),
]);

/** Kinds that may be given a limit of age. */
export type RetainedKind = 'contact' | 'membership' | 'run';

/** The store of a project. */
export interface StoreSettings {
  /** Absolute path. */
  readonly folder: string;
  readonly keepMemberships: boolean;
  readonly retentionDays: Readonly<Partial<Record<RetainedKind, number>>>;
}

/** @param base Folder of the project file. */
export function storeSettings(written: z.infer<typeof storeSchema>, base: string): StoreSettings {
  const {
    folder,
    keepMemberships = false,
    retentionDays = {},
  } = typeof written === 'string' ? { folder: written } : written;
  const limits = Object.entries(retentionDays).filter(([, limit]) => limit !== undefined);
  return { folder: resolve(base, folder), keepMemberships, retentionDays: Object.fromEntries(limits) };
}
