import type * as z from 'zod';
import type { Issue } from '../errors.js';
import { closestBranch } from '../model/closest-branch.js';
import { didYouMean } from '../model/closest-names.js';

type SchemaIssue = z.core.$ZodIssue;

/** What a schema found wrong, with its path, what was perhaps meant, and the mistakes within a choice. */
export function schemaIssues(
  schema: z.ZodType,
  error: z.ZodError,
  path: readonly PropertyKey[] = [],
): readonly Issue[] {
  return error.issues.flatMap((issue) => issuesOf(schema, issue, [...path], []));
}

function issuesOf(
  schema: z.ZodType,
  issue: SchemaIssue,
  outer: readonly PropertyKey[],
  inner: readonly PropertyKey[],
): readonly Issue[] {
  const path = [...inner, ...issue.path];
  const at = [...outer, ...path].join('.') || 'file';
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => ({
      at: [...outer, ...path, key].join('.'),
      message: `unknown key ${JSON.stringify(key)}${didYouMean(key, known)}`,
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const chosen = closestBranch(issue.errors);
    if (chosen !== undefined) return chosen.flatMap((one) => issuesOf(schema, one, outer, path));
  }
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ at, message }));
  return [{ at, message: issue.message }];
}

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly valueType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly innerType?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly getter?: () => z.core.$ZodType;
}

/** The keys that a schema knows at a path. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const definition = schema._zod.def as unknown as Definition;
  const through = (next: z.core.$ZodType | undefined): readonly string[] =>
    next === undefined ? [] : keysAt(next, path);
  if (definition.options !== undefined) return [...new Set(definition.options.flatMap((one) => keysAt(one, path)))];
  if (definition.innerType !== undefined) return through(definition.innerType);
  if (definition.getter !== undefined) return through(definition.getter());
  const [key, ...rest] = path;
  if (key === undefined) return Object.keys(definition.shape ?? {});
  const next = definition.shape?.[String(key)] ?? definition.valueType ?? definition.element;
  return next === undefined ? [] : keysAt(next, rest);
}
