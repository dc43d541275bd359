import { readUnsubscribeToken } from '../export/unsubscribe-token.js';
import { addressedBy } from '../model/vocabulary.js';
import type { Project } from '../project/load-project.js';
import type { WriteOptions } from '../store/open-store.js';
import { type RecordedRefusal, recordRefusal } from './record-refusal.js';

/** A click on an unsubscribe link. */
export interface UnsubscribeInput extends WriteOptions {
  readonly token: string;
  /** ISO 8601 with offset: when it was clicked. */
  readonly receivedAt: string;
  /**
   * What the person chose in a preference centre, in words of `record-refusal`. A click alone chooses nothing less than
   * all marketing of the controller on the channel of the message.
   */
  readonly scopes?: readonly string[];
}

/**
 * Records the refusal of whom an unsubscribe token was made for.
 *
 * @throws {ClearlistError} `token-invalid`, and whatever `recordRefusal` throws; nobody is refused then.
 */
export async function recordUnsubscribe(
  project: Project,
  { token, scopes, ...input }: UnsubscribeInput,
): Promise<RecordedRefusal> {
  const { controller, channel, campaign, address } = readUnsubscribeToken(token.trim(), {
    keys: project.unsubscribe?.keys ?? {},
  });
  const kind = addressedBy[channel as keyof typeof addressedBy];
  const person = kind === 'phone' ? { phone: address } : { email: address };
  const evidence = `unsubscribe token, campaign ${campaign}`;
  return recordRefusal(project, { ...input, person, scopes: scopes ?? [channel], controller, evidence });
}
