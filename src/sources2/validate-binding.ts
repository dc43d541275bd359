import type { Issue } from '../errors.js';
import type { Words } from '../model/read-cell.js';
import { UNREADABLE } from '../model/read-cell.js';
import type { Field } from '../model/record-kind.js';
import { recordKinds } from '../model/record-kinds.js';
import type { AttributeSchema } from '../model/records.js';
import { columnSpecs, formatOf, type SourceBinding } from './binding.js';
import { constantCell } from './cell.js';
import { closest } from './closest-name.js';
import { parseFormat } from './written-format.js';

/** What a binding may name. */
export interface BindingScope {
  readonly attributes: AttributeSchema;
  readonly words: Words;
}

/** Every mistake in a binding, with its path. */
export function validateBinding(source: string, binding: SourceBinding, scope: BindingScope): readonly Issue[] {
  return [...issues(binding, scope)].map(({ at, message }) => ({ at: `sources.${source}${at === '' ? '' : `.${at}`}`, message }));
}

function* issues(binding: SourceBinding, { attributes, words }: BindingScope): Generator<{ at: string; message: string }> {
  const definition = recordKinds[binding.kind];
  const fields: Readonly<Record<string, Field>> = definition.fields;
  const constants = binding.constants ?? {};
  for (const [name, bound] of Object.entries(binding.columns)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) {
      yield { at: `columns.${name}`, message: `${binding.kind} has no field "${name}"${closest(name, Object.keys(fields))}` };
      continue;
    }
    const specs = columnSpecs(bound);
    if (specs.length > 1 && !field.list) yield { at: `columns.${name}`, message: 'takes one column' };
    for (const { format } of specs) yield* formatIssues(`columns.${name}`, field, format);
    if (name in constants) yield { at: `constants.${name}`, message: 'is bound to a column as well' };
  }
  for (const [name, value] of Object.entries(constants)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) {
      yield { at: `constants.${name}`, message: `${binding.kind} has no field "${name}"${closest(name, Object.keys(fields))}` };
    } else if (constantCell(field, value, words) === UNREADABLE || field.list) {
      yield { at: `constants.${name}`, message: `${JSON.stringify(value)} is no ${field.type} for "${name}"` };
    }
  }
  for (const [name, bound] of Object.entries(binding.attributes ?? {})) {
    const field = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (binding.kind !== 'profile') yield { at: 'attributes', message: 'only profiles have attributes' };
    else if (field === undefined) {
      yield { at: `attributes.${name}`, message: `the project declares no attribute "${name}"${closest(name, Object.keys(attributes))}` };
    } else for (const { format } of columnSpecs(bound)) yield* formatIssues(`attributes.${name}`, field, format);
  }
  for (const oneOf of definition.needs) {
    if (!oneOf.some((name) => name in binding.columns || name in constants)) {
      yield { at: 'columns', message: `${oneOf.join(' or ')} must be bound, or every row would name nobody or nothing` };
    }
  }
  yield* behaviourIssues(binding);
}

function* formatIssues(at: string, field: Field, format: string | undefined): Generator<{ at: string; message: string }> {
  if (format === undefined) return;
  const parsed = parseFormat(format);
  if (field.type !== 'date' && field.type !== 'instant') yield { at, message: `a ${field.type} takes no format` };
  else if (parsed === undefined) yield { at, message: `"${format}" is no format made of yyyy MM dd HH mm ss` };
  else if (field.type === 'date' && parsed.time.length > 0) yield { at, message: `"${format}" is a time, and this is a date` };
}

function* behaviourIssues(binding: SourceBinding): Generator<{ at: string; message: string }> {
  const behaviour = binding.kind === 'purchase' || binding.kind === 'event';
  for (const key of ['withoutSubject', 'tolerance'] as const) {
    if (binding[key] !== undefined && !behaviour) {
      yield { at: key, message: 'is for purchases and events only; a row of any other source could be a refusal' };
    }
  }
  const format = formatOf(binding);
  if (format.type === 'csv' && format.delimiter === format.quote) {
    yield { at: 'format', message: 'delimiter and quote must differ' };
  }
}
