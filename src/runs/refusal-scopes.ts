import { ClearlistError } from '../errors.js';
import type { EvaluatedKind } from '../model/record-kinds.js';
import { type Policy, policyWords } from '../suppression/policy.js';

/** Languages in which customer service is answered. */
export const languages = ['en', 'sv', 'fi'] as const;
export type Language = (typeof languages)[number];

type InLanguages = Readonly<Record<Language, string>>;

/** Something that a person can refuse, as customer service hears it. */
export interface RefusalScope {
  /** What is recorded: the kind, and its scope. */
  readonly kind: EvaluatedKind & ('objection' | 'opt_out' | 'restriction');
  readonly fields: Readonly<Record<string, string>>;
  /** What ends by it, as a whole sentence. */
  readonly says: InLanguages;
  /** Further words for it, in any language; the name of the scope is one as well. */
  readonly words: readonly string[];
}

const objection = (purpose: string, says: InLanguages, words: readonly string[]): RefusalScope => ({
  kind: 'objection',
  fields: { purpose, channel: '*' },
  says,
  words,
});

const optOut = (channel: string, says: InLanguages, words: readonly string[]): RefusalScope => ({
  kind: 'opt_out',
  fields: { channel, topic: '*' },
  says,
  words,
});

/**
 * What can be refused. An objection stands until the person lifts it; an opt-out from a channel until the person
 * consents anew. Source: GDPR Art. 18, 21(1)–(3); ePrivacy Directive Art. 13(2).
 */
export const refusalScopes = {
  all_marketing: objection(
    'direct_marketing',
    {
      en: 'All marketing ends, on every channel, and with it profiling for it, distance selling and advertising by listing or tracking.',
      sv: 'All marknadsföring upphör, i alla kanaler, och därmed även profilering för den, distansförsäljning och annonsering genom listor eller spårning.',
      fi: 'Kaikki markkinointi päättyy kaikissa kanavissa, samoin sitä varten tehty profilointi, etämyynti ja listoihin tai seurantaan perustuva mainonta.',
    },
    [
      'all marketing',
      'all',
      'everything',
      'all marknadsföring',
      'all reklam',
      'allt',
      'kaikki markkinointi',
      'kaikki mainonta',
      'kaikki',
    ],
  ),
  email: optOut(
    'email',
    { en: 'Marketing by e-mail ends.', sv: 'Marknadsföring via e-post upphör.', fi: 'Sähköpostimarkkinointi päättyy.' },
    ['e-mail', 'e-mails', 'emails', 'e-post', 'epost', 'mejl', 'sähköposti', 'sähköpostit'],
  ),
  sms: optOut(
    'sms',
    {
      en: 'Marketing by text message ends.',
      sv: 'Marknadsföring via SMS upphör.',
      fi: 'Tekstiviestimarkkinointi päättyy.',
    },
    ['text messages', 'text message', 'texts', 'textmeddelanden', 'tekstiviesti', 'tekstiviestit'],
  ),
  phone: optOut(
    'phone',
    {
      en: 'Marketing by phone call ends.',
      sv: 'Marknadsföring per telefon upphör.',
      fi: 'Puhelinmarkkinointi päättyy.',
    },
    ['phone calls', 'phone call', 'calls', 'telefon', 'telefonsamtal', 'samtal', 'puhelin', 'puhelut'],
  ),
  post: optOut(
    'post',
    { en: 'Marketing by post ends.', sv: 'Marknadsföring per post upphör.', fi: 'Postimarkkinointi päättyy.' },
    ['letters', 'letter', 'mail', 'brev', 'reklambrev', 'posti', 'kirjeet'],
  ),
  push: optOut(
    'push',
    {
      en: 'Marketing by push notification ends.',
      sv: 'Marknadsföring via pushnotiser upphör.',
      fi: 'Push-ilmoituksin tehtävä markkinointi päättyy.',
    },
    ['push notifications', 'notifications', 'pushnotiser', 'notiser', 'push-ilmoitukset'],
  ),
  profiling: objection(
    'profiling',
    {
      en: 'Targeted messages end; general ones may go on.',
      sv: 'Riktade utskick upphör; allmänna kan fortsätta.',
      fi: 'Kohdennetut viestit päättyvät; yleiset voivat jatkua.',
    },
    ['targeting', 'profilering', 'profilointi', 'kohdentaminen'],
  ),
  listing_advertising: objection(
    'listing_advertising',
    {
      en: 'Transfer to listing services ends, and what was transferred is taken back.',
      sv: 'Överföringen till listtjänster upphör, och det som överförts tas tillbaka.',
      fi: 'Tietojen siirto listauspalveluihin päättyy, ja siirretyt tiedot perutaan.',
    },
    [
      'transfer to listings',
      'listings',
      'listing',
      'social media',
      'custom audiences',
      'överföring till listor',
      'listtjänster',
      'sociala medier',
      'listauspalvelut',
      'sosiaalinen media',
    ],
  ),
  tracking_advertising: objection(
    'tracking_advertising',
    {
      en: 'Advertising by tracking ends.',
      sv: 'Annonsering genom spårning upphör.',
      fi: 'Seurantaan perustuva mainonta päättyy.',
    },
    ['tracking', 'retargeting', 'spårning', 'seuranta'],
  ),
  distance_selling: objection(
    'distance_selling',
    { en: 'Distance selling ends.', sv: 'Distansförsäljning upphör.', fi: 'Etämyynti päättyy.' },
    ['distance selling', 'telemarketing', 'distansförsäljning', 'etämyynti'],
  ),
  market_research: objection(
    'market_research',
    { en: 'Market research ends.', sv: 'Marknadsundersökningar upphör.', fi: 'Markkinatutkimukset päättyvät.' },
    ['market research', 'marknadsundersökningar', 'markkinatutkimus', 'markkinatutkimukset'],
  ),
  opinion_research: objection(
    'opinion_research',
    { en: 'Opinion research ends.', sv: 'Opinionsundersökningar upphör.', fi: 'Mielipidetutkimukset päättyvät.' },
    ['opinion research', 'opinionsundersökningar', 'mielipidetutkimus', 'mielipidetutkimukset'],
  ),
  restriction: {
    kind: 'restriction',
    fields: {},
    says: {
      en: 'The data is kept and not used until the restriction is lifted.',
      sv: 'Uppgifterna sparas men används inte förrän begränsningen hävs.',
      fi: 'Tiedot säilytetään, mutta niitä ei käytetä ennen kuin rajoitus puretaan.',
    },
    words: [
      'restriction of processing',
      'begränsning',
      'begränsning av behandling',
      'käsittelyn rajoittaminen',
      'rajoitus',
    ],
  },
} as const satisfies Record<string, RefusalScope>;

