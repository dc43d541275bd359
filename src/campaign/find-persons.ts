import { canonicalEmail } from '../identity/email.js';
import { readPhone } from '../identity/phone.js';
import type { Records } from '../model/records.js';
import { compareUtf8 } from '../model/text.js';
import type { PersonQuery, RunDefinition } from './engine.js';
import { phoneCountry, populationOf } from './reference-run.js';

/** The country by which the campaign asked about reads a national number. INVARIANT: a question is about one campaign. */
export const countryOf = (run: RunDefinition): string | undefined => {
  const [campaign] = run.campaigns;
  return campaign === undefined ? undefined : phoneCountry(run, campaign);
};

/** Whom a question fits, among records in memory; the same as `aboutPerson`. */
export function findPersons(run: RunDefinition, records: Records, person: PersonQuery): readonly string[] {
  const within = populationOf(run, records).directory(countryOf(run));
  if ('profileId' in person) {
    const personId = within.personOf(person.profileId);
    return within.persons.has(personId) ? [personId] : [];
  }
  const key = 'email' in person ? canonicalEmail(person.email) : readPhone(person.phone, undefined)?.number;
  const kind = 'email' in person ? 'email' : 'phone';
  return [...within.persons.keys()]
    .filter((personId) =>
      within
        .profilesOf(personId)
        .some((id) =>
          within.identifiersOf(id).some(({ canonical }) => canonical?.kind === kind && canonical.key === key),
        ),
    )
    .sort(compareUtf8);
}
