#!/usr/bin/env node
import { stop } from './interruption.js';
import { version } from './version.js';

// Whoever reads along may stop reading (`| head`); what the command does goes on to its end all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
process.on('SIGINT', () => stop(130));
process.on('SIGTERM', () => stop(143));

const [first, ...rest] = process.argv.slice(2);
if (first === '--version' && rest.length === 0) process.stdout.write(`${version()}\n`);
else {
  // Everything else there is, which takes a while to load.
  const { runProgram } = await import('./program.js');
  await runProgram(process.argv.slice(2));
}
