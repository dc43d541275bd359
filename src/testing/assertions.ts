import type { Basis, Evidence, PersonOutcome, ReasonCode } from '../index.js';

/**
 * Assertions about a decision for any test runner: they throw an `Error` whose message is the whole explanation.
 *
 * @example
 * expectSuppressed(decide({ person: 'p1', records, campaign, policy, asOf }), 'CHANNEL_OPT_OUT');
 */

/** Demands a suppressed person; with reasons, that each of them is among those found. */
export function expectSuppressed(found: PersonOutcome, ...reasons: readonly ReasonCode[]): void {
  const wanted = reasons.length === 0 ? 'suppressed' : `suppressed for ${reasons.join(' and ')}`;
  const known = found.reasons.map(({ reason }) => reason);
  if (found.outcome !== 'suppress' || reasons.some((reason) => !known.includes(reason))) throw unlike(wanted, found);
}

/** Demands exactly these reasons, whatever their order. */
export function expectReasons(found: PersonOutcome, reasons: readonly ReasonCode[]): void {
  const known = found.reasons.map(({ reason }) => reason);
  const same = known.length === reasons.length && known.every((reason) => reasons.includes(reason));
  if (!same)
    throw unlike(reasons.length === 0 ? 'allowed' : `suppressed for ${reasons.join(' and ')}, and nothing else`, found);
}

/** Demands an allowed person; with a basis, that it carries the decision. */
export function expectAllowed(found: PersonOutcome, basis?: Basis): void {
  const wanted = basis === undefined ? 'allowed' : `allowed on ${basis}`;
  if (found.outcome !== 'allow' || (basis !== undefined && found.basis !== basis)) throw unlike(wanted, found);
}

const unlike = (wanted: string, found: PersonOutcome): Error =>
  new Error(`expected ${found.profileId} to be ${wanted}, but found:\n${describeOutcome(found)}`);

/** A decision as text: every reason with its evidence, or the ground with its proof. */
export function describeOutcome({ outcome, primaryReason, reasons, basis, evidence, policy }: PersonOutcome): string {
  const by = `by policy ${policy.id} ${policy.version}`;
  if (outcome === 'allow')
    return [`allowed on ${basis ?? primaryReason} ${by}`, ...evidence.map(describeEvidence)].join('\n');
  const lines = reasons.flatMap((finding) => [
    `  ${finding.reason}`,
    ...finding.evidence.map((one) => `  ${describeEvidence(one)}`),
  ]);
  return [`suppressed ${by}, first for ${primaryReason}`, ...lines].join('\n');
}

function describeEvidence({ kind, record, since, via, note }: Evidence): string {
  const place =
    record === undefined
      ? kind
      : `${kind} ${record.source}[${record.row}]${record.id === undefined ? '' : ` "${record.id}"`}`;
  const path = via.length === 0 ? '' : ` via ${via.join(', ')}`;
  return `  ${place}${since === undefined ? '' : ` since ${since}`}${path}${note === undefined ? '' : ` (${note})`}`;
}
