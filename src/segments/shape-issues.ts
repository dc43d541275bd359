import type * as z from 'zod';
import type { Issue } from '../errors.js';
import { closestBranch } from '../model/closest-branch.js';
import { didYouMean } from '../model/closest-names.js';
import { conditionKinds } from './condition-kinds.js';
import { conditionSchema } from './condition-schema.js';
import { windowKinds } from './window.js';

type ZodIssue = z.core.$ZodIssue;

/** What is wrong with the shape of a condition, in words that say what there is instead. */
export const shapeIssues = (issues: readonly ZodIssue[], condition: unknown, at: string): readonly Issue[] =>
  issues.flatMap((issue) => {
    const place = issue.path.reduce<string>(
      (path, key) => `${path}${typeof key === 'number' ? `[${key}]` : `.${String(key)}`}`,
      at,
    );
    const found = issue.path.reduce<unknown>(
      (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
      condition,
    );
    if (issue.code === 'unrecognized_keys') return keyIssues(issue.keys, found, place);
    if (issue.code === 'invalid_union' && issue.path.at(-1) === 'kind')
      return [{ at: place, message: kindMessage(found, issue.path.at(-2) === 'in' ? WINDOW : CONDITION) }];
    if (found === undefined) return [{ at: place, message: missing(issue) }];
    const chosen = issue.code === 'invalid_union' ? closestBranch(issue.errors) : undefined;
    return chosen === undefined ? [{ at: place, message: issue.message }] : shapeIssues(chosen, found, place);
  });

const missing = (issue: ZodIssue): string =>
  issue.code === 'invalid_value' ? `is missing; there are ${issue.values.map(String).join(', ')}` : 'is missing';

interface Choice {
  readonly what: string;
  readonly kinds: readonly string[];
}

const CONDITION: Choice = { what: 'condition', kinds: Object.keys(conditionKinds) };
const WINDOW: Choice = { what: 'window', kinds: Object.keys(windowKinds) };

function kindMessage(kind: unknown, { what, kinds }: Choice): string {
  if (typeof kind !== 'string') return `a ${what} has a kind; there are ${kinds.join(', ')}`;
  const meant = didYouMean(kind, kinds);
  return `no kind of ${what} is named ${JSON.stringify(kind)}${meant === '' ? `; there are ${kinds.join(', ')}` : meant}`;
}

function keyIssues(keys: readonly string[], found: unknown, at: string): readonly Issue[] {
  const known = keysOf((found as { kind?: unknown } | undefined)?.kind);
  return keys.map((key) => {
    const meant = didYouMean(key, known);
    const there = known.length === 0 ? '' : `; there are ${known.join(', ')}`;
    return { at, message: `no key ${JSON.stringify(key)} here${meant === '' ? there : meant}` };
  });
}

/** The keys of a kind of condition, as its schema has them; none for what is no condition. */
function keysOf(kind: unknown): readonly string[] {
  const options = (conditionSchema as unknown as z.ZodLazy<z.ZodDiscriminatedUnion<readonly z.ZodObject[]>>).unwrap()
    .options;
  const option = options.find(({ shape }) => (shape.kind as z.ZodLiteral | undefined)?.value === kind);
  return option === undefined ? [] : Object.keys(option.shape);
}
