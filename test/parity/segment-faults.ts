// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the sources in which faults are planted are full of them

import type { PlantedFault } from './planted-fault.js';

/** Drawn conditions and, for what so few of them do not meet, the tables by hand. */
const BY: PlantedFault['by'] = [
  'segments/sequence',
  'segments/absence',
  'segments/anchored',
  'segments/aggregate-edges',
  'parity/segments',
];

const within =
  (file: string, by = BY) =>
  (says: string, find: string, put: string): PlantedFault => ({ says, file, find, put, by });

const chain = within('segments/sequence-chain.ts');
const chainSql = within('segments/sequence-sql.ts');
const sequence = within('segments/sequence.ts');
const absence = within('segments/absence.ts');
const time = within('segments/sequence-time.ts');
const steps = within('segments/sequence-steps.ts', ['segments/sequence']);
const rows = within('sql/shared-rows.ts', ['segments/shared-rows', ...BY]);
const rowsPart = within('sql/rows-part.ts', ['segments/shared-rows', ...BY]);
const rowPresence = within('segments/row-presence.ts', ['segments/row-presence']);
const widest = within('sql/rows-part.ts', ['segments/row-presence']);
const presences = within('sql/presence.ts', ['segments/row-presence']);
const countedColumns = within('campaign/counted-columns.ts', ['segments/counted-rows']);
const plan = within('sql/plan.ts');
const aggregates = within('sql/aggregates.ts');
const splitSums = within('sql/split-sums.ts', ['segments/aggregate', 'parity/segments']);
const truths = within('sql/truths.ts', ['segments/truths']);
const logic = within('sql/logic.ts', ['segments/truths']);
const narrow = within('sql/narrow-answers.ts', ['segments/truths']);
const columns = within('campaign/universe-columns.ts');
const universe = within('campaign/universe.ts');
const behaviour = within('campaign/behaviour-relations.ts');
const zones = within('segments/zone.ts', ['segments/zone']);
const windows = within('segments/window.ts', ['segments/window', 'segments/aggregate']);
const fragments = within('sql/fragment.ts');
const counted = within('segments/counted.ts');

