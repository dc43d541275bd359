import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ClearlistError } from '../errors.js';
import { keyTwice } from './key-twice.js';

const NAME = 'clearlist.config';

/** In the order in which they are looked for. */
const ENDINGS = ['.json', '.yaml', '.yml', '.ts', '.mts', '.js', '.mjs'];

/** The name of a project file where nobody chose another ending. */
const PROJECT_FILE = `${NAME}.json`;

const HINT = 'Correct the project file; nothing was read or written.';

const missing = (at: string): ClearlistError =>
  new ClearlistError('project-missing', 'there is no project file here', {
    at,
    hint: 'Make one with `clearlist init FOLDER`, or name one with --config FILE.',
  });

const invalid = (at: string, message: string, hint = HINT): ClearlistError =>
  new ClearlistError('project-invalid', message, { at, hint });

/**
 * The project file that a path names: the file itself, or the one in a folder.
 *
 * @throws {ClearlistError} `project-missing`; `project-invalid` for a folder with several, of which one would be ignored.
 */
export async function findProjectFile(path: string): Promise<string> {
  const full = resolve(path);
  const found = await stat(full).catch(() => undefined);
  if (found === undefined) throw missing(full);
  if (!found.isDirectory()) return full;
  const names: readonly string[] = await readdir(full).catch(() => []);
  const files = ENDINGS.map((ending) => `${NAME}${ending}`).filter((name) => names.includes(name));
  if (files.length > 1)
    throw invalid(full, `there are several project files: ${files.join(', ')}`, 'Keep one, or name one with --config.');
  if (files[0] === undefined) throw missing(join(full, PROJECT_FILE));
  return join(full, files[0]);
}

/**
 * What a project file says, whatever it is written in.
 *
 * @throws {ClearlistError} `project-missing`; `project-invalid` with the line where the text is no JSON or YAML, where a
 * key is there twice, or where a module gives no project; `engine-missing` where nothing can load TypeScript.
 */
export async function readProjectFile(file: string): Promise<unknown> {
  const ending = extname(file);
  if (ending === '.yaml' || ending === '.yml') return readYaml(file, await textOf(file));
  if (ending === '.ts' || ending === '.mts') return defaultExport(file, await importTypeScript(file));
  if (ending === '.js' || ending === '.mjs') return defaultExport(file, await importing(file, () => importFile(file)));
  return readJson(file, await textOf(file));
}

const textOf = async (file: string): Promise<string> => {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw missing(file);
  return text.replace(/^\ufeff/, '');
};

function readJson(file: string, text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const position = /position (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
    const line = position === undefined ? '' : `:${text.slice(0, Number(position)).split('\n').length}`;
    throw invalid(`${file}${line}`, 'the project file is no JSON');
  }
  // JSON keeps the last of two keys and drops the other without a word.
  const twice = keyTwice(text);
  if (twice !== undefined) throw invalid(`${file}:${twice}`, 'a key is there twice');
  return value;
}

async function readYaml(file: string, text: string): Promise<unknown> {
  const { LineCounter, parseDocument } = await import('yaml');
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    uniqueKeys: true,
    strict: true,
    prettyErrors: false,
    lineCounter,
  });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    const what = problem.code === 'DUPLICATE_KEY' ? 'a key is there twice' : 'the project file is no YAML';
    throw invalid(`${file}:${lineCounter.linePos(problem.pos[0]).line}`, what);
  }
  return document.toJS({ maxAliasCount: 100 }) as unknown;
}

const importFile = (file: string): Promise<unknown> => import(pathToFileURL(file).href);

/** A module can fail in any way; its message may hold anything, so only its kind is passed on. */
async function importing(file: string, load: () => Promise<unknown>): Promise<unknown> {
  await textOf(file);
  try {
    return await load();
  } catch (cause) {
    const kind = cause instanceof Error ? cause.name : 'unknown error';
    const failure = invalid(file, `the project file cannot be loaded: ${kind}`, 'Run it alone to see what is wrong.');
    failure.cause = cause;
    throw failure;
  }
}

async function importTypeScript(file: string): Promise<unknown> {
  // Node 22.18 and later take the types away themselves.
  if ((process.features as { typescript?: unknown }).typescript) return importing(file, () => importFile(file));
  const loader = await import('tsx/esm/api').catch(() => undefined);
  if (loader === undefined) {
    throw new ClearlistError('engine-missing', 'this version of Node cannot load TypeScript by itself', {
      at: file,
      hint: 'Install a loader with `npm install --save-dev tsx`, use Node 22.18 or later, or write the project as JSON or YAML.',
    });
  }
  return importing(file, () => loader.tsImport(pathToFileURL(file).href, import.meta.url) as Promise<unknown>);
}

function defaultExport(file: string, module: unknown): unknown {
  let value = (module as { default?: unknown }).default;
  // What is compiled to CommonJS has its default below another one.
  if (typeof value === 'object' && value !== null && '__esModule' in value)
    value = (value as { default?: unknown }).default;
  if (typeof value === 'object' && value !== null) return value;
  throw invalid(file, 'the module has no default export', 'Write `export default defineConfig({ … })`.');
}
