import { Readable } from 'node:stream';
import { runProgram } from '../../src/cli/program.js';
import type { Finished } from './command.js';

type Write = typeof process.stdout.write;

/** What a stream is given while something runs. */
function listening(stream: NodeJS.WriteStream): { readonly text: () => string; readonly stop: () => void } {
  const chunks: string[] = [];
  const write = stream.write;
  stream.write = ((chunk: string | Uint8Array) => {
    chunks.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    return true;
  }) as Write;
  return {
    text: () => chunks.join(''),
    stop: () => {
      stream.write = write;
    },
  };
}

/** The whole command line in this very process: what a real one says, without starting one. One at a time. */
export async function clearlistHere(
  args: readonly string[],
  { cwd, input = '' }: { cwd: string; input?: string },
): Promise<Finished> {
  const before = { folder: process.cwd(), code: process.exitCode };
  const stdin = Object.getOwnPropertyDescriptor(process, 'stdin');
  const out = listening(process.stdout);
  const err = listening(process.stderr);
  Object.defineProperty(process, 'stdin', {
    configurable: true,
    value: Readable.from(input === '' ? [] : [Buffer.from(input)]),
  });
  process.chdir(cwd);
  process.exitCode = undefined;
  try {
    await runProgram(args);
    return { code: Number(process.exitCode ?? 0), stdout: out.text(), stderr: err.text() };
  } finally {
    out.stop();
    err.stop();
    process.chdir(before.folder);
    process.exitCode = before.code;
    if (stdin !== undefined) Object.defineProperty(process, 'stdin', stdin);
  }
}
