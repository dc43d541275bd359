import { sha256, sha256Base64 } from '../../identity/digest.js';

/** The digest of nothing says nothing of anybody, and everybody without a value would have it. */
const OF_NOTHING = [sha256(''), sha256Base64('')];

/** SHA-256 in lower hex, or in base64 with padding. Called for every value that is written. */
function isDigest(text: string): boolean {
  const isWhole =
    text.length === 64 ? /^[0-9a-f]+$/.test(text) : text.length === 44 && /^[0-9A-Za-z+/]{43}=$/.test(text);
  return isWhole && text !== OF_NOTHING[0] && text !== OF_NOTHING[1];
}

/**
 * What may stand at one place of a file for a listing service. Anything else there is taken for a raw identifier.
 *
 * INVARIANT: none of them lets an e-mail address or a phone number through.
 */
export const valueForms = {
  digest: isDigest,
  country: (text) => /^[A-Za-z]{2}$/.test(text),
  /** Three to ten letters and digits, as they are written anywhere; a name has no digit, a phone number more of them. */
  postalCode: (text) =>
    text.length <= 20 &&
    /^[0-9A-Za-z](?:[ -]*[0-9A-Za-z]){2,9}$/.test(text) &&
    /\d/.test(text) &&
    (text.length <= 9 || digitsIn(text) <= 9),
  deviceId: (text) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
  /** The project's own number for somebody, whatever it looks like. */
  externalId: (text) => text !== '' && !text.includes('@') && !/^\s*\+\s*\d/.test(text),
  /** What the project file says: numbers of accounts and audiences. */
  id: (text) => /^[0-9A-Za-z_.:-]{1,100}$/.test(text),
  /** A word of the service's own. */
  word: (text) => /^[A-Z][A-Z_]*[0-9]{0,2}$/.test(text),
} as const satisfies Readonly<Record<string, (text: string) => boolean>>;

export type ValueForm = keyof typeof valueForms;

const digitsIn = (text: string): number => text.replaceAll(/\D/g, '').length;
