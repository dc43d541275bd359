import { guardIssue, reasons } from '../index.js';
import type { PlannedRun } from '../node.js';
import { percent, summaryText } from './funnel-text.js';

/** Beyond this many pairs or remarks, their number is enough; `--json` has them all. */
const SHOWN = 20;

const signed = (now: number, before: number): string =>
  `${now} (${now === before ? 'as before' : `${now > before ? '+' : '−'}${Math.abs(now - before)}`})`;

const listed = <T>(heading: string, items: readonly T[], line: (item: T) => string): readonly string[] =>
  items.length === 0
    ? []
    : [
        '',
        heading,
        ...items.slice(0, SHOWN).map((item) => `  ${line(item)}`),
        ...(items.length > SHOWN ? [`  … and ${items.length - SHOWN} more`] : []),
      ];

/** A plan as people read it before they approve it: funnel, files, changes, overlaps, ages, remarks, what would stop it. */
export function planText(plan: PlannedRun): string {
  const { files, changes, figures, ages, remarks, guards, canaries, planHash } = plan;
  const stops = [...guards.map(guardIssue), ...canaries];
  return [
    summaryText(plan),
    ...listed(
      'files that would be written',
      files,
      ({ name, rows, columns }) => `${name}: ${rows} rows${columns === undefined ? '' : ` of ${columns.join(', ')}`}`,
    ),
    ...listed('since the last run for sending', changes, (change) => changeText(plan, change)),
    ...shrunken(plan),
    ...listed(
      'on two lists',
      figures.overlaps,
      ({ campaigns, persons }) => `${campaigns.join(' and ')}: ${persons} persons`,
    ),
    ...listed('how new the sources are', ages, ageText),
    ...listed('remarks on the audiences', remarks, ({ at, message }) => `${at}: ${message}`),
    ...listed('would stop the run', stops, ({ at, message }) => `${at ?? ''}: ${message}`),
    '',
    `plan ${planHash}`,
  ].join('\n');
}

/** Figures of a campaign beside those of its last run, and the reasons whose counts moved most. */
function changeText({ campaigns }: PlannedRun, before: PlannedRun['changes'][number]): string {
  const now = campaigns.find(({ id }) => id === before.campaign);
  if (now === undefined) return before.campaign;
  const { counts } = now;
  const moved = counts.reasons
    .map(({ code, primary }) => ({
      code,
      now: primary,
      before: before.reasons?.find((one) => one.code === code)?.primary ?? 0,
    }))
    .filter((one) => before.reasons !== undefined && one.now !== one.before)
    .sort((a, b) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before))
    .slice(0, 3)
    .map((one) => `${reasons[one.code].en} ${signed(one.now, one.before)}`);
  return [
    `${before.campaign}, run as of ${before.asOf}: audience ${signed(counts.members, before.members)}`,
    `suppressed ${signed(counts.suppressed, before.suppressed)}, ${percent(counts.suppressed, counts.members)} against ${percent(before.suppressed, before.members)}`,
    `on the list ${signed(counts.listed, before.listed)}`,
    ...moved,
  ].join('; ');
}

/** Sources that have other numbers of rows than in the last run. */
const shrunken = ({ inputs, earlierInputs }: PlannedRun): readonly string[] =>
  listed(
    'rows of sources that changed since',
    inputs.flatMap(({ source, rows }) => {
      const before = earlierInputs.find((one) => one.source === source)?.rows;
      return before === undefined || before === rows ? [] : [{ source, rows, before }];
    }),
    ({ source, rows, before }) => `${source}: ${signed(rows, before)}`,
  );

function ageText({ source, newest, limits }: PlannedRun['ages'][number]): string {
  const allowed = [
    ...(limits.files === undefined ? [] : [`files may be ${limits.files} old`]),
    ...(limits.records === undefined ? [] : [`records may be ${limits.records} old`]),
  ];
  const known = newest === undefined ? [] : [`newest record ${newest}`];
  return `${source}: ${[...known, ...(allowed.length === 0 ? ['no limit of age'] : allowed)].join(', ')}`;
}
