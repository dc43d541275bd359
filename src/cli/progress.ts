/** Stages as they happen: one line that is overwritten on a terminal, nothing in a pipe. */
export interface Progress {
  readonly stage: (name: string) => void;
  readonly done: () => void;
}

export function progress(stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!stream.isTTY || process.env.CI !== undefined || process.env.TERM === 'dumb') return { stage: () => {}, done: () => {} };
  const started = performance.now();
  return {
    stage: (name) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      stream.write(`\r\u001b[2K${seconds.padStart(6)} s  ${name.replaceAll('_', ' ')}`);
    },
    done: () => {
      stream.write('\r\u001b[2K');
    },
  };
}
