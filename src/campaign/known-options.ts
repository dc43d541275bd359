import { throwIssues } from '../errors.js';
import { type Instant, parseAsOf } from '../model/instant.js';
import { type RateTable, validateRates } from '../segments/rates.js';

/** What whoever asks in a program may say of what is known, and of money. */
export interface KnownOptions {
  readonly knownAt?: string;
  readonly rates?: RateTable;
}

/** @throws {ClearlistError} `as-of-invalid`; `definition-invalid` for a table of rates that cannot be one. */
export function knownOptions({ knownAt, rates }: KnownOptions): {
  readonly knownAt?: Instant;
  readonly rates?: RateTable;
} {
  if (rates !== undefined) {
    throwIssues(
      'definition-invalid',
      'rates',
      validateRates(rates, 'rates'),
      'Give every rate a currency and its days.',
    );
  }
  return {
    ...(knownAt === undefined ? {} : { knownAt: parseAsOf(knownAt, 'knownAt') }),
    ...(rates === undefined ? {} : { rates }),
  };
}
