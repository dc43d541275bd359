import { readFile } from 'node:fs/promises';
import { ClearlistError } from '../index.js';

export interface CaseFile {
  readonly file: string;
  readonly suite: unknown;
}

const HINT = 'docs/decision-cases.md describes the format.';

/**
 * Suites as people write them: JSON, or YAML, of which JSON is a part.
 *
 * @throws {ClearlistError} `input-invalid` for a file that cannot be read, and with its line for one that is no JSON and no YAML.
 */
export async function caseFiles(files: readonly string[]): Promise<readonly CaseFile[]> {
  return Promise.all(files.map(async (file) => ({ file, suite: await parsed(file, await text(file)) })));
}

async function text(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new ClearlistError('input-invalid', 'the suite cannot be read', {
      at: file,
      hint: 'Name a file that is there.',
    });
  }
}

/** Times stay text (`core` has no timestamps), and a key written twice is a mistake, not a choice. */
async function parsed(file: string, content: string): Promise<unknown> {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(content, { schema: 'core', merge: true, uniqueKeys: true });
  const [error] = document.errors;
  if (error === undefined) return document.toJS();
  const [start] = error.linePos ?? [];
  throw new ClearlistError(
    'input-invalid',
    `the suite is no JSON and no YAML: ${error.code.toLowerCase().replaceAll('_', ' ')}`,
    {
      at: start === undefined ? file : `${file}:${start.line}`,
      hint: HINT,
    },
  );
}
