/**
 * Why somebody must not be contacted: the ranked reason table.
 *
 * The rank follows the precedence person state > objection > opt-out > signal > identifier > consent and basis >
 * destination > register > deliverability > contact policy. The highest-ranked reason that applies is the primary
 * one; the others are kept. Codes are public contract.
 *
 * Group: `final` only the person (or the law) can change it; `fixable` better data can; `timing` waiting can.
 */
export type ReasonGroup = 'final' | 'fixable' | 'timing';

/** What a reason is called, and whether it lasts. */
export interface Reason {
  readonly group: ReasonGroup;
  readonly en: string;
  readonly sv: string;
  readonly fi: string;
}

const reason = (group: ReasonGroup, en: string, sv: string, fi: string): Reason => ({ group, en, sv, fi });

/** Every reason about one person, best-ranked first. */
export const reasons = {
  AS_OF_INVALID: reason('fixable', 'as-of time invalid', 'ogiltig tidpunkt', 'virheellinen ajankohta'),
  UNKNOWN_CONTROLLER: reason(
    'fixable',
    'controller unknown',
    'okänd personuppgiftsansvarig',
    'tuntematon rekisterinpitäjä',
  ),
  UNKNOWN_PURPOSE: reason('fixable', 'purpose unknown', 'okänt ändamål', 'tuntematon käyttötarkoitus'),
  UNKNOWN_CHANNEL: reason('fixable', 'channel unknown', 'okänd kanal', 'tuntematon kanava'),
  UNKNOWN_COUNTRY: reason('fixable', 'country unknown', 'okänt land', 'tuntematon maa'),
  RECORD_UNPARSEABLE: reason(
    'fixable',
    'a record cannot be read',
    'en uppgift kan inte läsas',
    'tietuetta ei voi lukea',
  ),
  DATA_NOT_READABLE: reason(
    'final',
    'data withdrawn from use',
    'uppgifter undantagna från användning',
    'tietojen käyttö peruttu',
  ),
  DECEASED: reason('final', 'deceased', 'avliden', 'kuollut'),
  PROTECTED_IDENTITY: reason('final', 'protected identity', 'skyddade personuppgifter', 'turvakielto'),
  ERASED_SUPPRESSED: reason('final', 'erased on request', 'raderad på begäran', 'poistettu pyynnöstä'),
  PROCESSING_RESTRICTED: reason('final', 'processing restricted', 'behandlingen begränsad', 'käsittelyä rajoitettu'),
  MINOR: reason('final', 'under the minimum age', 'under åldersgränsen', 'alaikäinen'),
  AGE_UNKNOWN: reason('fixable', 'age unknown', 'okänd ålder', 'ikä ei tiedossa'),
  OBJECTION_DIRECT_MARKETING: reason(
    'final',
    'objected to direct marketing',
    'invänt mot direktmarknadsföring',
    'vastustanut suoramarkkinointia',
  ),
  OBJECTION_PROFILING: reason('final', 'objected to profiling', 'invänt mot profilering', 'vastustanut profilointia'),
  OBJECTION_PURPOSE: reason(
    'final',
    'objected to this purpose',
    'invänt mot ändamålet',
    'vastustanut tätä käyttötarkoitusta',
  ),
  OBJECTION_LISTING_TRANSFER: reason(
    'final',
    'objected to listing transfer',
    'invänt mot överföring till listtjänst',
    'vastustanut luovutusta listauspalveluun',
  ),
  CHANNEL_OPT_OUT: reason('final', 'opted out of the channel', 'avböjt kanalen', 'kieltänyt kanavan'),
  TOPIC_OPT_OUT: reason(
    'final',
    'opted out of this kind of message',
    'avböjt denna typ av utskick',
    'kieltänyt tämän viestityypin',
  ),
  COMPLAINT: reason('final', 'reported as spam', 'anmält som skräppost', 'ilmoittanut roskapostiksi'),
  DEVICE_PUSH_DISABLED: reason('final', 'push switched off', 'push avstängt', 'push-viestit pois päältä'),
  PLATFORM_OPT_OUT: reason('final', 'opted out at the platform', 'avböjt hos plattformen', 'kieltänyt alustalla'),
  GPC_SIGNAL: reason(
    'final',
    'global privacy control signal',
    'signal om global sekretesskontroll',
    'yleinen yksityisyyssignaali',
  ),
  NO_IDENTIFIER_FOR_CHANNEL: reason(
    'fixable',
    'no address for the channel',
    'adress saknas för kanalen',
    'ei osoitetta kanavalle',
  ),
  IDENTIFIER_INVALID: reason('fixable', 'address invalid', 'ogiltig adress', 'virheellinen osoite'),
  CONSENT_REFUSED: reason('final', 'consent refused', 'samtycke nekat', 'suostumus evätty'),
  CONSENT_WITHDRAWN: reason('final', 'consent withdrawn', 'samtycke återkallat', 'suostumus peruttu'),
  CONSENT_EXPIRED: reason('fixable', 'consent expired', 'samtycke utgånget', 'suostumus vanhentunut'),
  CONSENT_UNPROVEN: reason('fixable', 'consent without proof', 'samtycke utan bevis', 'suostumusta ei voi osoittaa'),
  CONSENT_SCOPE_MISMATCH: reason(
    'fixable',
    'consent is for something else',
    'samtycke gäller annat',
    'suostumus koskee muuta',
  ),
  SOFT_OPT_IN_NOT_MET: reason(
    'fixable',
    'customer exemption not met',
    'kundundantaget ej uppfyllt',
    'asiakaspoikkeus ei täyty',
  ),
  CONSENT_MISSING: reason('fixable', 'no consent', 'samtycke saknas', 'suostumus puuttuu'),
  TRANSFER_REGION_NOT_ALLOWED: reason(
    'fixable',
    'transfer region not allowed',
    'överföring till otillåten region',
    'siirto kielletylle alueelle',
  ),
  REGISTER_HIT: reason('final', 'listed in a refusal register', 'finns i spärregister', 'kieltorekisterissä'),
  REGISTER_MISSING: reason(
    'fixable',
    'refusal register not checked',
    'spärregister ej kontrollerat',
    'kieltorekisteriä ei tarkistettu',
  ),
  REGISTER_STALE: reason(
    'timing',
    'refusal register too old',
    'spärregister för gammalt',
    'kieltorekisteri vanhentunut',
  ),
  HARD_BOUNCE: reason('fixable', 'address does not exist', 'adressen finns inte', 'osoitetta ei ole'),
  SOFT_BOUNCE_LIMIT: reason(
    'timing',
    'delivery failed too often',
    'leverans misslyckad för ofta',
    'toimitus epäonnistunut liian usein',
  ),
  QUIET_HOURS: reason('timing', 'outside calling hours', 'utanför tillåten tid', 'sallitun ajan ulkopuolella'),
  FREQUENCY_CAP: reason('timing', 'contacted too often', 'kontaktad för ofta', 'yhteydenottoja liikaa'),
  SUNSET_INACTIVE: reason('timing', 'inactive for too long', 'inaktiv för länge', 'liian pitkään passiivinen'),
  CONTROL_GROUP: reason(
    'timing',
    'in the global control group',
    'i global kontrollgrupp',
    'yleisessä verrokkiryhmässä',
  ),
} as const satisfies Record<string, Reason>;
/** Why a person must not be contacted, as a code. */
export type ReasonCode = keyof typeof reasons;

