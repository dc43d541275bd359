import once from 'lodash-es/once.js';
import * as z from 'zod';
import type { Issue } from '../errors.js';
import { ALWAYS, type Instant } from '../model/instant.js';
import { join, name, type Sql, sql } from '../sql/fragment.js';
import type { DefinitionScope, EvaluationContext, PersonView, SegmentAsk } from './condition.js';
import { profileColumn, profileField, profileValue, unknownField } from './profile-field.js';
import { linksSql } from './sequence-sql.js';
import { describeStep, isStep, type Step, stepSchema, validateStep } from './sequence-steps.js';
import { type Shift, shifted, shiftedSql } from './sequence-time.js';
import type { Interval } from './window.js';
import { startOf } from './windows/calendar.js';
import { dayNumberOf } from './windows/days.js';
import { describeDuration, parseDuration } from './windows/duration.js';

/**
 * A moment of a person's own: the local midnight at which a date of theirs begins, or the first, the last or the nth
 * time that they did something.
 */
export type Anchor =
  | { readonly field: string }
  | { readonly first: Step }
  | { readonly last: Step }
  | { readonly nth: number; readonly step: Step };

/** The time around an anchor, half-open. Durations as everywhere, `-P7D` for before, `P0D` for the anchor itself. */
export interface AroundAnchor {
  readonly anchor: Anchor;
  readonly from: string;
  readonly to: string;
}

export const anchorSchema = once(() =>
  z.union([
    z.strictObject({ field: z.string() }),
    z.strictObject({ first: stepSchema() }),
    z.strictObject({ last: stepSchema() }),
    z.strictObject({ nth: z.int().min(1).max(1_000_000), step: stepSchema() }),
  ]),
);

const NOTHING = /^-?P(0D|T0S)$/;

/** How far from the anchor: a shift, `undefined` for the anchor itself, or no such thing. */
function offsetOf(text: string): Shift | undefined | 'unreadable' {
  if (NOTHING.test(text)) return undefined;
  const before = text.startsWith('-');
  const duration = parseDuration(before ? text.slice(1) : text);
  return duration === undefined ? 'unreadable' : { duration, direction: before ? -1 : 1 };
}

/** INVARIANT: the offset is valid. */
const readable = (text: string): Shift | undefined => offsetOf(text) as Shift | undefined;

const moved = (at: Instant, text: string, zone: string): Instant => {
  const shift = readable(text);
  return shift === undefined ? at : shifted(at, shift, zone);
};

const stepOf = (anchor: Exclude<Anchor, { readonly field: string }>): Step =>
  'first' in anchor ? anchor.first : 'last' in anchor ? anchor.last : anchor.step;

function anchorOf(anchor: Anchor, person: PersonView, { asOf, zone }: EvaluationContext): Instant | undefined {
  if ('field' in anchor) {
    const date = profileValue(person, anchor.field);
    return date === undefined ? undefined : startOf(dayNumberOf(String(date)), zone);
  }
  const step = stepOf(anchor);
  const times = (step.over === 'purchase' ? person.purchases : person.events)
    .filter((row) => row.occurredAt < asOf && isStep(step, step.over, row))
    .map((row) => row.occurredAt)
    .sort((a, b) => a - b);
  return 'first' in anchor ? times[0] : 'last' in anchor ? times.at(-1) : times[anchor.nth - 1];
}

/** The time around a person's anchor; `undefined` for who has none. */
export function aroundAnchor(
  { anchor, from, to }: AroundAnchor,
  person: PersonView,
  context: EvaluationContext,
): Interval | undefined {
  const at = anchorOf(anchor, person, context);
  return at === undefined ? undefined : { from: moved(at, from, context.zone), to: moved(at, to, context.zone) };
}

