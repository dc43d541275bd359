import type { RecordedRefusal } from './record-refusal.js';
import type { Language } from './refusal-scopes.js';

type Phrases = Readonly<Record<Language, string>>;

const recorded: Phrases = {
  en: 'Recorded. This is what the person refused:',
  sv: 'Registrerat. Detta har personen motsatt sig:',
  fi: 'Kirjattu. Henkilö on kieltänyt tämän:',
};
const lifted: Phrases = {
  en: 'Recorded. The person takes this refusal back:',
  sv: 'Registrerat. Personen tar tillbaka detta:',
  fi: 'Kirjattu. Henkilö peruu tämän kiellon:',
};
const again: Phrases = {
  en: 'It had been recorded before; nothing was added.',
  sv: 'Det var redan registrerat; inget lades till.',
  fi: 'Se oli jo kirjattu; mitään ei lisätty.',
};
const to: Phrases = { en: 'It holds for', sv: 'Det gäller för', fi: 'Se koskee' };
const whom: Readonly<Record<RecordedRefusal['given'], Phrases>> = {
  profile: {
    en: 'It reaches this person on every address, and others only on an address they share.',
    sv: 'Det når personen på alla adresser, och andra bara på en adress de delar.',
    fi: 'Se koskee henkilöä kaikissa osoitteissa ja muita vain yhteisessä osoitteessa.',
  },
  identifier: {
    en: 'It reaches everybody who holds or has held this address, on all their addresses.',
    sv: 'Det når alla som har eller har haft adressen, på alla deras adresser.',
    fi: 'Se koskee kaikkia, joilla on tai on ollut tämä osoite, kaikissa heidän osoitteissaan.',
  },
};
const profiles = (count: number): Phrases => ({
  en: `Persons in the data it was found for: ${count}.`,
  sv: `Personer i uppgifterna som det gäller: ${count}.`,
  fi: `Henkilöitä tiedoissa, joita se koskee: ${count}.`,
});
const reference: Phrases = { en: 'Reference', sv: 'Referens', fi: 'Viite' };

/**
 * What was recorded and how far it reaches, as customer service can say it to the person.
 *
 * @param persons How many the data knows; left out where nobody looked.
 */
export function refusalText(refusal: RecordedRefusal, language: Language, persons?: number): string {
  const { records, controllers, given, lift, added } = refusal;
  const head = lift ? lifted : recorded;
  return [
    head[language],
    ...records.map(({ says }) => `  ${says[language]}`),
    `${to[language]} ${controllers.join(', ')}.`,
    whom[given][language],
    ...(persons === undefined ? [] : [profiles(persons)[language]]),
    ...(added === 0 ? [again[language]] : []),
    `${reference[language]}: ${records.map(({ id }) => id).join(', ')}`,
  ].join('\n');
}
