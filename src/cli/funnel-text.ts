import { reasons } from '../index.js';
import type { CampaignSummary, RunSummary } from '../node.js';

const WIDTH = 44;

const line = (label: string, count: number, note = ''): string =>
  `  ${label.padEnd(WIDTH)}${String(count).padStart(9)}${note === '' ? '' : `   ${note}`}`;

/** The funnel of one campaign: from everybody to the rows of the list, every reason in between. */
export function funnelText({ id, controller, kind, channel, audience, targeted, counts }: CampaignSummary): string {
  const suppressed = counts.reasons.map(({ code, primary, any }) =>
    line(`    ${reasons[code].en} (${code})`, primary, any === primary ? '' : `${any} with other reasons`),
  );
  const grounds = counts.bases.map(({ basis, persons }) => `${basis.replaceAll('_', ' ')} ${persons}`).join(', ');
  return [
    `${id}: ${channel}, ${kind}${targeted ? ', targeted' : ''}, by ${controller}, audience ${audience}`,
    line('everybody', counts.universe),
    line('in the audience', counts.members),
    line('must not be contacted, by first reason', counts.suppressed),
    ...suppressed,
    line('may be contacted', counts.cleared, grounds),
    line('same address as somebody listed', counts.duplicates),
    line('on the list', counts.listed),
  ].join('\n');
}

const percent = (part: number, whole: number): string => `${whole === 0 ? '0.0' : ((100 * part) / whole).toFixed(1)} %`;

/** The whole summary, without personal data. */
export function summaryText(summary: RunSummary): string {
  const { runId, asOf, policy, forSending, notEvaluated, inputs, lookUps } = summary;
  const read = inputs.map(({ source, kind, rows, leftOut, unreadable }) => {
    const notes = [
      leftOut === 0 ? '' : `${leftOut} left out by rule`,
      unreadable === 0 ? '' : `${unreadable} unreadable, within tolerance`,
    ].filter((note) => note !== '');
    return line(`${source} (${kind})`, rows, notes.join(', '));
  });
  const residual = lookUps.map(({ kind, lookedUp, rows }) => line(kind, lookedUp, `of ${rows} rows, ${percent(lookedUp, rows)}`));
  const lookedUp = residual.length === 0 ? [] : ['identifiers looked up one by one', ...residual];
  const head = `run ${runId} as of ${asOf}, policy ${policy.id} ${policy.version}${forSending ? '' : ', REPLAY: not for sending'}`;
  const missing = notEvaluated.length === 0 ? [] : [`not evaluated, no source declares them: ${notEvaluated.join(', ')}`];
  return [head, 'rows read', ...read, ...lookedUp, ...missing, '', summary.campaigns.map(funnelText).join('\n\n')].join('\n');
}
