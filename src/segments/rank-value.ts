import * as z from 'zod';
import type { Issue } from '../errors.js';
import type { Sql } from '../sql/fragment.js';
import { fieldShape } from './comparisons.js';
import type { DefinitionScope, EvaluationContext, PersonView, SegmentAsk } from './condition.js';
import {
  type FieldValue,
  profileColumn,
  profileField,
  profileValue,
  showValue,
  unknownField,
} from './profile-field.js';

/** What a rank is by: a number or date of the profile. */
export type RankBy = { readonly field: string };

export const rankBySchema = z.strictObject({ field: z.string() });

/** The value that is ranked, in memory and in SQL; `undefined` and null where it is missing. */
export interface RankTwin {
  readonly evaluate: (person: PersonView, context: EvaluationContext) => FieldValue | undefined;
  readonly compile: (ask: SegmentAsk) => Sql;
  readonly validate: (scope: DefinitionScope, at: string) => readonly Issue[];
  readonly reads: readonly ('purchase' | 'event')[];
  readonly show: (value: FieldValue) => string;
  readonly words: string;
}

export const rankTwin = (by: RankBy): RankTwin => fieldTwin(by.field);

const fieldTwin = (name: string): RankTwin => ({
  evaluate: (person) => profileValue(person, name),
  compile: (ask) => ask.profile(profileColumn(name)),
  validate: ({ attributes }, at) => {
    const field = profileField(name, attributes);
    if (field === undefined) return [unknownField(name, attributes, `${at}.field`)];
    if (['number', 'date'].includes(fieldShape(field))) return [];
    return [{ at: `${at}.field`, message: `"${name}" is ${field.type}; numbers and dates are ranked` }];
  },
  reads: [],
  show: showValue,
  words: name,
});
