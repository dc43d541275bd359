import { ClearlistError } from '../../errors.js';

/** DuckDB's own kind of error, `Out of Memory Error`; what follows may quote a row and is left out. */
export function engineFailure(cause: unknown): ClearlistError {
  const message = cause instanceof Error ? cause.message : '';
  const kind = /^[A-Z][A-Za-z ]{2,40} Error/.exec(message)?.[0] ?? 'unknown error';
  const failure = new ClearlistError('engine-failed', `DuckDB stopped: ${kind}`, {
    hint: /memory/i.test(kind)
      ? 'Give the run more memory, or fewer threads.'
      : 'Run `clearlist check`; if it passes, please report this.',
  });
  failure.cause = process.env.CLEARLIST_DEBUG === undefined ? undefined : cause;
  return failure;
}
