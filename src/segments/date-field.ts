import type { Issue } from '../errors.js';
import type { DefinitionScope } from './condition.js';
import { profileField, unknownField } from './profile-field.js';

/** What is wrong with a field that has to be a date. */
export function dateFieldIssues(name: string, { attributes }: DefinitionScope, at: string): readonly Issue[] {
  const field = profileField(name, attributes);
  if (field === undefined) return [unknownField(name, attributes, `${at}.field`)];
  return field.type === 'date' ? [] : [{ at: `${at}.field`, message: `"${name}" is ${field.type} and no date` }];
}
