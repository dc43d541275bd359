import { guardIssue, listRefusals, reasons, type TrippedGuard } from '../index.js';
import type { CampaignSummary, RunSummary } from '../node.js';

type Line = readonly [label: string, count: number, note?: string];

/** Labels, then counts in one column, then notes. */
function aligned(lines: readonly Line[]): readonly string[] {
  const width = Math.max(...lines.map(([label]) => label.length));
  const digits = Math.max(...lines.map(([, count]) => String(count).length));
  return lines.map(([label, count, note = '']) =>
    `  ${label.padEnd(width)}  ${String(count).padStart(digits)}${note === '' ? '' : `   ${note}`}`.trimEnd(),
  );
}

/** The funnel of one campaign: from everybody to the rows of the list, every reason in between. */
export function funnelText(campaign: CampaignSummary): string {
  const { id, controller, kind, channel, audience, targeted, counts, readable, moves, refused, listing, proof } =
    campaign;
  const suppressed = counts.reasons.map(
    ({ code, primary, any }): Line => [
      `  ${code}: ${reasons[code].en}`,
      primary,
      any === primary ? '' : `${any} with those who have a higher reason too`,
    ],
  );
  const grounds = counts.bases.map(({ basis, persons }) => `${basis.replaceAll('_', ' ')} ${persons}`).join(', ');
  return [
    `${id}: ${channel}, ${kind}${targeted ? ', targeted' : ''}, by ${controller}, audience ${audience}`,
    ...aligned([
      ['everybody', counts.universe],
      [
        'in the audience',
        counts.members,
        moves === undefined ? '' : `${moves.entered} came and ${moves.left} left since it was last kept`,
      ],
      ...(readable === undefined ? [] : [['  whose data it may read', readable] as const]),
      ['must not be contacted, by highest reason', counts.suppressed],
      ...suppressed,
      ['may be contacted', counts.cleared, grounds],
      ...leftOut(counts),
      [refused.length === 0 ? 'on the list' : 'would be on the list', counts.listed],
      ...counts.parts.map(({ id: part, persons }): Line => [`  part ${part}`, persons]),
    ]),
    ...(proof === undefined ? [] : [proofLine(proof)]),
    ...(listing === undefined ? [] : listingLines(listing)),
    ...refused.map(
      ({ code, detail }) => `  REFUSED WHOLE, nothing is written: ${code}: ${listRefusals[code].en} (${detail})`,
    ),
  ].join('\n');
}

/** The colleagues who look at the message first, of whom none is counted above. */
const proofLine = ({ asked, persons, cleared, listed }: NonNullable<CampaignSummary['proof']>): string =>
  [
    `  proof: asked ${asked}, may be contacted ${cleared}`,
    ...(persons === asked ? [] : [`ids of nobody, or of somebody named twice: ${asked - persons}`]),
    ...(listed === cleared ? [] : [`with the same address as another: ${cleared - listed}`]),
  ].join(', ');

/** What changes in an audience at a recipient. */
function listingLines(listing: NonNullable<CampaignSummary['listing']>): readonly string[] {
  const { destination, audience, add, keep, remove, withheld, heldBack, deleteAudience } = listing;
  return [
    `  audience ${audience} at ${destination}`,
    ...aligned([
      ['persons to be added, until the recipient acknowledges them', add],
      ['persons who are there', keep],
      [deleteAudience ? 'entries to be taken out, by deleting the audience' : 'entries to be taken out', remove],
      ...(withheld === 0 ? [] : [['withheld: they share an identifier with somebody refused', withheld] as const]),
      ...(heldBack.added === 0 ? [] : [['persons who wait to be added', heldBack.added] as const]),
      ...(heldBack.left === 0
        ? []
        : [['persons who wait to be taken out: so few would be singled out', heldBack.left] as const]),
    ]),
  ];
}

/** What became of the other cleared persons; a line that no rule of the campaign can give is left away. */
const leftOut = ({ capped, duplicates, overLimit, heldOut }: CampaignSummary['counts']): readonly Line[] => [
  ...(capped === 0 ? [] : [['reached by other campaigns of the run', capped] as const]),
  ['same address as somebody listed', duplicates],
  ...(overLimit === 0 ? [] : [['beyond the limit', overLimit] as const]),
  ...(heldOut === 0 ? [] : [['held out', heldOut] as const]),
];

export const percent = (part: number, whole: number): string =>
  `${whole === 0 ? '0.0' : ((100 * part) / whole).toFixed(1)} %`;

/** Guards that tripped and were let through. */
export const guardText = (guards: readonly TrippedGuard[], override = ''): string =>
  guards.length === 0
    ? ''
    : [
        '',
        `guards overridden: ${override}`,
        ...guards.map((guard) => {
          const { at, message } = guardIssue(guard);
          return `  ${at ?? ''}: ${message}`;
        }),
      ].join('\n');

/** The whole summary, without personal data. */
export function summaryText(summary: RunSummary): string {
  const { runId, asOf, policy, forSending, notEvaluated, anonymousEvents, inputs, lookUps } = summary;
  const read = inputs.map(({ source, kind, rows, leftOut, unreadable }): Line => {
    const notes = [
      leftOut === 0 ? '' : `${leftOut} left out by rule`,
      unreadable === 0 ? '' : `${unreadable} unreadable, within tolerance`,
    ].filter((note) => note !== '');
    return [`${source} (${kind})`, rows, notes.join(', ')];
  });
  const residual = lookUps.map(
    ({ kind, lookedUp, rows }): Line => [kind, lookedUp, `of ${rows} rows, ${percent(lookedUp, rows)}`],
  );
  const lookedUp = residual.length === 0 ? [] : ['identifiers looked up one by one', ...aligned(residual)];
  const head = `run ${runId} as of ${asOf}, policy ${policy.id} ${policy.version}${forSending ? '' : ', REPLAY: not for sending'}`;
  const missing =
    notEvaluated.length === 0 ? [] : [`not evaluated, no source declares them: ${notEvaluated.join(', ')}`];
  const boundaries = boundaryLines(summary.boundaries);
  const listed = summary.idLists.map(
    ({ name, ids, unknown }): Line => [`list ${name}`, ids, unknown === 0 ? '' : `${unknown} of nobody`],
  );
  const anonymous: readonly Line[] =
    anonymousEvents === 0 ? [] : [['events on devices, counted for nobody', anonymousEvents]];
  const loosened = policy.changed.filter((key) => key.startsWith('dangerously'));
  const changed = policy.changed.length === 0 ? [] : [`policy changed: ${policy.changed.join(', ')}`];
  const warned = loosened.length === 0 ? [] : [`POLICY LOOSENED ON PURPOSE: ${loosened.join(', ')}`];
  return [
    head,
    ...changed,
    ...warned,
    'rows read',
    ...aligned([...read, ...listed, ...anonymous]),
    ...boundaries,
    ...lookedUp,
    ...missing,
    '',
    summary.campaigns.map(funnelText).join('\n\n'),
  ].join('\n');
}

/** Where ranks divide those ranked. */
export const boundaryLines = (boundaries: RunSummary['boundaries']): readonly string[] =>
  boundaries.map(
    ({ rank, ranked, taken, cuts }) =>
      `  ${rank}: ${taken === undefined ? '' : `${Math.min(taken, ranked)} of `}${ranked} ranked, ${cuts.length === 0 ? 'no boundary' : `boundary ${cuts.join(', ')}`}`,
  );
