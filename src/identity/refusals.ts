/**
 * Why a value was not taken as an identifier: a closed set of codes, in the order in which they are looked for.
 *
 * Codes are public contract: they are never renamed. Labels are for people, in English, Swedish and Finnish.
 */
export const identityRefusals = {
  EMPTY: { en: 'nothing is written', sv: 'inget är skrivet', fi: 'arvo puuttuu' },
  NOT_TEXT: {
    en: 'neither text nor a whole number',
    sv: 'varken text eller heltal',
    fi: 'ei tekstiä eikä kokonaisluku',
  },
  TOO_LONG: { en: 'longer than such a value can be', sv: 'längre än ett sådant värde kan vara', fi: 'liian pitkä' },
  PLACEHOLDER: { en: 'stands for a missing value', sv: 'står för ett värde som saknas', fi: 'puuttuvan arvon merkki' },
  SPREADSHEET_DAMAGE: {
    en: 'damaged by a spreadsheet',
    sv: 'förstört av ett kalkylprogram',
    fi: 'taulukkolaskennan vioittama',
  },
  NATIONAL_ID: { en: 'a national identity number', sv: 'ett personnummer', fi: 'henkilötunnus' },
  SEVERAL_VALUES: { en: 'more than one value', sv: 'mer än ett värde', fi: 'useita arvoja' },
  NOT_AN_EMAIL: { en: 'no e-mail address', sv: 'ingen e-postadress', fi: 'ei sähköpostiosoite' },
  NOT_A_PHONE: { en: 'no phone number', sv: 'inget telefonnummer', fi: 'ei puhelinnumero' },
  PHONE_AMBIGUOUS: {
    en: 'eight digits: Danish or Norwegian',
    sv: 'åtta siffror: danskt eller norskt',
    fi: 'kahdeksan numeroa: tanskalainen vai norjalainen',
  },
  PHONE_COUNTRY_MISSING: {
    en: 'a phone number without a country',
    sv: 'telefonnummer utan land',
    fi: 'puhelinnumero ilman maata',
  },
  PHONE_NOT_VALID: {
    en: 'no such number in the numbering plan',
    sv: 'finns inte i nummerplanen',
    fi: 'ei numerointisuunnitelmassa',
  },
  NOT_A_NAME: { en: 'no name of a person', sv: 'inget personnamn', fi: 'ei henkilön nimi' },
  NOT_A_POSTAL_CODE: {
    en: 'no postal code of this country',
    sv: 'inget postnummer i landet',
    fi: 'ei maan postinumero',
  },
  NOT_AN_ADDRESS: {
    en: 'no street address, box or place',
    sv: 'ingen gatuadress, box eller ort',
    fi: 'ei katuosoite, postilokero tai paikka',
  },
  COUNTRY_UNKNOWN: { en: 'no country by this name', sv: 'inget land med det namnet', fi: 'tuntematon maa' },
  GENDER_UNKNOWN: {
    en: 'not one of the known words',
    sv: 'inget av de kända orden',
    fi: 'ei mikään tunnetuista sanoista',
  },
  DATE_AMBIGUOUS: {
    en: 'day and month cannot be told apart',
    sv: 'dag och månad kan förväxlas',
    fi: 'päivä ja kuukausi voivat vaihtua',
  },
  NOT_A_DATE: {
    en: 'no day written as YYYY-MM-DD',
    sv: 'inget datum skrivet ÅÅÅÅ-MM-DD',
    fi: 'ei päivämäärä muodossa VVVV-KK-PP',
  },
  NOT_A_DEVICE_ID: { en: 'no device identifier', sv: 'ingen enhetsidentifierare', fi: 'ei laitetunniste' },
  NOT_A_COOKIE_ID: { en: 'no cookie identifier', sv: 'ingen kakidentifierare', fi: 'ei evästetunniste' },
  NOT_AN_EXTERNAL_ID: {
    en: 'no identifier of another system',
    sv: 'inget id från ett annat system',
    fi: 'ei toisen järjestelmän tunniste',
  },
} as const;

/** Why something written as an identifier is none. */
export type IdentityRefusal = keyof typeof identityRefusals;
