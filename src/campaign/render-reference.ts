import { canonicalIdentifier } from '../identity/identifier.js';
import type { Profile } from '../model/profile.js';
import { profileValue } from '../segments/profile-field.js';
import type { PersonDecision } from './person-decision.js';
import { NOT_CLEARED, type RenderedRow, type Rendering, renderedCell } from './rendering.js';

/** Addresses of a listed person that were not cleared, `email:anna@example.se`. */
export type Withheld = ReadonlySet<string>;

const NOTHING: Withheld = new Set();

/** One listed person under a {@link Rendering}, in memory: what the SQL of `renderedQuery` must agree with. */
export function renderedRow(
  { columns }: Rendering,
  { personId, basis }: PersonDecision,
  profile: Profile,
  fallbackCountry: string | undefined,
  withheld: Withheld = NOTHING,
): RenderedRow {
  const country = profile.country ?? fallbackCountry;
  return {
    personId,
    ...(basis === undefined ? {} : { basis }),
    ...(profile.country === undefined ? {} : { country: profile.country }),
    cells: columns.map(({ from, evaluate }) => {
      if ('field' in from) {
        const isDoubtful = [...withheld].some((address) => address.startsWith(`${from.digestOf}:`));
        return renderedCell(
          textOf(profile, from.field).map((text) => (isDoubtful ? { refused: NOT_CLEARED } : evaluate(text, country))),
        );
      }
      const kind = from.identifier;
      const isWithheld = (text: string): boolean =>
        withheld.size > 0 && withheld.has(`${kind}:${canonicalIdentifier(kind, text, country)?.key}`);
      return renderedCell(
        profile[kind].map((text) => (isWithheld(text) ? { refused: NOT_CLEARED } : evaluate(text, country))),
      );
    }),
  };
}

function textOf(profile: Profile, field: string): readonly string[] {
  const value = profileValue({ profile }, field);
  return typeof value === 'string' ? [value] : [];
}
