import { join, resolve } from 'node:path';
import * as z from 'zod';
import type { CacheLimits } from '../store/cache/cache-folder.js';

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
    /** Whether what was worked out from profiles and behaviour is kept for the next run; off where it is not given. */
    cache: z
      .union([
        z.boolean(),
        z.strictObject({
          maxSize: z
            .string()
            .regex(/^[1-9][0-9]{0,8}(MB|GB)$/, 'write it like 512MB or 4GB')
            .optional(),
          keepForDays: days,
        }),
      ])
      .optional(),
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
  /** Absent where nothing is kept for the next run. */
  readonly cache?: CacheLimits;
}

/** The folder of a store's cache. */
export const cacheFolder = ({ folder }: Pick<StoreSettings, 'folder'>): string => join(folder, 'cache');

/** Sources change about once a day, and what rests on those of before serves nobody. */
const CACHE_DAYS = 2;
const CACHE_SIZE = '2GB';

const DAY_MS = 86_400_000;
const UNITS: Readonly<Record<string, number>> = { MB: 1_000_000, GB: 1_000_000_000 };

/** @param base Folder of the project file. */
export function storeSettings(written: z.infer<typeof storeSchema>, base: string): StoreSettings {
  const {
    folder,
    keepMemberships = false,
    retentionDays = {},
    cache = false,
  } = typeof written === 'string' ? { folder: written } : written;
  const limits = Object.entries(retentionDays).filter(([, limit]) => limit !== undefined);
  return {
    folder: resolve(base, folder),
    keepMemberships,
    retentionDays: Object.fromEntries(limits),
    ...(cache === false ? {} : { cache: cacheLimits(cache === true ? {} : cache) }),
  };
}

function cacheLimits({
  maxSize = CACHE_SIZE,
  keepForDays = CACHE_DAYS,
}: {
  readonly maxSize?: string | undefined;
  readonly keepForDays?: number | undefined;
}): CacheLimits {
  const bytes = Number(maxSize.slice(0, -2)) * (UNITS[maxSize.slice(-2)] ?? 0);
  return { maxBytes: bytes, maxAge: keepForDays * DAY_MS };
}
