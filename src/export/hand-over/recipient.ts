/** Ways of encrypting a file for somebody. To add one: write its file, add its line in `seal-formats.ts`. */
export const sealFormatNames = ['age', 'openpgp'] as const;
/** A format in which lists are encrypted. */
export type SealFormatName = (typeof sealFormatNames)[number];

/** Somebody for whom files are encrypted, by a public key. */
export interface Recipient {
  readonly format: SealFormatName;
  /** `age1…`, or an armoured OpenPGP public key. */
  readonly key: string;
}

/** By the name that destinations and campaigns use. */
export type Recipients = Readonly<Record<string, Recipient>>;