export const segmentFaults: readonly PlantedFault[] = [
  chain(
    'rows of one instant follow each other',
    'before.row.occurredAt < one.row.occurredAt || tie(before) !== tie(one)',
    'before.row.occurredAt <= one.row.occurredAt',
  ),
  chain('ids break no ties', "(ties === 'allow' ? (row.id ?? '') : '')", "''"),
  chain('the end of a limit is too late', 'handed < link.at', 'handed <= link.at'),
  chain('only the step just before counts', 'before = Math.max(before, here);', 'before = here;'),
  chain(
    'each step prolongs the whole',
    'return chain.within === undefined ? until(link) : handed;',
    'return until(link);',
  ),
  chain(
    'gaps count from the first step',
    'return chain.within === undefined ? until(link) : handed;',
    'return handed;',
  ),
  chain('steps may lie outside of the window', 'link.at >= from && link.at < to && isStep', 'isStep'),
  chain(
    'missing is the same as missing',
    'if (key !== undefined) apart.set(key, [...(apart.get(key) ?? []), one]);',
    "apart.set(key ?? '', [...(apart.get(key ?? '') ?? []), one]);",
  ),
  chainSql(
    'a row follows itself, in SQL',
    'unbounded preceding and 1 preceding',
    'unbounded preceding and current row',
  ),
  chainSql(
    'what comes at once comes next, in SQL',
    '1 following and unbounded following',
    'current row and unbounded following',
  ),
  chainSql(
    'what must be the same need not be, in SQL',
    'same === undefined ? sql`` : sql`, same_value`',
    'same === undefined ? sql`` : sql``',
  ),
  chainSql('missing is the same as missing, in SQL', '[sql`${name(snakeCase(apart.same))} is not null`]', '[]'),
  chainSql('the end of a limit is too late, in SQL', '${handed} >= moment', '${handed} > moment'),
  chainSql(
    'each step prolongs the whole, in SQL',
    'chain.within === undefined ? sql`until_at` : handed',
    'sql`until_at`',
  ),
  chainSql('gaps count from the first step, in SQL', 'chain.within === undefined ? sql`until_at` : handed', 'handed'),
  chainSql('rows of one id follow each other, in SQL', 'dense_rank()', 'row_number()'),
  chainSql('ids break no ties, in SQL', 'order by moment, tie', 'order by moment'),
  chainSql('steps may lie at the end of the window, in SQL', 'moment < ${to}', 'moment <= ${to}'),
  chainSql(
    'fewer steps are enough, in SQL',
    "column('open', chain.steps.length - 1)",
    "column('open', Math.max(chain.steps.length - 2, 0))",
  ),
  sequence('two steps at once are in order, in SQL', ')} < ${instant(', ')} <= ${instant('),
  sequence('the last first step counts, in SQL', 'sql`min(occurred_at)`', 'sql`max(occurred_at)`'),
  absence('a time that is over just now is not over', 'until <= context.asOf', 'until < context.asOf'),
  absence('what comes at the very end comes too late', 'other.at <= until', 'other.at < until'),
  absence('what comes at once comes after', 'other.place > place', 'other.place >= place'),
  absence('open times are left out always', " || node.open === 'include')", ')'),
  absence('a time that is over just now is not over, in SQL', 'over_at <= ${ask.asOf}', 'over_at < ${ask.asOf}'),
  absence('what comes at the very end comes too late, in SQL', 'next_at > over_at', 'next_at >= over_at'),
  absence('what never comes is no absence, in SQL', 'next_at is null or ', ''),
  steps('a return is a purchase', "over === 'purchase' ? [{ field: 'type', in: ['sale'] }] : []", '[]'),
  time('a month overflows into the next', 'least(${day} - m.first_day, m.later_days - 1)', '(${day} - m.first_day)'),
  time('the offset of the start is that of the end', '${cut} - w.minutes', '${cut} - z.minutes'),
  time('days are left out of months and days', '* ${DAY} + ${byDays})', '* ${DAY})'),
  rowsPart('the narrowest window prunes: begin', 'Math.min(...this.#needs', 'Math.max(...this.#needs'),
  rowsPart('the narrowest window prunes: end', 'Math.max(...this.#needs', 'Math.min(...this.#needs'),
  rowsPart('a row must matter to everybody', '[anyOf(needed)]', '[allOf(needed)]'),
  rowsPart(
    'filters beyond the eighth are forgotten',
    'needed.length > most || needed.includes(TRUE) ? [] : [anyOf(needed)]',
    'needed.includes(TRUE) ? [] : [anyOf(needed.slice(0, most))]',
  ),
  rowPresence('a number of rows above one is some', '[limit - 1n, limit, limit + 1n]', '[limit]'),
  rowPresence('none is some', 'says.some ? there : complement(there)', 'there'),
  rowPresence('the last instant of a window is in it', 'counted_at < ${', 'counted_at <= ${'),
  presences('what some ask is asked for all', 'some.every(({ tests })', 'some.some(({ tests })'),
  widest(
    'the narrower filter stands for the wider',
    'isWithin(contents, other.contents)',
    'isWithin(other.contents, contents)',
  ),
  presences('a word has more bits than it tells apart', 'const WORD = 62;', 'const WORD = 70;'),
  presences('every row is one of each', ')} <> 0) as', ')} >= 0) as'),
  rows('every part is the first', 'const key = contentOf([], allOf(part))', 'const key = contentOf([], TRUE)'),
  rowsPart('rows of a part pass every test', 'this.tests.some((own) => contentOf([], own) === content)', 'true'),
  rowsPart(
    'rows of all parts pass what those of one do',
    'contentOf([], rows) === contentOf([], name(this.late.table)) &&',
    'true &&',
  ),
  countedColumns('what was taken back before it was paid counts', " and type <> 'void'", ''),
  plan('tables of one name are one table', 'contentOf([as], query), hint', 'hint, hint'),
  aggregates('every aggregate of a scan is the same', 'contentOf([], aggregate)', 'contentOf([], sql`same`)'),
  splitSums(
    'a sum in one currency is that in any',
    'case when ${within.test} and ${inside(holds)}',
    'case when ${inside(holds)}',
  ),
  aggregates('a unit of nothing counts', 'where ${column} > 0)', 'where ${column} >= 0)'),
  truths('who has no row can be nobody’s opposite', 'when ${nobody} then', 'when false then'),
  truths(
    'what does not hold is told as what holds',
    'possibly(of[0] as Logic, !wanted, columnAt)',
    'possibly(of[0] as Logic, wanted, columnAt)',
  ),
  truths('one of several is each of them', "(op === 'all') === wanted", "op === 'all'"),
  truths('what others say cannot help', 'told.length < parts.length ? undefined :', ''),
  truths('answers that are read as they are go', 'sql`${name(column)} is not null`', 'sql`false`'),
  truths('bits of two words are one', 'place % WORD)];', 'place % 61)];'),
  narrow('nobody is always false', ' <> 0) <> ${ofNobody})`', ' <> 0))`'),
  narrow('the last table says all', "call('bit_or', name(word))", 'sql`max(${name(word)})`'),
  columns('who has no row is nobody', 'sql` left join ${table}', 'sql` join ${table}'),
  universe('merged profiles stay', 'merged === undefined ? sql`true` :', 'merged !== undefined ? sql`true` :'),
  behaviour('what a merged profile did is nobody’s', '${named} as person_id from', 'b.profile_id as person_id from'),
  zones(
    'the hour that comes twice is the second',
    'before.to + Math.max(before.minutes, stretch.minutes)',
    'before.to + Math.min(before.minutes, stretch.minutes)',
  ),
  zones(
    'clocks change where the scan looked for it',
    'if (offsetMinutes(zone, middle) === minutes) at = middle;\n    else before = middle;',
    'before = middle;',
  ),
  windows('as-of is past', 'reaches ? until : to', 'to'),
  counted('at least is more than', 'sql`(${count} >= ${k})`', 'sql`(${count} > ${k})`'),
  fragments('an unknown comparison is unknown', 'sql`coalesce((${condition}), false)`', 'condition'),
  logic('none of nothing is everybody', 'conditions.length === 0 ? FALSE', 'conditions.length === 0 ? TRUE'),
  logic('all of nothing is nobody', 'conditions.length === 0 ? TRUE', 'conditions.length === 0 ? FALSE'),
];
