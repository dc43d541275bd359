import { ClearlistError } from '../errors.js';

const NO_SPACE = 'Free some space or choose another output folder, then run again.';
const NOT_ALLOWED = 'Give yourself write permission there, or choose another output folder.';

const hints: Readonly<Record<string, string>> = {
  ENOSPC: NO_SPACE,
  EDQUOT: NO_SPACE,
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
  EROFS: NOT_ALLOWED,
};

/** The `E…` code of a failed system call; `undefined` for anything else that was thrown. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

/**
 * Does something to the output; a failed system call becomes an error that says where and what to do.
 *
 * Wrap only our own file access in it: what a row iterator throws is not about the output.
 *
 * @throws {ClearlistError} `output-not-writable`, at the given path.
 */
export async function writing<T>(at: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw new ClearlistError('output-not-writable', `the output cannot be written (${code})`, {
      at,
      hint: hints[code] ?? 'Choose an output folder that exists, or can be created, and can be written to.',
    });
  }
}
