import { type Issue, throwIssues } from '../errors.js';
import type { Campaign } from './campaign.js';

/** Whom a token is for, and by which message: a click refuses all marketing of the controller on the channel. */
export interface UnsubscribeRecipient {
  readonly controller: string;
  readonly channel: string;
  readonly campaign: string;
  /** In canonical form. */
  readonly address: string;
}

/** Makes the tokens that a list carries, so that a recipient can unsubscribe with one click (RFC 8058). */
export interface Unsubscribe {
  /** Which key signs. */
  readonly keyId: string;
  /** Where a click leads, with `{token}` for the token; needed for the column `unsubscribe_url`. */
  readonly url?: string;
  /** The same for the same recipient, so that the same run gives the same bytes. */
  token(recipient: UnsubscribeRecipient): string;
}

/** Columns of a list that are no field of the profile. */
export const UNSUBSCRIBE_TOKEN = 'unsubscribe_token';
export const UNSUBSCRIBE_URL = 'unsubscribe_url';

const FIELDS: readonly string[] = [UNSUBSCRIBE_TOKEN, UNSUBSCRIBE_URL];

export const isUnsubscribeField = (field: string): boolean => FIELDS.includes(field);

/** Channels on which a message can carry a token. */
const CHANNELS: readonly string[] = ['email', 'sms'];

export const unsubscribeIssues = ({ channel, columns }: Campaign, at: string): readonly Issue[] =>
  columns.some(({ field }) => isUnsubscribeField(field)) && !CHANNELS.includes(channel)
    ? [{ at: `${at}.columns`, message: `a token is for messages by ${CHANNELS.join(' or ')}` }]
    : [];

/** @throws {ClearlistError} `definition-invalid` for a list that is to carry tokens nobody can make. */
export function requireUnsubscribe(campaigns: readonly Campaign[], unsubscribe: Unsubscribe | undefined): void {
  const asks = (campaign: Campaign, name: string): boolean => campaign.columns.some(({ field }) => field === name);
  const issues = campaigns.flatMap((campaign): readonly Issue[] => {
    const at = `campaigns.${campaign.id}.columns`;
    if (unsubscribe === undefined && (asks(campaign, UNSUBSCRIBE_TOKEN) || asks(campaign, UNSUBSCRIBE_URL))) {
      return [{ at, message: 'asks for unsubscribe tokens, and no key to sign them is given' }];
    }
    if (unsubscribe?.url === undefined && asks(campaign, UNSUBSCRIBE_URL)) {
      return [{ at, message: 'asks for addresses to unsubscribe at, and no url is given' }];
    }
    return [];
  });
  throwIssues(
    'definition-invalid',
    'the run',
    issues,
    'Give "unsubscribe" with key, keys and url, or leave the columns out.',
  );
}

/** The cell of a row. INVARIANT: `requireUnsubscribe` has accepted the campaign. */
export function unsubscribeCell(
  { id, controller, channel }: Campaign,
  field: string,
  address: string | undefined,
  unsubscribe: Unsubscribe | undefined,
): string | undefined {
  if (unsubscribe === undefined || address === undefined) return undefined;
  const token = unsubscribe.token({ controller, channel, campaign: id, address });
  return field === UNSUBSCRIBE_TOKEN ? token : unsubscribe.url?.replace('{token}', token);
}
