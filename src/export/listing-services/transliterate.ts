/** Letters that have no base letter under their mark in Unicode, or another one by the custom of Nordic names. */
const LETTERS: Readonly<Record<string, string>> = {
  å: 'a',
  ä: 'a',
  ö: 'o',
  ø: 'o',
  æ: 'ae',
  ð: 'd',
  þ: 'th',
  đ: 'd',
  ł: 'l',
  ß: 'ss',
  œ: 'oe',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
};

/** Lower-case text in the letters a–z, other characters as they are; `undefined` where a letter has none. */
export function transliterated(text: string): string | undefined {
  const plain = [...text.normalize('NFC')]
    .map((letter) => LETTERS[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, ''))
    .join('');
  return /[^\p{ASCII}]/u.test(plain) ? undefined : plain;
}
