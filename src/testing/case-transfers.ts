import { parseInstant, type Transfer, type TransferAnswer } from '../index.js';
import { type CaseEvent, isUnsupported, type Unsupported, unknownField, unsupported } from './case-format.js';
import { subjectOf } from './case-subject.js';

/** What a case hands to recipients and hears from them. */
export interface CaseTransfers {
  readonly transfers: readonly Transfer[];
  readonly answers: readonly TransferAnswer[];
  /** Whose transfers they are, where the events say so. */
  readonly controller?: string;
}

export const transferEvents = ['transfer_out', 'removal_requested', 'removal_acknowledged'];

export const isTransferEvent = ({ type }: CaseEvent): boolean => transferEvents.includes(type);

const FIELDS = ['type', 'subject', 'occurred_at', 'destination', 'audience', 'controller', 'digest'];

/** Without a digest a person has one entry in each audience, named by the person. */
export function caseTransfers(events: readonly CaseEvent[]): CaseTransfers | Unsupported {
  const transfers: Transfer[] = [];
  const answers: TransferAnswer[] = [];
  const controllers = new Set<string>();
  for (const event of events) {
    const foreign = unknownField(event, FIELDS);
    if (foreign !== undefined) return unsupported(`"${foreign}" of an event "${event.type}" has no translation`);
    const about = subjectOf(event);
    if (isUnsupported(about)) return about;
    const { profileId } = about;
    const { destination, audience, digest, controller } = event;
    const at = parseInstant(String(event.occurred_at));
    if (typeof profileId !== 'string' || typeof destination !== 'string' || at === undefined) {
      return unsupported(`an event "${event.type}" names a person, a destination and a time`);
    }
    if (typeof controller === 'string') controllers.add(controller);
    const entry = { destination, audience: String(audience ?? ''), digest: String(digest ?? profileId), at };
    if (event.type === 'transfer_out') transfers.push({ personId: profileId, ...entry });
    else answers.push({ answer: event.type === 'removal_requested' ? 'removal_requested' : 'removed', ...entry });
  }
  const [controller, ...others] = controllers;
  if (others.length > 0) return unsupported('the transfers of one case are one controller’s');
  return { transfers, answers, ...(controller === undefined ? {} : { controller }) };
}
