import { ClearlistError, type ClearlistErrorCode } from '../errors.js';

/** What is written to, as errors name it. */
export type Written = 'output' | 'store';

const codes: Readonly<Record<Written, ClearlistErrorCode>> = {
  output: 'output-not-writable',
  store: 'store-not-writable',
};

const noSpace = (what: Written): string => `Free some space or choose another ${what} folder, then run again.`;
const notAllowed = (what: Written): string => `Give yourself write permission there, or choose another ${what} folder.`;

const hints: Readonly<Record<string, (what: Written) => string>> = {
  ENOSPC: noSpace,
  EDQUOT: noSpace,
  EFBIG: (what) =>
    `Raise the limit of how long a file may be (ulimit -f), or choose another ${what} folder, then run again.`,
  EACCES: notAllowed,
  EPERM: notAllowed,
  EROFS: notAllowed,
};

/** The `E…` code of a failed system call; `undefined` for anything else that was thrown. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

/**
 * Does something to the output, or to the store; a failed system call becomes an error that says where and what to do.
 *
 * Wrap only our own file access in it: what a row iterator throws is not about the output.
 *
 * @throws {ClearlistError} `output-not-writable` or `store-not-writable`, at the given path.
 */
export async function writing<T>(at: string, operation: () => Promise<T>, what: Written = 'output'): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw new ClearlistError(codes[what], `the ${what} cannot be written (${code})`, {
      at,
      hint:
        hints[code]?.(what) ?? `Choose a folder for the ${what} that exists, or can be created, and can be written to.`,
    });
  }
}
