import { type AudienceLedger, audienceLedgers } from '../../campaign/transfers/audience-ledger.js';
import { entryState } from '../../campaign/transfers/entry-state.js';
import { type Instant, parseAsOf } from '../../model/instant.js';
import type { TransferAnswer } from '../../model/transfer.js';
import type { Project } from '../../project/load-project.js';
import { recordTransfers, storedTransfers } from '../../store/ledger.js';
import { openStore } from '../../store/open-store.js';
import { requireStore } from '../project-store.js';
import { type GivenAnswer, readAnswers } from './answers-file.js';
import { forgetErased } from './erased-transfers.js';

/** Why an answer was not taken. */
export const answerProblems = {
  unknown: 'nothing of that name was ever written or asked back',
  not_asked: 'it was not asked back, or was written again since it was',
  too_early: 'it was given before that was written or asked back',
} as const;
export type AnswerProblem = keyof typeof answerProblems;

/** What came of a file of answers. Names nobody. */
export interface Acknowledged {
  readonly answers: number;
  readonly recorded: number;
  /** Known already. */
  readonly already: number;
  readonly notTaken: readonly { readonly line: number; readonly problem: AnswerProblem }[];
}

/**
 * Takes the answers of recipients: about single entries, about everything of one batch, or about an audience. An answer
 * that fits nothing is told by its line and counts for nothing.
 *
 * @throws {ClearlistError} `input-invalid` for a file that cannot be read as answers; nothing is recorded then.
 */
export async function acknowledge(
  project: Pick<Project, 'store' | 'file'>,
  path: string,
  { asOf }: { readonly asOf: string },
): Promise<Acknowledged> {
  const { folder } = requireStore(project);
  const given = await readAnswers(path);
  const { transfers, answers } = await storedTransfers(await openStore(folder));
  const ledgers = [...audienceLedgers(transfers, answers).values()];
  const now = parseAsOf(asOf);
  const taken: TransferAnswer[] = [];
  const notTaken: { line: number; problem: AnswerProblem }[] = [];
  for (const one of given) {
    const found = answersOf(one, ledgers, one.at ?? now);
    if (typeof found === 'string') notTaken.push({ line: one.line, problem: found });
    else taken.push(...found);
  }
  const { added, already } =
    taken.length === 0 ? { added: 0, already: 0 } : await recordTransfers(folder, { answers: taken });
  await forgetErased(folder);
  return { answers: given.length, recorded: added, already, notTaken };
}

/** What a line says about every audience that it is about; the first problem where it says nothing. */
function answersOf(
  given: GivenAnswer,
  ledgers: readonly AudienceLedger[],
  at: Instant,
): readonly TransferAnswer[] | AnswerProblem {
  const { destination, audience } = given;
  const places = ledgers.filter(
    (ledger) =>
      (destination === undefined || ledger.destination === destination) &&
      (audience === undefined || ledger.audience === audience),
  );
  const found = places.map((ledger) => answerIn(given, ledger, at));
  const taken = found.flatMap((one) => (typeof one === 'string' ? [] : [one]));
  if (taken.length > 0) return taken;
  return found.find((one): one is AnswerProblem => typeof one === 'string' && one !== 'unknown') ?? 'unknown';
}

function answerIn(given: GivenAnswer, ledger: AudienceLedger, at: Instant): TransferAnswer | AnswerProblem {
  const { answer, entry, batch: run } = given;
  const { destination, audience } = ledger;
  const place = { destination, audience, at };
  const { written, asked } = firstTimes(ledger, given);
  const earliest = Math.min(written, asked);
  if (earliest === NEVER) return 'unknown';
  if (answer === 'too_small' || answer === 'audience_deleted') {
    if (at < earliest) return 'too_early';
    return { ...place, answer: answer === 'too_small' ? 'removal_refused' : 'audience_deleted' };
  }
  const first = answer === 'added' ? written : asked;
  if (first === NEVER) return answer === 'added' ? 'unknown' : 'not_asked';
  if (at < first) return 'too_early';
  if (entry === undefined) return { ...place, answer, ...(run === undefined ? {} : { run }) };
  const known = ledger.entries.get(entry);
  const state = known === undefined ? undefined : entryState(known, ledger);
  // What is out is out, however often that is said; what was written anew since it was asked back is not.
  const isHeld = state !== undefined && state.held.length > 0;
  if (answer === 'removed' && isHeld && !state.asked) return 'not_asked';
  return { ...place, answer, digest: entry };
}

const NEVER: Instant = Number.POSITIVE_INFINITY;

/** When what a line is about was first written and first asked back. */
function firstTimes(
  ledger: AudienceLedger,
  { entry, batch }: GivenAnswer,
): { readonly written: Instant; readonly asked: Instant } {
  const first = (facts: readonly { readonly at: Instant; readonly run?: string }[], before: Instant): Instant =>
    facts.reduce((min, { at, run }) => (batch === undefined || run === batch ? Math.min(min, at) : min), before);
  const deletions = ledger.answers.filter(({ answer }) => answer === 'deletion_requested');
  let written = NEVER;
  let asked = entry === undefined ? first(deletions, NEVER) : NEVER;
  for (const one of entry === undefined ? ledger.entries.values() : [ledger.entries.get(entry)]) {
    written = first(one?.writings ?? [], written);
    asked = first(one?.answers.filter(({ answer }) => answer === 'removal_requested') ?? [], asked);
  }
  return { written, asked };
}
