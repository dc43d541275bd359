/** Where the sample's persons live, and what they are called there. */
export interface SampleCountry {
  readonly code: 'SE' | 'FI' | 'NO' | 'DK';
  readonly languages: readonly string[];
  /** Names reserved for examples, so that no letter can ever arrive. Source: RFC 2606 §2–3. */
  readonly domains: readonly string[];
  readonly currency: string;
  /** What one krona of the price list costs, in hundredths. */
  readonly rate: number;
  readonly places: readonly (readonly [city: string, postalCode: string])[];
  /** 25 given and 27 family names: without a common divisor, so that 675 numbers give 675 names. */
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const sweden: SampleCountry = {
  code: 'SE',
  languages: ['sv'],
  domains: ['example.com', 'hemma.example', 'blåbär.example'],
  currency: 'SEK',
  rate: 100,
  places: [
    ['Stockholm', '111 20'],
    ['Göteborg', '411 03'],
    ['Malmö', '211 22'],
    ['Umeå', '903 26'],
    ['Växjö', '352 30'],
  ],
  firstNames: words(`Anna Erik Åsa Lars Märta Karl Elsa Björn Ingrid Göran Maja Nils Kerstin Håkan Linnéa Per Sofia
    Östen Karin Johan Ylva Mikael Saga Anders Britta`),
  lastNames: words(`Andersson Lindqvist Öberg Åkesson Nilsson Sjöström Bergström Persson Hägg Lundin Ekström Björk
    Söderlund Wallin Dahl Norén Forsberg Ström Åberg Holm Nyström Sandberg Engström Blom Hedlund Krantz Löfgren`),
};

const finland: SampleCountry = {
  code: 'FI',
  languages: ['fi', 'fi', 'fi', 'sv'],
  domains: ['example.org', 'kotona.example'],
  currency: 'EUR',
  rate: 9,
  places: [
    ['Helsinki', '00100'],
    ['Tampere', '33100'],
    ['Turku', '20100'],
    ['Jyväskylä', '40100'],
    ['Hämeenlinna', '13100'],
  ],
  firstNames: words(`Aino Väinö Päivi Jukka Tuula Mikko Sirpa Antti Hanna Yrjö Kaisa Pekka Outi Janne Riitta Ville
    Säde Timo Leena Heikki Eeva Olli Tiina Jari Minna`),
  lastNames: words(`Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen
    Lehtinen Saarinen Salminen Niemi Kinnunen Räsänen Lindroos Salonen Turunen Laitinen Tuominen Rantanen Karjalainen
    Jokinen Mattila Savolainen`),
};

const norway: SampleCountry = {
  code: 'NO',
  languages: ['nb', 'nb', 'nn'],
  domains: ['example.net', 'hjemme.example'],
  currency: 'NOK',
  rate: 103,
  places: [
    ['Oslo', '0150'],
    ['Bergen', '5003'],
    ['Tromsø', '9008'],
    ['Bodø', '8006'],
    ['Ålesund', '6002'],
  ],
  firstNames: words(`Kari Ola Solveig Bjørn Ingeborg Håkon Liv Øyvind Astrid Sverre Marit Leif Gunn Tore Åse Knut
    Silje Jørgen Ragnhild Odd Tuva Eirik Hilde Vegard Sigrid`),
  lastNames: words(`Hansen Johansen Olsen Larsen Bakken Nygård Sæther Ødegård Haugen Moen Kristiansen Strand Lund
    Sørensen Bråten Eide Solberg Tangen Lie Myhre Aas Berge Fjeld Rønning Vik Hagen Løken`),
};

const denmark: SampleCountry = {
  code: 'DK',
  languages: ['da'],
  domains: ['post.example', 'hjem.example'],
  currency: 'DKK',
  rate: 66,
  places: [
    ['København', '1050'],
    ['Aarhus', '8000'],
    ['Odense', '5000'],
    ['Helsingør', '3000'],
    ['Næstved', '4700'],
  ],
  firstNames: words(`Mette Søren Kirsten Jens Bodil Kåre Inge Mads Lone Bent Sanne Preben Birthe Lasse Pia Rasmus Gitte
    Jørn Else Thorkild Anne Steen Mia Flemming Vibeke`),
  lastNames: words(`Jensen Nielsen Sørensen Møller Kjær Østergaard Rasmussen Knudsen Holst Brøgger Skov Lauridsen
    Thomsen Poulsen Lærke Madsen Kofoed Bech Friis Juhl Dam Aagaard Winther Nørgaard Bruun Krogh Schmidt`),
};

/** In twenties: eleven Swedes, three of each neighbour. */
export const countryOfTwenty: readonly SampleCountry[] = [
  ...Array<SampleCountry>(11).fill(sweden),
  ...Array<SampleCountry>(3).fill(finland),
  ...Array<SampleCountry>(3).fill(norway),
  ...Array<SampleCountry>(3).fill(denmark),
];

export const home = sweden;
