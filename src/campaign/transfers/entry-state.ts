import type { Instant } from '../../model/instant.js';
import type { Transfer, TransferAnswer } from '../../model/transfer.js';
import type { AudienceLedger, EntryFacts } from './audience-ledger.js';

/** Where one entry stands. */
export interface EntryState {
  /** Writings that the recipient may still hold; empty where it has said that the entry is out. */
  readonly held: readonly Transfer[];
  /** The recipient has said that it holds the entry, and nothing was asked since. */
  readonly acknowledged: boolean;
  /** It was asked back after it was last written: whoever writes it anew wants it there again. */
  readonly asked: boolean;
  /** The first request that has not been acknowledged. */
  readonly requestedAt?: Instant;
  /** The recipient takes nothing out of this audience, because it would become too small. */
  readonly tooSmall: boolean;
}

const latest = (times: readonly Instant[]): Instant => Math.max(...times);

/**
 * Where an entry stands, as of the last thing that is known.
 *
 * It is held from its writing until a strictly later acknowledgement: what was written and acknowledged at one instant
 * was written again, for all we know. An answer about a whole batch ends what was asked in that batch and nothing that
 * was written since it was asked, however late the answer comes. What was written counts as held when taking back; only
 * what was acknowledged counts as held when adding.
 */
export function entryState({ writings, answers }: EntryFacts, ledger: Pick<AudienceLedger, 'answers'>): EntryState {
  const own = (word: TransferAnswer['answer']): readonly Instant[] =>
    answers.filter(({ answer }) => answer === word).map(({ at }) => at);
  const whole = (word: TransferAnswer['answer']): readonly Instant[] =>
    ledger.answers.filter(({ answer }) => answer === word).map(({ at }) => at);
  /** Of what an answer to a batch is about, when it was written or asked. */
  const batched = (
    word: 'added' | 'removed',
    about: readonly { readonly at: Instant; readonly run?: string }[],
  ): readonly Instant[] =>
    ledger.answers
      .filter(({ answer }) => answer === word)
      .flatMap((answer) =>
        about
          .filter(({ at, run }) => at <= answer.at && (answer.run === undefined || run === answer.run))
          .map(({ at }) => at),
      );
  const requests = answers.filter(({ answer }) => answer === 'removal_requested');
  const ended = latest([...own('removed'), ...batched('removed', requests), ...whole('audience_deleted')]);
  const held = writings.filter(({ at }) => at >= ended);
  if (held.length === 0) return { held, acknowledged: false, asked: false, tooSmall: false };
  const since = Math.min(...held.map(({ at }) => at));
  const asked = requests.map(({ at }) => at);
  const open = asked.filter((at) => at >= since);
  const taken = latest([...own('added'), ...batched('added', writings)]);
  return {
    held,
    acknowledged: taken >= since && taken > latest([...asked, ...whole('deletion_requested'), ended]),
    asked: latest(asked) >= latest(held.map(({ at }) => at)),
    ...(open.length === 0 ? {} : { requestedAt: Math.min(...open) }),
    tooSmall: whole('removal_refused').some((at) => at >= since),
  };
}