/** A kind of message, by its name in the project: an opt-out that outlives a later general consent. */
const topicScope = (topic: string): RefusalScope => ({
  kind: 'opt_out',
  fields: { channel: '*', topic },
  says: {
    en: `Messages of the kind ${topic} end, on every channel.`,
    sv: `Utskick av slaget ${topic} upphör, i alla kanaler.`,
    fi: `Viestit lajia ${topic} päättyvät kaikissa kanavissa.`,
  },
  words: [],
});

const plain = (word: string): string =>
  word
    .normalize('NFC')
    .toLowerCase()
    .trim()
    .replace(/[\s_]+/g, ' ');

const byWord: ReadonlyMap<string, RefusalScope> = new Map(
  Object.entries<RefusalScope>(refusalScopes).flatMap(([name, scope]) =>
    [name, ...scope.words].map((word) => [plain(word), scope] as const),
  ),
);

/**
 * What somebody means who says this word.
 *
 * @throws {ClearlistError} `unknown-name`: what is not understood is never guessed, and the caller has the person there.
 */
export function scopeOf(word: string, policy: Policy): RefusalScope {
  const known = byWord.get(plain(word));
  if (known !== undefined) return known;
  const { topics } = policyWords(policy);
  const topic = topics.find((name) => plain(name) === plain(word));
  if (topic !== undefined) return topicScope(topic);
  throw new ClearlistError('unknown-name', 'nothing that can be refused has this name; nothing was recorded', {
    at: '--scope',
    hint: `Use ${Object.keys(refusalScopes).join(', ')}, or a kind of message: ${topics.join(', ')}. In doubt, all_marketing.`,
  });
}
