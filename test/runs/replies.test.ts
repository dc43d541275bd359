import { expect, test } from 'vitest';
import { meaningOf } from '../../src/runs/replies.js';

test.each([
  'STOP',
  ' stop. ',
  '“Stop!”',
  'Stopp',
  'STOPPA',
  'avsluta',
  'Avregistrera',
  'AVMELD',
  'meld av',
  'Afmeld',
  'frameld',
  'Lopeta',
  'seis',
  'PERUUTA',
  'unsubscribe',
  'STOP ALL',
  'stop sms',
  'Stopp tack',
  'Stop, please',
  'lopeta kaikki viestit',
  'ＳＴＯＰ',
  'st\u200bop',
  'STOP\nSTOP',
])('%j is a refusal', (message) => {
  expect(meaningOf(message)).toBe('stop');
});

test.each([
  'Autosvar: jag är på semester till 1/8',
  'Automatic reply: out of office',
  'Out of office until Monday.',
  'Automaattinen vastaus: olen lomalla',
  'Poissaoloviesti',
  'Automatisk svar: fraværende',
  'Jag är frånvarande',
])('%j is a machine’s', (message) => {
  expect(meaningOf(message)).toBe('away');
});

test.each([
  '',
  'Tack!',
  'Ei',
  'nej',
  'No more of this please',
  'Stop sending me this, I have asked twice',
  'Please do not stop',
  'Don’t stop',
  'Non-stop',
  'Sluta ring min mamma',
  'Out of office. STOP',
  'Jag vill avsluta mitt kort',
  'Autosvar: skriv STOPP för att avsluta',
  'START',
  '👎',
])('%j is for a person to read', (message) => {
  expect(meaningOf(message)).toBe('unclear');
});
