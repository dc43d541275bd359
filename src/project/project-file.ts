import * as z from 'zod';
import { allocationFields, runAllocationSchema } from '../campaign/allocation/definition.js';
import { releaseSchema } from '../campaign/release/release.js';
import { dataCategories, specialCategories } from '../model/vocabulary.js';
import { sourceBindingSchema } from '../sources/binding.js';
import { policyChangesSchema } from '../suppression/define-policy.js';
import { recipientRoles } from '../suppression/destination.js';
import { listingSchema } from './listing-schema.js';
import { keyPlaces } from './read-keys.js';
import { recipientsSchema } from './read-recipients.js';
import { storeSchema } from './store-settings.js';
import { unsubscribeSchema } from './unsubscribe-keys.js';

/** Some of `recipients`; nobody is said by leaving it out. */
const encryptFor = z.array(z.string().min(1)).min(1).optional();

/** An account at a listing service, in the service's numbers; `type` is a word of Google's. */
const account = {
  id: z.string().regex(/^[0-9]{1,30}$/, 'the number of an account is digits only'),
  type: z
    .string()
    .regex(/^[A-Z][A-Z_]*$/, 'a kind of account is written like GOOGLE_ADS')
    .optional(),
};

/** The project file as it is written; what it names is checked when it is loaded. */
export const projectSchema = z.strictObject({
  /** For editors; has no meaning. */
  $schema: z.string().optional(),
  clearlist: z.literal(1),
  zone: z.string(),
  /** A preset, or one with changes; `definePolicy` checks them. */
  policy: z.union([z.string(), policyChangesSchema().extend({ preset: z.string() })]),
  /** Whether events on a device count for whoever logged in on it with their own id. */
  linkDevices: z.boolean().default(false),
  /** Where the keys of tombstones are, by key id; never the keys themselves. */
  keys: z.record(z.string().min(1), keyPlaces).default({}),
  /** What one unit of another currency was worth in the project’s own, from a day to before another. */
  rates: z
    .strictObject({
      currency: z.string(),
      rates: z.array(z.strictObject({ currency: z.string(), from: z.string(), to: z.string(), rate: z.string() })),
    })
    .optional(),
  attributes: z
    .record(
      z
        .string()
        .regex(
          /^[a-z][A-Za-z0-9_]{0,59}$/,
          'an attribute name starts with a small letter and has letters, digits and _ only',
        ),
      z.strictObject({
        type: z.enum(['text', 'decimal', 'date', 'boolean', 'list']),
        about: z.string(),
        category: z.enum([...dataCategories, ...specialCategories]),
      }),
    )
    .default({}),
  /** What they name is checked by `validateSource`. */
  sources: z.record(
    z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/, 'a source name has letters, digits, - and _ only'),
    sourceBindingSchema,
  ),
  /** Sources without a path: how files handed to `clearlist import` are read. Checked like sources. */
  imports: z
    .record(
      z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/, 'a source name has letters, digits, - and _ only'),
      z.unknown(),
    )
    .default({}),
  segments: z.record(z.string(), z.unknown()),
  /** Lists of profile ids that conditions name: ids, or a file of them. */
  lists: z
    .record(
      z.string().min(1),
      z.union([
        z.strictObject({ ids: z.array(z.string().min(1)) }),
        z.strictObject({
          /** One id on a line; relative to the project folder. */
          path: z.string().min(1),
          /** The column of the ids; the file then has a header. */
          column: z.string().min(1).optional(),
          delimiter: z.enum([',', ';', '\t', '|']).default(','),
        }),
      ]),
    )
    .default({}),
  /** For whom lists are encrypted, by the name that campaigns and destinations use: public keys only. */
  recipients: recipientsSchema.default({}),
  /** To whom data leaves, by the name that campaigns use. */
  destinations: z
    .record(
      z.string().min(1),
      z.strictObject({
        region: z.string().min(2).optional(),
        role: z.enum(recipientRoles).optional(),
        contract: z.string().min(1).optional(),
        ownPurposes: z.boolean().optional(),
        platform: z.string().min(1).optional(),
        account: z.strictObject({ ...account, login: z.strictObject(account).optional() }).optional(),
        termsAccepted: z.boolean().optional(),
        encryptFor,
      }),
    )
    .default({}),
  campaigns: z.record(
    z.string(),
    z.strictObject({
      controller: z.string(),
      kind: z.string(),
      channel: z.string(),
      audience: z.string(),
      /** One of `lists`: the firm’s own people who get a copy to look at. */
      proof: z.string().optional(),
      products: z.union([z.string(), z.array(z.string())]).optional(),
      country: z.string().optional(),
      /** One of `destinations`. */
      destination: z.string().optional(),
      encryptFor,
      sendAt: z.string().optional(),
      targeted: z.boolean().optional(),
      containsPromotion: z.boolean().optional(),
      notAgainWithinDays: z.number().optional(),
      columns: z
        .array(z.union([z.string(), z.strictObject({ header: z.string().min(1), field: z.string() })]))
        .optional(),
      /** The audience at a listing service that the list becomes. */
      listing: listingSchema.optional(),
      ...allocationFields(),
    }),
  ),
  /** What the campaigns of a run share out among themselves. */
  allocation: runAllocationSchema().optional(),
  /** What has to hold before a run is released. */
  release: releaseSchema().optional(),
  output: z.string().default('lists'),
  /** How a run is worked out, where the command line and the environment do not say. */
  engine: z
    .strictObject({
      use: z.enum(['duckdb', 'memory']).optional(),
      memory: z
        .string()
        .regex(/^[1-9][0-9]*(MB|GB)$/, 'write it like 512MB or 4GB')
        .optional(),
      threads: z.int().min(1).max(999).optional(),
    })
    .default({}),
  store: storeSchema.optional(),
  unsubscribe: unsubscribeSchema.optional(),
});

/** A project file as it is written, with what is said by leaving out. */
export type ProjectFile = z.infer<typeof projectSchema>;
