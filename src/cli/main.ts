#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import { check } from './check.js';
import { decide } from './decide.js';
import { demo } from './demo.js';
import { erase } from './erase.js';
import { explain } from './explain.js';
import { importCommand } from './import.js';
import { init } from './init.js';
import { normalize } from './normalize.js';
import { chooseVerbosity, EXIT, report } from './output.js';
import { plan } from './plan.js';
import { policy } from './policy.js';
import { recheck } from './recheck.js';
import { recordRefusal } from './record-refusal.js';
import { run } from './run.js';
import { sent } from './sent.js';
import { store } from './store.js';
import { verify } from './verify.js';
import { version } from './version.js';
import { wash } from './wash.js';

/** Every command. To add one: write its file, add its line. */
const commands = [
  init,
  demo,
  check,
  plan,
  run,
  recheck,
  verify,
  sent,
  explain,
  decide,
  normalize,
  importCommand,
  recordRefusal,
  erase,
  store,
  policy,
  wash,
];

const program = new Command('clearlist')
  .description('Who may be contacted, and who must not.')
  .version(version())
  .addHelpText('after', '\nStart with `clearlist demo`, or with `clearlist init FOLDER` for a project of your own.')
  .showSuggestionAfterError()
  .hook('preAction', (_, command) => chooseVerbosity(command.opts()))
  .exitOverride();

/** Commands that do something, as against those that only hold others. */
function equip(command: Command): Command {
  for (const inner of command.commands) equip(inner);
  if (command.commands.length > 0) return command.exitOverride();
  return command
    .exitOverride()
    .addOption(new Option('--json', 'machine-readable result on standard output'))
    .addOption(new Option('--quiet', 'no progress and no messages: the result and errors only').conflicts('verbose'))
    .addOption(new Option('--verbose', 'every stage on a line of its own, with its time and rows'));
}

for (const command of commands) program.addCommand(equip(command()));

// Whoever reads along may stop reading (`| head`); what the command does goes on to its end all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  else process.exitCode = report(error, process.argv.includes('--json'));
}
