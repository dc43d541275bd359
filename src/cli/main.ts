#!/usr/bin/env node
import { stop } from './interruption.js';
import { runProgram } from './program.js';

// Whoever reads along may stop reading (`| head`); what the command does goes on to its end all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
process.on('SIGINT', () => stop(130));
process.on('SIGTERM', () => stop(143));

await runProgram(process.argv.slice(2));
