import * as z from 'zod';
import type { Issue } from '../errors.js';
import { didYouMean } from '../model/closest-names.js';
import { type ProjectFile, projectSchema } from './project-file.js';
import { schemaIssues } from './schema-issues.js';

/** What of a project file has the right shape, and everything that has not. */
export interface ParsedProject {
  /** A part with mistakes is what it would be if nothing were said; of a table, only the entries with mistakes are left out. */
  readonly data: ProjectFile;
  /** Parts in which a mistake was found, so that what depends on them cannot be judged. */
  readonly broken: ReadonlySet<string>;
  readonly issues: readonly Issue[];
}

/** In the place of what must be said and is not readable. */
const STAND_INS: Readonly<Record<string, unknown>> = {
  clearlist: 1,
  zone: 'UTC',
  policy: 'okq8',
  sources: {},
  segments: {},
  campaigns: {},
};

/** Reads each part of a project file by itself, so that a mistake in one hides none in another. */
export function parseProject(raw: unknown): ParsedProject | { readonly issues: readonly Issue[] } {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return { issues: [{ at: 'file', message: 'a project is an object' }] };
  const given = raw as Readonly<Record<string, unknown>>;
  const shape: Readonly<Record<string, z.ZodType>> = projectSchema.shape;
  const issues: Issue[] = [];
  const broken = new Set<string>();
  const data: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(shape)) {
    const { value, issues: found } = parsePart(schema, given[key], key);
    if (found.length > 0) broken.add(key);
    issues.push(...found);
    data[key] = value;
  }
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(shape, key))
      issues.push({ at: key, message: `unknown key ${JSON.stringify(key)}${didYouMean(key, Object.keys(shape))}` });
  }
  return { data: data as unknown as ProjectFile, broken, issues };
}

function parsePart(schema: z.ZodType, given: unknown, key: string): { value: unknown; issues: readonly Issue[] } {
  const parsed = schema.safeParse(given);
  if (parsed.success) return { value: parsed.data, issues: [] };
  const issues = schemaIssues(schema, parsed.error, [key]);
  const bad = new Set(parsed.error.issues.map(({ path }) => path[0]));
  if (isTable(schema) && typeof given === 'object' && given !== null && !bad.has(undefined)) {
    const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !bad.has(name)));
    const sound = schema.safeParse(rest);
    if (sound.success) return { value: sound.data, issues };
  }
  const standIn = schema.safeParse(STAND_INS[key]);
  return { value: standIn.success ? standIn.data : undefined, issues };
}

const isTable = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodRecord || (schema instanceof z.ZodDefault && schema.unwrap() instanceof z.ZodRecord);
