import { type Evidence, reasons, type Trace } from '../index.js';
import type { Explanation } from '../node.js';

const traceLines = ({ says, holds, saw, parts }: Trace, depth: number): readonly string[] => {
  const own = `${'  '.repeat(depth)}${holds ? 'yes' : 'no '}  ${says}${saw === undefined ? '' : `  (saw ${saw})`}`;
  return parts === undefined ? [own] : [own, ...parts.flatMap((part) => traceLines(part, depth + 1))];
};

const paths: Readonly<Record<Evidence['via'][number], string>> = {
  own: 'given for this profile',
  merge: 'given by a profile merged into this one',
  identifier: 'given for an address this person has or had',
  shared_identifier: 'given by somebody with the same address',
  group: 'to another controller of the group',
};

function evidenceText({ kind, record, since, via, note }: Evidence): string {
  const which = record === undefined ? kind : `${record.source} ${record.id ?? `row ${record.row}`}`;
  const when =
    since === undefined ? (record === undefined || kind === 'profile' ? '' : ', without a time') : `, since ${since}`;
  const path = via.length === 0 ? '' : `, ${via.map((step) => paths[step]).join(', ')}`;
  return `${which}${when}${path}${note === undefined ? '' : `, ${note}`}`;
}

const left: Readonly<Record<string, string>> = {
  capped: 'reached by other campaigns of the run',
  duplicate: 'somebody listed has the same address',
  over_limit: 'beyond the limit',
  held_out: 'held out, to measure the campaign',
};

/** What became of a cleared member. */
function allocationText({ outcome, part }: NonNullable<Explanation['allocation']>): string {
  const why = left[outcome];
  if (why !== undefined) return `on the list: no, ${why}`;
  return `on the list: yes${part === undefined ? '' : `, part ${part}`}`;
}

/** One person and one campaign: every condition with what it saw, every reason with its record, date and path. */
export function explanationText({ campaign, profileId, audience, outcome, cleared, ...decision }: Explanation): string {
  const verdict = cleared
    ? `may be contacted: ${decision.primaryReason}`
    : outcome === 'allow'
      ? 'is not in the audience; nothing else would stop the contact'
      : `must not be contacted: ${reasons[decision.primaryReason as keyof typeof reasons].en} (${decision.primaryReason})`;
  const why = decision.reasons.flatMap(({ reason, evidence }) => [
    `  ${reason}: ${reasons[reason].en} [${reasons[reason].group}]`,
    ...evidence.map((item) => `    ${evidenceText(item)}`),
  ]);
  const ground = decision.evidence.map((item) => `    ${evidenceText(item)}`);
  return [
    `${profileId} and campaign ${campaign}: ${verdict}`,
    ...(decision.allocation === undefined ? [] : [allocationText(decision.allocation)]),
    ...(decision.proof === undefined
      ? []
      : [`a proof recipient: ${outcome === 'allow' ? 'gets the proof, member or not' : 'gets no proof either'}`]),
    `audience ${audience.segment}: ${audience.member ? 'a member' : 'not a member'}`,
    ...traceLines(audience.trace, 1),
    ...(decision.basis === undefined
      ? ['reasons, highest first', ...why]
      : [`ground: ${decision.basis.replaceAll('_', ' ')}`, ...ground]),
    `policy ${decision.policy.id} ${decision.policy.version}`,
  ].join('\n');
}
