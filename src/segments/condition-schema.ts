import * as z from 'zod';
import { absenceSchema } from './absence.js';
import { ageComparisons } from './age.js';
import { aggregateSchema } from './aggregate-node.js';
import { anchoredSchema } from './anchored.js';
import { leapDays } from './anniversaries.js';
import { comparisonNames } from './comparisons.js';
import type { Condition } from './condition-kinds.js';
import { rankSchema } from './rank.js';
import { sequenceSchema } from './sequence.js';
import { windowSchema } from './window.js';

/** The JSON form of conditions: a closed union, unknown keys refused. */
export const conditionSchema: z.ZodType<Condition> = z.lazy(() => {
  const scalar = z.union([z.string(), z.number(), z.boolean()]);
  const missing = z.literal('match').optional();
  const leapDay = z.enum(leapDays).optional();
  return z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('all'), of: z.array(conditionSchema) }),
    z.strictObject({ kind: z.literal('any'), of: z.array(conditionSchema) }),
    z.strictObject({ kind: z.literal('not'), of: conditionSchema }),
    ...(['at_least', 'at_most', 'exactly'] as const).map((kind) =>
      z.strictObject({ kind: z.literal(kind), k: z.int().min(0), of: z.array(conditionSchema) }),
    ),
    z.strictObject({ kind: z.literal('segment'), id: z.string() }),
    z.strictObject({ kind: z.literal('list'), list: z.string().optional(), ids: z.array(z.string()).optional() }),
    z.strictObject({ kind: z.literal('bucket'), salt: z.string().min(1), from: z.number().optional(), to: z.number() }),
    z.strictObject({
      kind: z.literal('compare'),
      field: z.string(),
      is: z.enum(comparisonNames),
      value: z.union([scalar, z.array(scalar)]),
      fold: z.literal('case').optional(),
      missing,
    }),
    z.strictObject({
      kind: z.literal('age'),
      field: z.string(),
      is: z.enum(ageComparisons),
      value: z.union([z.int(), z.array(z.int())]),
      leapDay,
      missing,
    }),
    z.strictObject({ kind: z.literal('date'), field: z.string(), in: windowSchema(), missing }),
    z.strictObject({ kind: z.literal('anniversary'), field: z.string(), in: windowSchema(), leapDay, missing }),
    z.strictObject({ kind: z.literal('presence'), field: z.string(), is: z.enum(['present', 'missing']) }),
    aggregateSchema(),
    rankSchema(conditionSchema),
    sequenceSchema(),
    absenceSchema(),
    anchoredSchema(),
  ]);
}) as z.ZodType<Condition>;
