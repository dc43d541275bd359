import * as z from 'zod';

/**
 * What a consent string's switches mean in a project: one entry per consent purpose, written out by whoever knows the
 * consent form. Nothing is mapped by the likeness of names.
 *
 * Source: IAB Europe Transparency & Consent Framework, technical specification v2.2 (2023-05) and v2.3 (2025-06);
 * IAB Tech Lab Global Privacy Platform, section encodings (2025).
 */

/** Consent in the EU's framework: given where every switch named is on. */
const tcf = z.strictObject({
  /** TCF purposes by number; all of them must be consented to. */
  purposes: z.array(z.number().int().min(1).max(24)).min(1),
  /** Opt-ins to special features, by number. */
  specialFeatures: z.array(z.number().int().min(1).max(12)).min(1).optional(),
  /** Vendors by their number on the Global Vendor List; each must be consented to, and not be restricted. */
  vendors: z.array(z.number().int().min(1).max(65_535)).min(1).optional(),
  /** Read the consents given to the publisher itself instead of those for vendors. */
  publisher: z.boolean().optional(),
});

const value = z.union([z.string(), z.number(), z.boolean()]);

/** A field of another section of a GPP string; a value that neither list names is unreadable. */
const gppField = z.strictObject({
  /** Section prefix as in the standard, `usnat`. */
  section: z.string().regex(/^[a-z][a-z0-9]*$/),
  field: z.string().min(1),
  given: z.array(value),
  refused: z.array(value).min(1),
});

const column = z.string().min(1);

/** The table with the column of the strings: what a binding says of a file. */
export const consentColumnSchema = z.discriminatedUnion('format', [
  z.strictObject({ format: z.literal('tcf'), column, purposes: z.record(z.string(), tcf) }),
  z.strictObject({ format: z.literal('gpp'), column, purposes: z.record(z.string(), z.union([tcf, gppField])) }),
]);

export type ConsentColumn = z.infer<typeof consentColumnSchema>;
/** What the switches mean, wherever the string comes from. */
export type ConsentTable = { [F in ConsentColumn as F['format']]: Omit<F, 'column'> }[ConsentColumn['format']];
export type TcfSwitches = z.infer<typeof tcf>;
export type GppField = z.infer<typeof gppField>;

export interface ConsentState {
  /** Consent purpose of the table. */
  readonly purpose: string;
  readonly state: 'given' | 'refused';
}

/** What a string says, in the order of the table. */
export interface DecodedConsent {
  /** When the choice was last changed, ISO 8601 in UTC; absent where the section carries no time. */
  readonly occurredAt?: string;
  /** ISO 639-1, lower case. */
  readonly language?: string;
  /** Versions of the framework’s policy and of the vendor list that were shown. */
  readonly noticeVersion?: string;
  readonly states: readonly ConsentState[];
}

/** A string nobody can read. It permits nothing; the reason names no person. */
export interface UnreadableConsent {
  readonly unreadable: string;
}

export type ReadConsent = (text: string) => DecodedConsent | UnreadableConsent;
