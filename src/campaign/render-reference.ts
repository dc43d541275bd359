import type { Profile } from '../model/profile.js';
import { profileValue } from '../segments/profile-field.js';
import type { PersonDecision } from './person-decision.js';
import { type RenderedRow, type Rendering, renderedCell } from './rendering.js';

/** One listed person under a {@link Rendering}, in memory: what the SQL of `renderedQuery` must agree with. */
export function renderedRow(
  { columns }: Rendering,
  { personId, basis }: PersonDecision,
  profile: Profile,
  fallbackCountry: string | undefined,
): RenderedRow {
  const country = profile.country ?? fallbackCountry;
  return {
    personId,
    ...(basis === undefined ? {} : { basis }),
    ...(profile.country === undefined ? {} : { country: profile.country }),
    cells: columns.map(({ from, evaluate }) => {
      const raw = 'identifier' in from ? profile[from.identifier] : textOf(profile, from.field);
      return renderedCell(raw.map((text) => evaluate(text, country)));
    }),
  };
}

function textOf(profile: Profile, field: string): readonly string[] {
  const value = profileValue({ profile }, field);
  return typeof value === 'string' ? [value] : [];
}
