import { Command, CommanderError, Option } from 'commander';
import { ClearlistError } from '../index.js';
import { changes } from './changes.js';
import { check } from './check.js';
import { clean } from './clean.js';
import { decide } from './decide.js';
import { demo } from './demo.js';
import { erase } from './erase.js';
import { explain } from './explain.js';
import { importCommand } from './import.js';
import { init } from './init.js';
import { stoppedWith } from './interruption.js';
import { normalize } from './normalize.js';
import { chooseVerbosity, EXIT, report as sayError } from './output.js';
import { plan } from './plan.js';
import { policy } from './policy.js';
import { recheck } from './recheck.js';
import { recordRefusal } from './record-refusal.js';
import { removals } from './removals.js';
import { report } from './report.js';
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
  changes,
  report,
  clean,
  explain,
  decide,
  normalize,
  importCommand,
  recordRefusal,
  erase,
  store,
  policy,
  wash,
  removals,
];

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

/** The whole command line, as data: what is parsed, what `--help` shows, and what the command reference is written from. */
export function program(): Command {
  const whole = new Command('clearlist')
    .description('Who may be contacted, and who must not.')
    .version(version())
    .addHelpText('after', '\nStart with `clearlist demo`, or with `clearlist init FOLDER` for a project of your own.')
    .showSuggestionAfterError()
    .hook('preAction', (_, command) => chooseVerbosity(command.opts()))
    .exitOverride();
  for (const command of commands) whole.addCommand(equip(command()));
  return whole;
}

/** Does what the arguments say, and says what went wrong; the exit code is set, never forced. */
export async function runProgram(args: readonly string[]): Promise<void> {
  try {
    await program().parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    else {
      const code = sayError(error, args.includes('--json'));
      process.exitCode = isInterrupted(error) ? (stoppedWith() ?? code) : code;
    }
  }
}

const isInterrupted = (error: unknown): boolean => error instanceof ClearlistError && error.code === 'interrupted';
