import * as z from 'zod';
import { conditionSchema } from '../segments/condition-schema.js';
import { sourceBindingSchema } from '../sources/binding.js';
import { describeKeys } from './describe-keys.js';
import { projectSchema } from './project-file.js';

/**
 * The JSON Schemas (draft 2020-12) of what people write: the project file, and one condition in a file of its own.
 *
 * They say the shape, for editors and other programs. What a definition names, and what its values mean, is checked
 * when it is read.
 */
export function jsonSchemas(): Readonly<Record<'project' | 'condition', object>> {
  const project = projectSchema.extend({
    sources: z.record(z.string(), sourceBindingSchema),
    segments: z.record(z.string(), conditionSchema),
  });
  return {
    project: describeKeys(titled('Clearlist project', project)),
    condition: inFile(titled('Clearlist condition', conditionSchema) as ConditionJsonSchema),
  };
}

interface ConditionJsonSchema {
  readonly oneOf: readonly { readonly properties: object }[];
}

/** A condition in a file of its own may name its schema, for editors; one inside another may not. */
function inFile({ oneOf, ...rest }: ConditionJsonSchema): object {
  const inside = JSON.parse(
    JSON.stringify(oneOf).replaceAll('"$ref":"#"', '"$ref":"#/$defs/condition"'),
  ) as typeof oneOf;
  return {
    ...rest,
    oneOf: inside.map((kind) => ({ ...kind, properties: { $schema: { type: 'string' }, ...kind.properties } })),
    $defs: { condition: { oneOf: inside } },
  };
}

function titled(title: string, schema: z.ZodType): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return { $schema, title, ...rest };
}
