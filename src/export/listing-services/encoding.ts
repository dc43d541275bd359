import { sha1, sha256, sha256Base64 } from '../../identity/digest.js';
import { call, type Sql } from '../../sql/fragment.js';

/** How a normalised value is written: as it is, or a digest of its UTF-8 bytes. Hex is lower case, base64 has padding. */
export const encodings = ['sha256-hex', 'sha256-base64', 'sha1-hex', 'plain'] as const;
/** How a value is written for a listing service: plain, or by which hash and in which digits. */
export type Encoding = (typeof encodings)[number];

interface EncodingFaces {
  readonly encode: (normalized: string) => string;
  /** Absent where no engine is known to have it. */
  readonly encodeSql?: (normalized: Sql) => Sql;
}

export const encodingFaces: Readonly<Record<Encoding, EncodingFaces>> = {
  'sha256-hex': { encode: sha256, encodeSql: (text) => call('sha256', text) },
  'sha256-base64': {
    encode: sha256Base64,
    encodeSql: (text) => call('base64', call('unhex', call('sha256', text))),
  },
  'sha1-hex': { encode: sha1 },
  plain: { encode: (text) => text, encodeSql: (text) => text },
};
