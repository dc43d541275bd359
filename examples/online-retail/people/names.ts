/** Common names by country. */
export const countries = ['SE', 'FI', 'NO', 'DK'] as const;
export type Home = (typeof countries)[number];

export const firstNames: Readonly<Record<Home, readonly string[]>> = {
  SE: ['Anna', 'Åsa', 'Björn', 'Elin', 'Göran', 'Ingrid', 'Jörgen', 'Karl', 'Lena', 'Märta', 'Nils', 'Örjan'],
  FI: ['Aino', 'Päivi', 'Eero', 'Hannu', 'Jääna', 'Kalle', 'Leena', 'Mika', 'Outi', 'Pekka', 'Tuula', 'Väinö'],
  NO: ['Astrid', 'Bjørn', 'Øyvind', 'Eirik', 'Håkon', 'Ingeborg', 'Kåre', 'Liv', 'Marit', 'Odd', 'Sølvi', 'Tor'],
  DK: ['Bodil', 'Søren', 'Jørgen', 'Åge', 'Karen', 'Lærke', 'Mads', 'Mette', 'Niels', 'Poul', 'Rasmus', 'Tove'],
};

export const lastNames: Readonly<Record<Home, readonly string[]>> = {
  SE: ['Andersson', 'Bergström', 'Dahl', 'Ek', 'Forsén', 'Hägg', 'Lindqvist', 'Nyström', 'Sjöberg', 'Åkesson'],
  FI: ['Heikkinen', 'Hämäläinen', 'Korhonen', 'Laine', 'Mäkelä', 'Niemi', 'Räsänen', 'Salo', 'Virtanen', 'Äijälä'],
  NO: ['Berg', 'Bø', 'Dahl', 'Eide', 'Haugen', 'Lie', 'Moen', 'Næss', 'Solbakken', 'Ødegård'],
  DK: ['Bæk', 'Friis', 'Holm', 'Jensen', 'Kjær', 'Møller', 'Nørgaard', 'Skov', 'Thomsen', 'Østergaard'],
};

/** First names that lists, spreadsheets and CSV files must get through unharmed. */
export const awkwardNames: readonly string[] = [
  'Karl "Kalle"',
  'Anna, Berit',
  '=1+1',
  '@nders',
  '-Pia-',
  '  Lena\u00a0',
  'A\u030Asa',
  '+Maja',
];

export const languages: Readonly<Record<Home, string>> = { SE: 'sv', FI: 'fi', NO: 'nb', DK: 'da' };

/** A name as it may stand in an e-mail address. */
export const asciiName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
