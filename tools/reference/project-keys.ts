import { describeKeys, type Shape } from '../../src/project/describe-keys.js';
import { jsonSchemas } from '../../src/project/json-schemas.js';
import { code, plain, table } from './markdown.js';

export interface ProjectKey {
  /** Dotted; `<name>` for names of one's own, `[]` for each of several. */
  readonly path: string;
  /** Every form it may have, in the order of the schema. */
  readonly shapes: readonly Shape[];
  readonly needed: boolean;
}

/** Every key that a project file may have, in the order of the schema, each once. */
export function projectKeys(): readonly ProjectKey[] {
  const keys = new Map<string, ProjectKey>();
  describeKeys(jsonSchemas().project as Shape, (path, shape, needed) => {
    const before = keys.get(path);
    keys.set(path, {
      path,
      shapes: [...(before?.shapes ?? []), shape],
      needed: needed && before?.needed !== false,
    });
  });
  return [...keys.values()];
}

/** A table of all keys, for the page about the project file. */
export const projectKeyTable = (): string =>
  table(
    ['key', 'value', ''],
    projectKeys().map(({ path, shapes, needed }) => [
      code(path),
      [...new Set(shapes.flatMap(valuesOf))].join(', '),
      `${plain(shapes[0]?.description ?? '')}${needed ? '; needed' : ''}${defaultOf(shapes)}`,
    ]),
  );

const MOST_WORDS = 7;

/** What may stand there: the words themselves, or what kind of value. */
function valuesOf({ type, enum: words, const: one, anyOf, oneOf }: Shape): readonly string[] {
  if (one !== undefined) return [word(one)];
  if (words !== undefined) return words.length > MOST_WORDS ? [`one of ${words.length} words`] : words.map(word);
  if (type !== undefined) return [type].flat().map((name) => (name === 'integer' ? 'whole number' : name));
  return [...(anyOf ?? []), ...(oneOf ?? [])].flatMap(valuesOf);
}

const word = (value: unknown): string => (value === '\t' ? 'a tab' : value === ' ' ? 'a space' : code(String(value)));

function defaultOf([shape]: readonly Shape[]): string {
  const value = shape?.default;
  if (value === undefined || typeof value === 'object') return '';
  return `; ${word(value)} where nothing is said`;
}