/** The same: `person_id`, `anchor_from`, `anchor_to`, one row for each person who has an anchor; `undefined` for nobody. */
export function aroundAnchorSql(around: AroundAnchor, ask: SegmentAsk): Sql | undefined {
  const { anchor, from, to } = around;
  if ('field' in anchor) return aroundDateSql(anchor.field, around, ask);
  const links = linksSql({}, [stepOf(anchor)], { from: ALWAYS, to: ask.asOf }, ask);
  if (links === undefined) return undefined;
  const anchors =
    'nth' in anchor
      ? sql`select person_id, moment from (select person_id, moment, row_number() over (partition by person_id order by moment) as nth from (${links}) as l) as l where nth = ${anchor.nth}`
      : sql`select person_id, ${'first' in anchor ? sql`min(moment)` : sql`max(moment)`} as moment from (${links}) as l group by person_id`;
  const end = (rows: Sql, text: string, as: string): Sql => {
    const shift = readable(text);
    return shift === undefined
      ? sql`select r.*, moment as ${name(as)} from (${rows}) as r`
      : shiftedSql(rows, 'moment', shift, as, ask);
  };
  return ask.plan.table('anchor', end(end(anchors, from, 'anchor_from'), to, 'anchor_to'));
}

/** Every distinct date once through the calendar of the zone. */
function aroundDateSql(field: string, { from, to }: AroundAnchor, { plan, profiles, zone }: SegmentAsk): Sql {
  const date = name('p', profileColumn(field));
  const around = plan.lookUp(`around ${field} ${from} ${to}`, {
    columns: [
      { name: 'date', type: 'text' },
      { name: 'anchor_from', type: 'integer' },
      { name: 'anchor_to', type: 'integer' },
    ],
    input: sql`select distinct ${date} as ${name('date')} from ${profiles} as p where ${date} is not null`,
    per: 'rows',
    compute: (rows) =>
      rows.map(([one]) => {
        const at = startOf(dayNumberOf(String(one)), zone);
        return [String(one), moved(at, from, zone), moved(at, to, zone)];
      }),
  });
  const columns = [sql`p.id as person_id`, sql`d.anchor_from`, sql`d.anchor_to`];
  return plan.view(
    'anchor_date',
    sql`select ${join(columns, ', ')} from ${profiles} as p join ${around} as d on ${name('d', 'date')} = ${date}`,
  );
}

/** Somewhere in the middle of a year, in UTC: which of two offsets is the earlier one. */
const PROBE = Date.UTC(2023, 6, 1) * 1000;

export function validateAnchor(
  { anchor, from, to }: AroundAnchor,
  { attributes }: DefinitionScope,
  at: string,
): readonly Issue[] {
  const ends = [
    { text: from, at: `${at}.from` },
    { text: to, at: `${at}.to` },
  ];
  const unreadable = ends.filter(({ text }) => offsetOf(text) === 'unreadable');
  const issues = unreadable.map((end) => ({
    at: end.at,
    message: `"${end.text}" is no duration such as P30D or -PT24H`,
  }));
  const order =
    issues.length === 0 && moved(PROBE, from, 'UTC') >= moved(PROBE, to, 'UTC')
      ? [{ at, message: `it begins ${from} from the anchor, which is not before ${to}` }]
      : [];
  return [...anchorIssues(anchor, attributes, `${at}.anchor`), ...issues, ...order];
}

function anchorIssues(anchor: Anchor, attributes: DefinitionScope['attributes'], at: string): readonly Issue[] {
  if (!('field' in anchor)) {
    return validateStep(stepOf(anchor), `${at}.${'first' in anchor ? 'first' : 'last' in anchor ? 'last' : 'step'}`);
  }
  const field = profileField(anchor.field, attributes);
  if (field === undefined) return [unknownField(anchor.field, attributes, `${at}.field`)];
  return field.type === 'date'
    ? []
    : [{ at: `${at}.field`, message: `"${anchor.field}" is ${field.type} and no date` }];
}

const ordinal = (nth: number): string => `time number ${nth} of`;

function anchorWords(anchor: Anchor): string {
  if ('field' in anchor) return `the day of ${anchor.field}`;
  const which = 'first' in anchor ? 'the first time of' : 'last' in anchor ? 'the last time of' : ordinal(anchor.nth);
  return `${which} ${describeStep(stepOf(anchor))}`;
}

export function describeAround({ anchor, from, to }: AroundAnchor): string {
  const end = (text: string): string =>
    NOTHING.test(text) ? 'then' : `${describeDuration(text)} ${text.startsWith('-') ? 'before' : 'after'}`;
  return `from ${end(from)} to ${end(to)}, counted from ${anchorWords(anchor)}`;
}

/** The kind of behaviour that the anchor reads. */
export const anchorReads = (anchor: Anchor): readonly Step['over'][] =>
  'field' in anchor ? [] : [stepOf(anchor).over];
