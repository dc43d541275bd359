import type { Argument, Command, Option } from 'commander';
import { EXIT } from '../../src/cli/output.js';
import { program } from '../../src/cli/program.js';
import { code, plain, table } from './markdown.js';

/** A command with the words by which it is called. */
export interface CalledCommand {
  readonly words: string;
  readonly command: Command;
}

const HEAD = `# Commands

Written from the program by \`npm run docs\`; a test holds the two together. \`clearlist COMMAND --help\` shows the same.

Data goes to standard output, messages and progress to standard error. Persons are named on standard input or in a file, never by an argument, so that they stand in no shell history and in no list of processes.`;

const exitMeanings: Readonly<Record<keyof typeof EXIT, string>> = {
  done: 'done',
  fault:
    'data or a definition is at fault, a guard tripped, or something was found: [the error’s code](errors.md) says what to do',
  usage: 'wrong command line; nothing was read and nothing was done',
  bug: 'a fault of Clearlist itself, or the two implementations disagree; nothing was released',
};

const SHARED = ['--json', '--quiet', '--verbose'];

/** Every command that does something, as a user calls it. */
export function calledCommands(outer: Command = program(), before = ''): readonly CalledCommand[] {
  return outer.commands.flatMap((command) => {
    const words = `${before}${command.name()}`;
    return command.commands.length > 0 ? calledCommands(command, `${words} `) : [{ words, command }];
  });
}

/** What stands below the options in a command's help. */
export function helpAfter(command: Command): string {
  let shown = '';
  command.configureOutput({ writeOut: (text) => (shown += text) }).outputHelp();
  return shown.slice(command.helpInformation().length).trim();
}

/** The examples of a command's help, one command line each. */
export const examplesOf = (command: Command): readonly string[] =>
  (/(?:^|\n)Examples?:\n((?: {2}.*(?:\n|$))+)/.exec(helpAfter(command))?.[1] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export function commandsPage(): string {
  const commands = calledCommands();
  const list = commands.map(({ words, command }) => [
    `[${code(words)}](#clearlist-${words.replaceAll(' ', '-')})`,
    plain(command.description()),
  ]);
  const parts = [
    HEAD,
    table(['command', ''], list),
    '## What every command has',
    sharedOptions(commands),
    '## Exit codes',
    exitCodes(),
    '## Environment',
    environment(commands),
    ...commands.flatMap(section),
  ];
  return `${parts.join('\n\n')}\n`;
}

const sharedOptions = ([first]: readonly CalledCommand[]): string =>
  table(
    ['option', ''],
    [
      ...(first?.command.options ?? []).filter(({ long }) => SHARED.includes(long ?? '')).map(optionRow),
      [code('-h, --help'), 'this command with its options and examples'],
    ],
  );

const exitCodes = (): string =>
  table(
    ['code', ''],
    [
      ...Object.entries(EXIT).map(([name, value]) => [String(value), exitMeanings[name as keyof typeof EXIT]]),
      ['130, 143', 'interrupted (SIGINT, SIGTERM); nothing half-finished is left that looks finished'],
    ],
  );

function environment(commands: readonly CalledCommand[]): string {
  const named = new Map(
    commands
      .flatMap(({ command }) => command.options)
      .flatMap((option) => (option.envVar === undefined ? [] : [[option.envVar, option] as const])),
  );
  return [
    table(
      ['variable', 'in place of'],
      [...named].map(([variable, { flags }]) => [code(variable), code(flags)]),
    ),
    'A flag comes before the environment, the environment before the project file. `CLEARLIST_DEBUG=1` adds the stack of a fault of Clearlist itself.',
  ].join('\n\n');
}

function section({ words, command }: CalledCommand): readonly string[] {
  const own = command.options.filter(({ long }) => !SHARED.includes(long ?? ''));
  const usage = `clearlist ${words} ${command.usage()}`;
  const rows = [...command.registeredArguments.map(argumentRow), ...own.map(optionRow)];
  return [
    `## clearlist ${words}`,
    `${sentence(plain(command.description()))}`,
    `\`\`\`\n${usage}\n\`\`\``,
    ...(rows.length === 0 ? [] : [table(['argument or option', ''], rows)]),
    ...prose(helpAfter(command)),
  ];
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;

const argumentRow = (argument: Argument): readonly string[] => {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  const choices = argument.argChoices === undefined ? [] : [`one of ${argument.argChoices.map(code).join(', ')}`];
  return [code(argument.required ? `<${name}>` : `[${name}]`), [plain(argument.description), ...choices].join('; ')];
};

function optionRow(option: Option): readonly string[] {
  const { description, argChoices, defaultValue, envVar, mandatory } = option;
  const says = [
    plain(description),
    ...(argChoices === undefined ? [] : [`one of ${argChoices.map(code).join(', ')}`]),
    ...(typeof defaultValue === 'string' ? [`${code(defaultValue)} where it is not given`] : []),
    ...(envVar === undefined ? [] : [`or ${code(envVar)}`]),
    ...(mandatory ? ['needed'] : []),
  ];
  return [code(option.flags), says.join('; ')];
}

/** Paragraphs as they are; what is laid out by spaces, and examples, as a block. */
function prose(text: string): readonly string[] {
  return text.split(/\n{2,}/).flatMap((block) => {
    const [first = '', ...rest] = block.split('\n');
    if (/^Examples?:$/.test(first)) return [`\`\`\`sh\n${rest.map((line) => line.slice(2)).join('\n')}\n\`\`\``];
    const lines = block.split('\n');
    const laidOut = lines.map((line) => /^\s|\S {2,}\S/.test(line));
    if (!laidOut.includes(true)) return [plain(block)];
    const start = laidOut.indexOf(true);
    const end = laidOut.lastIndexOf(true) + 1;
    const before = start === 0 ? [] : [plain(lines.slice(0, start).join('\n'))];
    const after = end === lines.length ? [] : [plain(lines.slice(end).join('\n'))];
    const shown = lines.slice(start, end).map((line) => line.trim());
    return [...before, `\`\`\`\n${shown.join('\n')}\n\`\`\``, ...after];
  });
}
