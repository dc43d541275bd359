/** How a record names somebody. */
export type NamedBy = 'id' | 'email' | 'phone' | 'device' | 'digest' | 'sharing';

/** A record that names somebody who is cleared, as `NamedTables.rows` has it. */
export interface NamedRow {
  /** Whom, where it names a profile. */
  readonly personId?: string;
  readonly kind: string;
  readonly source: string;
  readonly row: number;
  readonly by: NamedBy;
  readonly literal: string;
  /** The address as the record has it, and the country that the record says. */
  readonly written?: string;
  readonly country?: string;
}

/** What somebody who is cleared is named by, as `NamedTables.addresses` has it. */
export interface NamedAddress {
  readonly by: NamedBy;
  readonly literal: string;
  /** The address as the profile has it, and the country of the profile. */
  readonly held?: string;
  readonly country?: string;
  /** What a digest is the hash of. */
  readonly hashed?: string;
}

/** An address that a profile has just as a person of the sample wrote it. */
export interface SharedAddress {
  readonly profileId: string;
  readonly kind: string;
  readonly raw: string;
  readonly country?: string;
}

/** What was found about the persons of a sample by another way than their records were. */
export interface FoundLiterally {
  readonly rows: readonly NamedRow[];
  readonly addresses: readonly NamedAddress[];
  readonly sharing: readonly SharedAddress[];
}
