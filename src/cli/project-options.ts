import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Engine, HowFar } from '../index.js';
import type { Project } from '../node.js';
import { interruptible } from './interruption.js';
import { complain } from './output.js';

/** Options of every command that works on a project. */
export interface ProjectOptions {
  readonly config: string;
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly engine?: 'duckdb' | 'memory';
  readonly output?: string;
  readonly memory?: string;
  readonly threads?: number;
  readonly replay?: boolean;
  readonly json?: boolean;
  /** Whether the project's cache is used; only by commands that have {@link cacheOption}. */
  readonly cache?: boolean;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('a whole number from 1 to 999 is needed');
  return Number(text);
}

function memorySize(text: string): string {
  if (!/^[1-9]\d*(MB|GB)$/.test(text)) throw new InvalidArgumentError('write it like 512MB or 4GB');
  return text;
}

/** A flag comes before the environment, the environment before the project file, and that before what is the default. */
export const configOption = (): Option =>
  new Option('-c, --config <file>', 'project file, or the folder it is in').env('CLEARLIST_CONFIG').default('.');

export const projectOptions = (command: Command): Command =>
  command
    .addOption(configOption())
    .option('--as-of <instant>', 'ISO 8601 with offset; now where it is not given')
    .option(
      '--known-at <instant>',
      'leave out purchases and events that were recorded later; as-of where it is not given',
    )
    .addOption(
      new Option('--engine <engine>', 'where to work it out; duckdb where nothing says otherwise')
        .choices(['duckdb', 'memory'])
        .env('CLEARLIST_ENGINE'),
    )
    .addOption(
      new Option('--memory <size>', 'upper limit of the engine’s memory, 4GB')
        .argParser(memorySize)
        .env('CLEARLIST_MEMORY'),
    )
    .addOption(
      new Option('--threads <count>', 'how many threads the engine uses')
        .argParser(wholeNumber)
        .env('CLEARLIST_THREADS'),
    )
    .addOption(new Option('--output <folder>', 'folder for lists').env('CLEARLIST_OUTPUT'));

/** For commands that work everything out, and may reuse what another run did; the others read everything anew. */
export const cacheOption = (): Option =>
  new Option('--no-cache', 'read nothing from the cache of the project, and write nothing to it');

/** The clock is read here and nowhere else. */
export const asOfOption = ({ asOf }: ProjectOptions): string => asOf ?? new Date().toISOString();

/** Opens project and engine, does the work, and closes the engine whatever happens. */
export async function withProject<T>(
  options: ProjectOptions,
  onProgress: (stage: string, far?: HowFar) => void,
  work: (project: Project, engine: Engine) => Promise<T>,
): Promise<T> {
  return interruptible((signal) => onEngine(options, { onProgress, signal }, work));
}

async function onEngine<T>(
  options: ProjectOptions,
  { onProgress, signal }: { readonly onProgress: NonNullable<Engine['onProgress']>; readonly signal: AbortSignal },
  work: (project: Project, engine: Engine) => Promise<T>,
): Promise<T> {
  const { loadProject, openEngine } = await import('../node.js');
  const { output } = options;
  const project = await loadProject(options.config, output === undefined ? {} : { output });
  const engine = openEngine(project, {
    signal,
    ...(options.engine === undefined ? {} : { engine: options.engine }),
    ...(options.memory === undefined ? {} : { memory: options.memory }),
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    cache: options.cache === true,
    onNotice: (text) => complain(`clearlist: ${text}`),
  });
  engine.onProgress = onProgress;
  try {
    return await work(project, engine);
  } finally {
    await engine.close();
  }
}
