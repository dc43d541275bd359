import * as z from 'zod';
import { decisionCasesSchema } from './case-format.js';

/**
 * The JSON Schema (draft 2020-12) of a suite of decision cases, for editors and other programs.
 *
 * It says the shape. A field, event or operation that has no meaning is found when the cases are run: such a case
 * cannot be asked, and never passes.
 */
export function decisionCasesJsonSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(decisionCasesSchema, { io: 'input', unrepresentable: 'any' });
  return { $schema, title: 'Clearlist decision cases', ...rest };
}