/** Best-ranked first. */
export const reasonRank = Object.keys(reasons) as readonly ReasonCode[];

/** Why a whole list is refused. These are never bits of a person's decision. */
export const listRefusals = {
  SUPPRESSION_SOURCE_UNAVAILABLE: reason(
    'fixable',
    'a refusal source cannot be read',
    'en spärrkälla kan inte läsas',
    'kieltolähdettä ei voi lukea',
  ),
  DISCLOSURE_NOT_PERMITTED: reason(
    'final',
    'disclosure not permitted',
    'utlämnande ej tillåtet',
    'luovutus ei sallittu',
  ),
  ATTRIBUTE_NOT_ALLOWED: reason('final', 'attribute not allowed', 'egenskap ej tillåten', 'ominaisuus ei sallittu'),
  DATA_CATEGORY_NOT_ALLOWED: reason(
    'final',
    'data category not allowed',
    'uppgiftskategori ej tillåten',
    'tietoryhmä ei sallittu',
  ),
  SPECIAL_CATEGORY_DATA: reason(
    'final',
    'special category of data',
    'känsliga personuppgifter',
    'erityinen henkilötietoryhmä',
  ),
  AUDIENCE_TOO_SMALL: reason('fixable', 'audience too small', 'målgruppen för liten', 'kohderyhmä liian pieni'),
} as const satisfies Record<string, Reason>;
/** Why a campaign is refused whole, as a code. */
export type ListRefusalCode = keyof typeof listRefusals;

/**
 * Why a campaign is refused whole, whatever is decided about each person: nothing of it is written then, and the
 * other campaigns of the run go out. A refused campaign has still chosen in the allocation of its run.
 */
export interface ListRefusal {
  readonly code: ListRefusalCode;
  /** What exactly, in words; no personal data. */
  readonly detail: string;
}

/** On what ground a person may be contacted; a legacy consent has no document as its proof, and is counted apart. */
export const bases = ['consent', 'legacy_consent', 'soft_opt_in', 'legitimate_interest', 'service_message'] as const;
/** A ground on which a person may be contacted. */
export type Basis = (typeof bases)[number];

/** The code of an allowed contact on a ground. */
export const allowCode = {
  consent: 'ALLOW_CONSENT',
  legacy_consent: 'ALLOW_CONSENT',
  soft_opt_in: 'ALLOW_SOFT_OPT_IN',
  legitimate_interest: 'ALLOW_LEGITIMATE_INTEREST',
  service_message: 'ALLOW_SERVICE_MESSAGE',
} as const satisfies Record<Basis, string>;
/** The code of an allowed contact, by its ground. */
export type AllowCode = (typeof allowCode)[Basis];

/** What became of a cleared person when lists were made; see `campaign/allocation`. */
export const allocationOutcomes = ['listed', 'capped', 'duplicate', 'over_limit', 'held_out'] as const;
export type AllocationOutcome = (typeof allocationOutcomes)[number];
