/**
 * Which refusal registers a message has to be checked against, and when a check is good enough.
 *
 * Sources of the values: `policies/nordic-registers.ts`.
 */
export interface RegisterPolicy {
  /** The register of a country and channel, `SE/phone`; what is not listed needs none. */
  readonly for: Readonly<Record<string, string>>;
  /** How old a register's version may be, by register, in days of 24 hours. A register that is not listed is always too old. */
  readonly maxAgeDays: Readonly<Record<string, number>>;
  /** How old a consent may be that replaces the check, in days; without a limit where a register is not listed. */
  readonly consentMaxAgeDays: Readonly<Record<string, number>>;
  /** Countries whose rules leave the company's own customers out: an own sale in the offered category, in so many days. */
  readonly customerExemption: { readonly countries: readonly string[]; readonly maxDaysSinceSale: number };
  /** Whether market and opinion research need no check. */
  readonly researchOutside: boolean;
  /** Countries where a marketing call needs the person's prior consent, register or not. */
  readonly phoneNeedsPriorConsent: readonly string[];
}

/** The register to ask for a country and channel. */
export const registerFor = ({ for: table }: RegisterPolicy, country: string, channel: string): string | undefined => {
  const key = `${country}/${channel}`;
  return Object.hasOwn(table, key) ? table[key] : undefined;
};

/** Every register that a policy names. */
export const registerNames = ({ for: table }: RegisterPolicy): readonly string[] => [...new Set(Object.values(table))];
