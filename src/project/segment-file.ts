import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { ClearlistError } from '../errors.js';
import { readSegment } from '../segments/read-segment.js';
import type { Segment } from '../segments/segment.js';
import type { Project } from './load-project.js';

const HINT = 'docs/segments.md shows every kind of condition.';

/**
 * Reads a segment from a file of its own: one condition, as JSON or YAML. Its id is the file’s name without its ending;
 * what it refers to is the project’s.
 *
 * @throws {ClearlistError} `source-missing`; `definition-invalid` with every mistake and its path, or with its line for
 * a file that is neither JSON nor YAML.
 */
export async function readSegmentFile(
  file: string,
  { attributes, segments, lists }: Pick<Project, 'attributes' | 'segments' | 'lists'>,
): Promise<Segment> {
  const content = await readFile(file, 'utf8').catch(() => {
    throw new ClearlistError('source-missing', 'the segment cannot be read', {
      at: file,
      hint: 'Name a segment of the project, or a file with one.',
    });
  });
  const known = Object.fromEntries(Object.values(segments).map(({ id, condition }) => [id, condition]));
  const id = basename(file, extname(file));
  return readSegment(
    id,
    withoutSchema(await parsed(file, content)),
    { attributes, uses: { segments: known, lists } },
    basename(file),
  );
}

/** Times stay text (`core` has no timestamps), and a key written twice is a mistake, not a choice. */
async function parsed(file: string, content: string): Promise<unknown> {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(content, { schema: 'core', merge: true, uniqueKeys: true });
  const [error] = document.errors;
  if (error === undefined) return document.toJS();
  const [start] = error.linePos ?? [];
  const what = error.code.toLowerCase().replaceAll('_', ' ');
  throw new ClearlistError('definition-invalid', `the segment is no JSON and no YAML: ${what}`, {
    at: start === undefined ? file : `${file}:${start.line}`,
    hint: HINT,
  });
}

/** `$schema` is for editors. */
function withoutSchema(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { $schema: _, ...condition } = value as Record<string, unknown>;
  return condition;
}
