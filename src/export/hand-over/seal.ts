import type { Campaign } from '../../campaign/campaign.js';
import { ClearlistError } from '../../errors.js';
import { sha256 } from '../../identity/digest.js';
import { compareUtf8 } from '../../model/text.js';
import type { Recipient, Recipients, SealFormatName } from './recipient.js';
import { sealFormats } from './seal-formats.js';

/** How the files of one campaign are encrypted. */
export interface Seal {
  readonly format: SealFormatName;
  /** What is added to the names of its files. */
  readonly suffix: string;
  /** For whom, in byte order of the names; `key` is the SHA-256 of the public key. */
  readonly recipients: readonly { readonly id: string; readonly key: string }[];
  readonly encrypt: (plain: AsyncIterable<Uint8Array>) => Promise<AsyncIterable<Uint8Array>>;
}

type Addressed = Pick<Campaign, 'id' | 'destination' | 'encryptFor'>;

/** For whom the files of a campaign are encrypted: whom the campaign names and whom its destination names. */
export const recipientsOf = ({ destination, encryptFor = [] }: Addressed): readonly string[] =>
  [...new Set([...encryptFor, ...(destination?.encryptFor ?? [])])].sort(compareUtf8);

/**
 * How the files of a campaign are encrypted; `undefined` where nobody asked for it.
 *
 * @throws {ClearlistError} `unknown-name` for a recipient who is not given: a list that should be encrypted is never
 * written plain; `definition-invalid` where keys of two formats would have to open one file; `key-invalid`.
 */
export async function sealFor(campaign: Addressed, recipients: Recipients = {}): Promise<Seal | undefined> {
  const at = `campaigns.${campaign.id}.encryptFor`;
  const named = recipientsOf(campaign).map((id) => ({ id, ...recipientNamed(id, recipients, at) }));
  const [first] = named;
  if (first === undefined) return undefined;
  if (named.some(({ format }) => format !== first.format)) throw twoFormats(at);
  const { suffix, requireKey, seal } = sealFormats[first.format];
  for (const { id, key } of named) await requireKey(key, `recipients.${id}`);
  return {
    format: first.format,
    suffix,
    recipients: named.map(({ id, key }) => ({ id, key: sha256(key) })),
    encrypt: (plain) =>
      seal(
        plain,
        named.map(({ key }) => key),
      ),
  };
}

function recipientNamed(id: string, recipients: Recipients, at: string): Recipient {
  const found = Object.hasOwn(recipients, id) ? recipients[id] : undefined;
  if (found !== undefined) return found;
  throw new ClearlistError('unknown-name', `the list is to be encrypted for "${id}", whose key is not given`, {
    at,
    hint: 'Give the public key under `recipients`; a list that should be encrypted is never written plain.',
  });
}

const twoFormats = (at: string): ClearlistError =>
  new ClearlistError('definition-invalid', 'one file cannot be encrypted by age and by OpenPGP at once', {
    at,
    hint: 'Name recipients with keys of one format.',
  });
