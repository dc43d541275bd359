import { visibleText } from '../identity/visible-text.js';

/**
 * What somebody who answers a message means by it.
 *
 * Only what is certain is decided here: a message that is one of the words for stopping, alone or with a word that
 * changes nothing; and one that a machine sent because its owner is away. Everything else is for a person to read.
 */
export type Meaning = 'stop' | 'away' | 'unclear';

/**
 * Words that stop, as whole messages.
 *
 * Source: English as carriers and providers take them (AWS End User Messaging “required opt-out keywords”, Twilio
 * “Advanced Opt-Out”, both read 2026-11-22); STOP and STOPP on Norwegian numbers (EnableX, international SMS
 * regulations, Norway, read 2026-11-22); the Nordic others are the imperatives of the same verbs.
 */
const STOP_WORDS: Readonly<Record<string, readonly string[]>> = {
  en: ['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'optout', 'opt-out', 'remove', 'revoke'],
  sv: ['stopp', 'stoppa', 'avsluta', 'avregistrera', 'avanmäl', 'avanmälan', 'avprenumerera', 'sluta'],
  fi: ['stop', 'seis', 'lopeta', 'poista', 'poistu', 'peruuta', 'peru', 'eroa', 'kiellä'],
  da: ['stop', 'stopp', 'afmeld', 'frameld', 'afslut', 'slet'],
  no: ['stopp', 'avslutt', 'avmeld', 'meld av', 'slett'],
};

/** Words beside them that change nothing: everything, please, the messages. */
const BESIDE: ReadonlySet<string> = new Set([
  ...[
    'all',
    'alla',
    'alle',
    'allt',
    'alt',
    'kaikki',
    'please',
    'pls',
    'tack',
    'takk',
    'tak',
    'kiitos',
    'nu',
    'nå',
    'now',
  ],
  ...[
    'sms',
    'sms:t',
    'mail',
    'email',
    'reklam',
    'reklame',
    'mainos',
    'mainokset',
    'viestit',
    'meddelanden',
    'beskeder',
  ],
]);

/**
 * Beginnings of what machines answer while their owner is away.
 *
 * Source: the words by which Outlook and Gmail begin such answers in these languages (own reading, 2026-11-22).
 */
const AWAY: readonly string[] = [
  ...['automatic reply', 'auto-reply', 'autoreply', 'out of office', 'i am out of office', 'i am out of the office'],
  ...['autosvar', 'automatiskt svar', 'frånvarande', 'jag är frånvarande', 'jag är på semester'],
  ...['automaattinen vastaus', 'poissaoloviesti', 'olen poissa', 'olen lomalla', 'poissa toimistolta'],
  ...['automatisk svar', 'fraværende', 'jeg er fraværende', 'jeg er på ferie', 'ikke til stede'],
];

const stopWords: ReadonlySet<string> = new Set(Object.values(STOP_WORDS).flat());

/** Whether a text has a word for stopping in it anywhere; then it is never taken for a machine's. */
const namesStop = (text: string): boolean => text.split(/[^\p{L}-]+/u).some((word) => stopWords.has(word));

/** What a reply to a message means: a refusal, a machine, or something that a person has to read. */
export function meaningOf(message: string): Meaning {
  const text = (visibleText(message) ?? '').normalize('NFC').toLowerCase().replace(/\s+/g, ' ');
  const plain = text.replace(/^[\s"'”“»«.!?*]+|[\s"'”“»«.!?*]+$/g, '');
  if (isStop(plain)) return 'stop';
  return AWAY.some((start) => plain.startsWith(start)) && !namesStop(plain) ? 'away' : 'unclear';
}

function isStop(text: string): boolean {
  if (stopWords.has(text)) return true;
  const words = text.split(/[ ,.!]+/).filter((word) => word !== '');
  const others = words.filter((word) => !stopWords.has(word));
  return words.length <= 4 && others.length < words.length && others.every((word) => BESIDE.has(word));
}
