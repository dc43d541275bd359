/**
 * The one error a user can cause.
 *
 * Every mistake that a person can mend is a `ClearlistError`: a stable code, where it is, what is wrong in one
 * line, and what to do next. Anything else that is thrown is a fault of Clearlist.
 */

/** The closed set of error codes. Codes are public contract: they are never renamed. */
export const errorCodes = [
  'as-of-invalid',
  'definition-invalid',
  'rate-missing',
  'unknown-name',
  'duplicate-id',
  'policy-unknown',
  'identity-cycle',
  'key-missing',
  'key-invalid',
  'normaliser-unknown',
  'project-missing',
  'project-invalid',
  'project-exists',
  'source-missing',
  'source-changed',
  'source-stale',
  'source-shrunk',
  'source-encoding',
  'source-header',
  'rows-unreadable',
  'rows-lost',
  'person-unknown',
  'person-ambiguous',
  'not-a-cleared-list',
  'list-used-twice',
  'list-refused',
  'list-not-hashed',
  'output-not-writable',
  'output-differs',
  'engine-missing',
  'engine-failed',
  'engine-unsupported',
  'interrupted',
  'input-invalid',
  'self-audit-failed',
  'canary-failed',
  'guard-tripped',
  'list-empty',
  'plan-changed',
  'list-expired',
  'list-altered',
  'store-missing',
  'store-not-writable',
  'store-locked',
  'store-damaged',
  'store-version',
  'token-invalid',
] as const;

/** One of the closed set of error codes. */
export type ClearlistErrorCode = (typeof errorCodes)[number];

/** One thing wrong, as shown to a person and as given by `--json`. */
export interface Issue {
  /** A path in a definition (`segments.lapsed.all[0].field`) or a place in a file (`objections.csv:17`). */
  readonly at?: string;
  /** One line, lower-case start, no full stop, no personal data. */
  readonly message: string;
}

export interface ClearlistErrorDetail {
  readonly at?: string;
  /** What to do next, one sentence. */
  readonly hint: string;
  /** Every single mistake when there are several; the message then says how many. */
  readonly issues?: readonly Issue[];
}

/**
 * A mistake the caller can mend.
 *
 * Shape: `code` is stable; `at` is a path or `file:line`; `hint` says what to do next; `issues` lists every mistake
 * found in one go. None of them ever holds a person's data.
 */
export class ClearlistError extends Error {
  override readonly name = 'ClearlistError';
  readonly at: string | undefined;
  readonly hint: string;
  readonly issues: readonly Issue[];

  constructor(
    readonly code: ClearlistErrorCode,
    message: string,
    detail: ClearlistErrorDetail,
  ) {
    super(message);
    this.at = detail.at;
    this.hint = detail.hint;
    this.issues = detail.issues ?? [];
  }

  /** What `--json` gives: code, message, place, hint, issues. */
  toJSON(): Record<string, unknown> {
    return {
      code: this.code,
      message: this.message,
      ...(this.at === undefined ? {} : { at: this.at }),
      hint: this.hint,
      ...(this.issues.length === 0 ? {} : { issues: this.issues }),
    };
  }
}

/** One error for all the issues of one definition; does nothing when there are none. */
export function throwIssues(code: ClearlistErrorCode, subject: string, issues: readonly Issue[], hint: string): void {
  const [first, ...others] = issues;
  if (first === undefined) return;
  const message =
    others.length === 0
      ? `${subject}: ${first.message}`
      : `${subject}: ${issues.length} mistakes, first: ${first.message}`;
  throw new ClearlistError(code, message, { ...(first.at === undefined ? {} : { at: first.at }), hint, issues });
}

export const interrupted = (): ClearlistError =>
  new ClearlistError('interrupted', 'stopped before it was done, because it was told to stop', {
    hint: 'Nothing half-finished is left; do it again when you want to.',
  });

/**
 * Stops where whoever asked has said so.
 *
 * @throws {ClearlistError} `interrupted`.
 */
export function requireGoing(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw interrupted();
}
