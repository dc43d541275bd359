import once from 'lodash-es/once.js';
import * as z from 'zod';
import type { RenderedColumn, RenderedText } from '../../campaign/rendering.js';
import { ClearlistError } from '../../errors.js';
import { sha256 } from '../../identity/digest.js';
import { call, literal, sql } from '../../sql/fragment.js';
import type { Encoding } from './encoding.js';
import type { ListingRefusal } from './listing-refusals.js';
import type { MatchField, MatchRow } from './match.js';

/** Fields that may come hashed. */
export const hashedFields = ['email', 'phone'] as const satisfies readonly MatchField[];

/**
 * A column of digests, declared: which profile field holds it, and how they are written. They were made by the rules of
 * the very service, since a digest cannot be brought into the form of another one.
 */
export const hashedColumnsSchema = once(() =>
  z.strictObject({
    email: z.strictObject({ field: z.string().min(1), encoding: z.literal('sha256-hex') }).optional(),
    phone: z.strictObject({ field: z.string().min(1), encoding: z.literal('sha256-hex') }).optional(),
  }),
);
export type HashedColumns = z.infer<ReturnType<typeof hashedColumnsSchema>>;

const DIGEST = '[0-9a-f]{64}';
const OF_NOTHING = sha256('');

/** Hashes of any kind in any writing: of other lengths, in capitals, with `0x` in front, in base64. */
const SOME_HASH = /^(?:(?:0x)?[0-9a-f]{16,}|[0-9a-z+/]{43}=)$/i;

/**
 * A column of a service whose values are digests already. They are never hashed again; hex may become base64, which is
 * the same digest. SQL takes what is a digest as it stands.
 */
export function hashedColumn(name: (typeof hashedFields)[number], field: string, encoding: Encoding): RenderedColumn {
  const isBase64 = encoding === 'sha256-base64';
  return {
    name,
    from: { field, digestOf: name },
    holds: 'digest',
    repeats: false,
    evaluate: (raw): RenderedText => {
      const text = raw.trim();
      if (text === '') return refused('EMPTY');
      if (!new RegExp(`^${DIGEST}$`).test(text))
        return refused(SOME_HASH.test(text) ? 'NOT_A_SHA256' : 'RAW_IN_HASHED_COLUMN');
      if (text === OF_NOTHING) return refused('EMPTY');
      return { texts: [isBase64 ? Buffer.from(text, 'hex').toString('base64') : text] };
    },
    compile: {
      steps: [
        (raw) =>
          sql`case when ${call('matches', raw, literal(DIGEST))} and ${raw} <> ${literal(OF_NOTHING)} then ${raw} end`,
      ],
      write: (digest) => (isBase64 ? call('base64', call('unhex', digest)) : digest),
    },
  };
}

const refused = (reason: ListingRefusal): RenderedText => ({ refused: reason });

/** Watches the rows of a list go by; at their end, a column in which raw values and digests stand together is refused. */
export function mixWatch(): { readonly see: (row: MatchRow) => void; readonly requireUnmixed: () => void } {
  const raw = new Set<MatchField>();
  const hashed = new Set<MatchField>();
  return {
    see: ({ values, refused: reasons }) => {
      for (const { field, reason } of reasons) if (reason === 'RAW_IN_HASHED_COLUMN') raw.add(field);
      for (const field of hashedFields) if (values[field] !== undefined) hashed.add(field);
    },
    requireUnmixed: () => {
      const mixed = [...raw].find((field) => hashed.has(field));
      if (mixed === undefined) return;
      throw new ClearlistError(
        'list-not-hashed',
        'a column that is declared to hold digests holds raw values among them',
        {
          at: `hashed.${mixed}`,
          hint: 'Nothing was released. Find out what the column holds, and bind raw values and digests apart.',
        },
      );
    },
  };
}
