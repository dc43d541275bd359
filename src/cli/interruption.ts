let going: AbortController | undefined;
let exitCode: number | undefined;

/** The exit code by which a command ends that was stopped; `undefined` for one that nobody stopped. */
export const stoppedWith = (): number | undefined => exitCode;

/** Work that a signal of the system stops cleanly: nothing half-finished is left, and temporary files are gone. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  going = new AbortController();
  try {
    return await work(going.signal);
  } finally {
    going = undefined;
  }
}

/** What is going on is asked to stop; where nothing can be asked, or it was asked before, the process ends at once. */
export function stop(code: 130 | 143): void {
  if (going === undefined || exitCode !== undefined) process.exit(code);
  exitCode = code;
  going.abort();
}
