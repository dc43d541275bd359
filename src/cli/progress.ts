import type { HowFar } from '../index.js';
import { verbosity } from './output.js';

/**
 * Stages as they happen, on standard error: one line that is overwritten on a terminal; elsewhere a plain line every
 * minute, so that a short run in a scheduler says nothing and a long one can be followed.
 */
export interface Progress {
  readonly stage: (name: string, far?: HowFar) => void;
  readonly done: () => void;
}

/** Between two plain lines. Units: milliseconds. */
const PLAIN_EVERY_MS = 60_000;

const SILENT: Progress = { stage: () => {}, done: () => {} };

/** What progress is shown by. Tests give their own. */
export interface Shown {
  readonly stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;
  /** Units: milliseconds, from any beginning. */
  readonly clock: () => number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly level: ReturnType<typeof verbosity>;
}

export function progress(given: Partial<Shown> = {}): Progress {
  const shown: Shown = {
    stream: process.stderr,
    clock: () => performance.now(),
    env: process.env,
    level: verbosity(),
    ...given,
  };
  if (shown.level === 'quiet') return SILENT;
  const isTerminal = shown.stream.isTTY && shown.env.CI === undefined && shown.env.TERM !== 'dumb';
  return isTerminal && shown.level === 'normal' ? overwritten(shown) : lines(shown);
}

function overwritten({ stream, clock }: Shown): Progress {
  const started = clock();
  return {
    stage: (name, far) => {
      // A longer line would wrap, and only its end be overwritten. Some terminals say that they have no columns.
      const text = stageText(clock() - started, name, far).slice(0, (stream.columns || 80) - 1);
      stream.write(`\r\u001b[2K${text}`);
    },
    done: () => {
      stream.write('\r\u001b[2K');
    },
  };
}

function lines({ stream, clock, level }: Shown): Progress {
  const started = clock();
  let said = started;
  let last = '';
  return {
    stage: (name, far) => {
      if (level === 'verbose' ? name === last : clock() - said < PLAIN_EVERY_MS) return;
      said = clock();
      last = name;
      stream.write(`${stageText(said - started, name, far).trimStart()}\n`);
    },
    done: () => {
      if (level === 'verbose') stream.write(`${stageText(clock() - started, 'done').trimStart()}\n`);
    },
  };
}

/** `  12.3 s  step 7 of 40, 120000 rows so far: purchase`. */
function stageText(elapsed: number, name: string, far?: HowFar): string {
  const seconds = `${(elapsed / 1000).toFixed(1).padStart(6)} s  `;
  const stage = name.replaceAll('_', ' ');
  if (far === undefined) return `${seconds}${stage}`;
  return `${seconds}step ${far.step + 1} of ${far.of}, ${far.rows} rows so far: ${stage}`;
}
