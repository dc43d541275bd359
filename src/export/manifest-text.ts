import type * as z from 'zod';

/**
 * A manifest as bytes: two spaces, keys in the order of the schema, one line end at the end. Equal manifests give equal
 * text, whatever the order in which they were put together.
 *
 * @throws {Error} our bug, where the manifest contradicts itself.
 */
export function manifestText<S extends z.ZodType>(schema: S, manifest: z.input<S>): string {
  const checked = schema.safeParse(manifest);
  if (checked.success) return `${JSON.stringify(checked.data, null, 2)}\n`;
  const issues = checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`bug: a manifest contradicts itself: ${issues.join('; ')}`);
}
