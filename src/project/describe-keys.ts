import { keyDescriptions } from './key-descriptions.js';

/** As much of JSON Schema as a project file’s has. */
export interface Shape {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
}

/** Pages of their own, or the same keys elsewhere, say what is below these. */
const SAID_ELSEWHERE = new Set([
  'policy',
  'segments',
  'imports',
  'sources.<name>.derived',
  'sources.<name>.records',
  'sources.<name>.attributes',
  'sources.<name>.flags[].columns',
  'sources.<name>.duplicates.latest',
]);

/** One column or several are written alike. */
const pathOf = (path: string): string => path.replace('<name>[]', '<name>');

/** The schema with a sentence at every key that `keyDescriptions` knows, and each key with its path given to `seen`. */
export function describeKeys(
  shape: Shape,
  seen: (path: string, shape: Shape, needed: boolean) => void = () => {},
  at = '',
): Shape {
  if (SAID_ELSEWHERE.has(at)) return shape;
  const within = (inner: Shape, path: string): Shape => describeKeys(inner, seen, pathOf(path));
  const { properties, additionalProperties, items, anyOf, oneOf } = shape;
  const keys = Object.entries(properties ?? {}).map(([key, inner]) => {
    const path = at === '' ? key : `${at}.${key}`;
    const description = keyDescriptions[path];
    seen(path, inner, shape.required?.includes(key) === true);
    return [key, { ...(description === undefined ? {} : { description }), ...within(inner, path) }] as const;
  });
  return {
    ...shape,
    ...(properties === undefined ? {} : { properties: Object.fromEntries(keys) }),
    ...(typeof additionalProperties === 'object'
      ? { additionalProperties: within(additionalProperties, `${at}.<name>`) }
      : {}),
    ...(items === undefined ? {} : { items: within(items, `${at}[]`) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map((branch) => within(branch, at)) }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map((branch) => within(branch, at)) }),
  };
}
