import * as z from 'zod';
import type { Issue } from '../errors.js';
import { type BindingScope, type SourceBinding, sourceBindingSchema } from '../sources/binding.js';
import { validateSource } from '../sources/validate-source.js';

/** Where a file will stand is not known before the import; its writing is, and CSV is all that is imported. */
const NO_PATH = 'import.csv';

/** Replies hold what the person wrote; it is read as the origin and never kept. */
const withText = z.looseObject({ text: z.string().min(1).optional() });

/**
 * The bindings of imports, checked like those of sources; mistakes are added to `issues`.
 *
 * `text` names the column of a message, and stands for the field `origin`, which is taken off again when the message
 * has been understood.
 */
export function importBindings(
  written: Readonly<Record<string, unknown>>,
  scope: BindingScope,
  issues: Issue[],
): Record<string, SourceBinding> {
  const bindings: Record<string, SourceBinding> = {};
  for (const [name, binding] of Object.entries(written)) {
    const at = (path: readonly PropertyKey[]): string => ['imports', name, ...path].join('.');
    const loose = withText.safeParse(binding);
    const { text, ...rest } = loose.success ? loose.data : { text: undefined };
    if ('path' in rest) issues.push({ at: at(['path']), message: 'an import is given its file when it is made' });
    const columns = text === undefined ? {} : { columns: { ...(rest as { columns?: object }).columns, origin: text } };
    const parsed = sourceBindingSchema.safeParse({ ...(loose.success ? rest : {}), ...columns, path: NO_PATH });
    if (!parsed.success) {
      issues.push(...parsed.error.issues.map((issue) => ({ at: at(issue.path), message: issue.message })));
      continue;
    }
    const mistakes = validateSource(name, parsed.data, scope);
    issues.push(...mistakes.map((one) => ({ ...one, ...moved(one.at) })));
    bindings[name] = parsed.data;
  }
  return bindings;
}

const moved = (at: string | undefined): Pick<Issue, 'at'> =>
  at === undefined ? {} : { at: at.replace(/^sources\./, 'imports.') };
