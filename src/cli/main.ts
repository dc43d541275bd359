#!/usr/bin/env node
import { runProgram } from './program.js';

// Whoever reads along may stop reading (`| head`); what the command does goes on to its end all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

await runProgram(process.argv.slice(2));
