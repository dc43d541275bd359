import { ClearlistError } from '../errors.js';

let level: 'quiet' | 'normal' | 'verbose' = 'normal';

/** How much a command says beside its result and its errors. */
export const verbosity = (): typeof level => level;

export function chooseVerbosity({ quiet, verbose }: { readonly quiet?: boolean; readonly verbose?: boolean }): void {
  level = quiet === true ? 'quiet' : verbose === true ? 'verbose' : 'normal';
}

/** What nobody may miss, however quiet the command is told to be. */
export const complain = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Data goes to standard output, everything else to standard error; there, a quiet command says its errors only. */
export const say = (text: string): void => {
  if (level !== 'quiet') complain(text);
};

export const give = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/**
 * A line of a stream that has no end in sight: waits where the reader is slower, so that any amount streams in little
 * memory. False once nobody reads along any more.
 */
export async function giveNext(text: string): Promise<boolean> {
  const { stdout } = process;
  if (stdout.destroyed) return false;
  if (stdout.write(`${text}\n`)) return true;
  await new Promise<void>((resolve) => {
    const heard = (): void => {
      stdout.off('drain', heard).off('close', heard);
      resolve();
    };
    stdout.on('drain', heard).on('close', heard);
  });
  return !stdout.destroyed;
}

export const giveJson = (value: unknown): void => give(JSON.stringify(value, null, 2));

/** The result of a command that schedulers run: one line, with the version of its shape. */
export const giveLine = (format: `clearlist-${string}/${number}`, value: object): void =>
  give(JSON.stringify({ format, ...value }));

/** Exit codes: 0 done, 1 data or definition at fault or a guard tripped, 2 wrong command line, 70 a fault of ours. */
export const EXIT = { done: 0, fault: 1, usage: 2, bug: 70 } as const;

/** A campaign that is refused whole is a fault of data or definition, although the others went out. */
export const failWhereRefused = (campaigns: readonly { readonly refused: readonly unknown[] }[]): void => {
  if (campaigns.some(({ refused }) => refused.length > 0)) process.exitCode = EXIT.fault;
};

const SHOWN = 20;

/** An error as a person reads it: what, where, and what to do next. Never a stack trace for a user's mistake. */
export function errorText(error: ClearlistError): string {
  const where = error.at === undefined ? '' : `${error.at}: `;
  const several = error.issues.length > 1 || (error.issues.length === 1 && error.issues[0]?.at !== error.at);
  const issues = several
    ? error.issues.slice(0, SHOWN).map(({ at, message }) => `  ${at === undefined ? '' : `${at}: `}${message}`)
    : [];
  const more = error.issues.length > SHOWN ? [`  … and ${error.issues.length - SHOWN} more`] : [];
  return [`clearlist: ${where}${error.message} [${error.code}]`, ...issues, ...more, `  next: ${error.hint}`].join(
    '\n',
  );
}

/** Says what went wrong and gives the exit code for it. */
export function report(error: unknown, json: boolean): number {
  if (error instanceof ClearlistError) {
    complain(json ? JSON.stringify({ error: error.toJSON() }) : errorText(error));
    if (error.cause !== undefined) complain(String(error.cause));
    return error.code === 'self-audit-failed' ? EXIT.bug : EXIT.fault;
  }
  const detail =
    process.env.CLEARLIST_DEBUG === undefined ? '' : `\n${error instanceof Error ? error.stack : String(error)}`;
  complain(`clearlist: a fault of Clearlist itself; nothing was released${detail}`);
  complain('  next: Run again with CLEARLIST_DEBUG=1 and report what it prints, without personal data.');
  return EXIT.bug;
}
