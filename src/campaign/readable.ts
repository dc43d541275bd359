import type { Campaign } from './campaign.js';
import type { ListCounts } from './cleared-list.js';

/**
 * The members of an audience whose data it may read, where the policy guards any of what it reads; `undefined` where it
 * guards nothing. The others are members too, and suppressed: a withdrawal never takes anybody out of the counts.
 */
export function readableMembers(
  { guardedData }: Pick<Campaign, 'guardedData'>,
  { members, reasons }: Pick<ListCounts, 'members' | 'reasons'>,
): number | undefined {
  if (guardedData.length === 0) return undefined;
  return members - (reasons.find(({ code }) => code === 'DATA_NOT_READABLE')?.any ?? 0);
}
