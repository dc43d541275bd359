import once from 'lodash-es/once.js';
import * as z from 'zod';
import type { Issue } from '../../errors.js';
import { readPercent, WHOLE } from '../../identity/share.js';
import type { AttributeSchema } from '../../model/records.js';
import { profileField, unknownField } from '../../segments/profile-field.js';

/**
 * What becomes of the cleared, as a campaign says it. Allocation comes after every decision; it can only leave people
 * out.
 */

const salt = once(() => z.string().min(1));

/** Who comes first: by a profile field, the missing last, and by id in byte order where they tie. */
const rank = once(() => z.strictObject({ field: z.string(), order: z.enum(['ascending', 'descending']) }));

/** At most so many persons, those that come first by rank or by a keyed hash. Held-out persons are among them. */
const limit = once(() =>
  z.union([
    z.strictObject({ rows: z.number().int().min(1), by: z.literal('rank') }),
    z.strictObject({ rows: z.number().int().min(1), by: z.literal('hash'), salt: salt() }),
  ]),
);

/**
 * Persons who would be listed and are not, so that the campaign's effect can be measured. Hold-outs of the same salt
 * that take different parts of the hundred, by `from`, share nobody. With `stratify` every value of that field gives
 * its exact share, cut off.
 */
const holdOut = once(() =>
  z.strictObject({
    percent: z.number(),
    salt: salt(),
    from: z.number().optional(),
    stratify: z.string().optional(),
  }),
);

/** The listed, divided into parts that each have a file of their own. */
const split = once(() =>
  z.strictObject({
    salt: salt(),
    parts: z.array(z.strictObject({ id: z.string(), percent: z.number() })).min(2),
    stratify: z.string().optional(),
  }),
);

/** Fields of a campaign that are about its allocation. */
export const allocationFields = once(() => ({
  /** Place among the campaigns of a run; 1 goes first. */
  priority: z.number().int().min(1).optional(),
  rank: rank().optional(),
  limit: limit().optional(),
  holdOut: holdOut().optional(),
  split: split().optional(),
}));

const allocationSchema = once(() => z.object(allocationFields()));

type Infer<T> = { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };
type Plain = z.infer<ReturnType<typeof allocationSchema>>;
/** Absent is not the same as undefined. */
export type CampaignAllocation = Readonly<Infer<Plain>>;

/** What the campaigns of one run share out among themselves. */
export const runAllocationSchema = once(() =>
  z
    .strictObject({
      /** Which campaign chooses first: as they are written, or by their `priority`. */
      order: z.enum(['definition', 'priority']).default('definition'),
      /** At most so many campaigns of a run for one person, and for one address. Service messages do not count. */
      perPerson: z.number().int().min(1).optional(),
      /** The same, of the campaigns on one channel. */
      perChannel: z.number().int().min(1).optional(),
    })
    .refine(({ perPerson, perChannel }) => perPerson !== undefined || perChannel !== undefined, {
      message: 'perPerson or perChannel is needed: at most so many campaigns of a run',
    }),
);

export type RunAllocation = z.infer<ReturnType<typeof runAllocationSchema>>;

/** Types of fields that have an order. */
const ORDERED: readonly string[] = ['decimal', 'date', 'instant'];
const PART = /^[A-Za-z0-9_-]{1,40}$/;

export function* allocationIssues(
  definition: CampaignAllocation,
  attributes: AttributeSchema,
  at: string,
): Generator<Issue> {
  const read = allocationSchema().safeParse(definition);
  if (!read.success) {
    for (const { path, message } of read.error.issues) yield { at: [at, ...path].join('.'), message };
    return;
  }
  const { rank: order, limit: most, holdOut: held, split: parts } = definition;
  if (order !== undefined) {
    const field = profileField(order.field, attributes);
    if (field === undefined) yield unknownField(order.field, attributes, `${at}.rank.field`);
    else if (!ORDERED.includes(field.type)) {
      yield { at: `${at}.rank.field`, message: `"${order.field}" is ${field.type}, which has no order` };
    }
  }
  if (most?.by === 'rank' && order === undefined) {
    yield { at: `${at}.limit.by`, message: 'a limit by rank needs the campaign’s rank' };
  }
  if (held !== undefined) yield* holdOutIssues(held, attributes, `${at}.holdOut`);
  if (parts !== undefined) yield* splitIssues(parts, attributes, `${at}.split`);
  const salts = [most?.by === 'hash' ? most.salt : undefined, held?.salt, parts?.salt].filter(
    (one) => one !== undefined,
  );
  if (new Set(salts).size < salts.length) {
    yield { at, message: 'limit, holdOut and split need different salts: the same one picks the same persons' };
  }
}

function* holdOutIssues(
  { percent, from, stratify }: NonNullable<CampaignAllocation['holdOut']>,
  attributes: AttributeSchema,
  at: string,
): Generator<Issue> {
  const size = readPercent(percent);
  const start = from === undefined || from === 0 ? 0n : readPercent(from);
  if (size === undefined) yield percentIssue(`${at}.percent`);
  if (start === undefined) yield percentIssue(`${at}.from`);
  if (size !== undefined && start !== undefined && start + size > WHOLE) {
    yield { at, message: 'from and percent go beyond 100' };
  }
  if (from !== undefined && stratify !== undefined) {
    yield { at: `${at}.from`, message: 'a stratified hold-out takes the first of every stratum; it has no "from"' };
  }
  yield* stratumIssues(stratify, attributes, at);
}

function* splitIssues(
  { parts, stratify }: NonNullable<CampaignAllocation['split']>,
  attributes: AttributeSchema,
  at: string,
): Generator<Issue> {
  let sum = 0n;
  const ids = new Set<string>();
  for (const [i, { id, percent }] of parts.entries()) {
    const size = readPercent(percent);
    if (size === undefined) yield percentIssue(`${at}.parts.${i}.percent`);
    sum += size ?? 0n;
    if (!PART.test(id)) yield { at: `${at}.parts.${i}.id`, message: 'a part’s id has letters, digits, - and _ only' };
    if (ids.has(id.toLowerCase())) yield { at: `${at}.parts.${i}.id`, message: `two parts are named "${id}"` };
    ids.add(id.toLowerCase());
  }
  if (sum !== WHOLE) yield { at: `${at}.parts`, message: 'the parts do not make 100 percent' };
  yield* stratumIssues(stratify, attributes, at);
}

function* stratumIssues(field: string | undefined, attributes: AttributeSchema, at: string): Generator<Issue> {
  if (field !== undefined && profileField(field, attributes) === undefined) {
    yield unknownField(field, attributes, `${at}.stratify`);
  }
}

const percentIssue = (at: string): Issue => ({ at, message: 'a percentage is above 0, at most 100, to six decimals' });

/** A priority that no order asks for would do nothing. */
export function* priorityIssues(
  campaigns: readonly ({ readonly id: string } & CampaignAllocation)[],
  allocation: RunAllocation | undefined,
): Generator<Issue> {
  if (allocation?.order === 'priority') return;
  for (const { id, priority } of campaigns) {
    if (priority !== undefined) {
      yield {
        at: `campaigns.${id}.priority`,
        message: 'a priority needs the run’s allocation, with "order": "priority"',
      };
    }
  }
}
