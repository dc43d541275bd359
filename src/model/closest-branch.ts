import type * as z from 'zod';

type SchemaIssue = z.core.$ZodIssue;

/** What is wrong by that branch of a choice which fits the shape of what is written; none where no branch does. */
export function closestBranch(branches: readonly (readonly SchemaIssue[])[]): readonly SchemaIssue[] | undefined {
  const isOfOtherShape = (issues: readonly SchemaIssue[]): boolean =>
    issues.some(({ code, path }) => path.length === 0 && code !== 'unrecognized_keys' && code !== 'invalid_union');
  const fitting = branches.filter((issues) => !isOfOtherShape(issues));
  return [...fitting].sort((a, b) => a.length - b.length)[0];
}
