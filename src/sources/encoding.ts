import { TextDecoder } from 'node:util';
import { ClearlistError } from '../errors.js';

/** How the text of a file can be written. Nothing is guessed: what is not stated is UTF-8. */
export const encodings = ['utf-8', 'latin-1', 'windows-1252', 'utf-16le', 'utf-16be'] as const;
export type Encoding = (typeof encodings)[number];

/** What to do about text that is not UTF-8. */
export const ENCODING_HINT = `Export the file as UTF-8, or state the encoding of its format: ${encodings.slice(1).join(', ')}.`;

/** Turns the bytes of a file into UTF-8, piece by piece. */
interface Transcoder {
  readonly push: (chunk: Buffer) => string;
  /** Called once, after the last piece. */
  readonly end: () => string;
}

/** Why text cannot be read as what it is said to be. */
class Damage extends Error {
  /** @param before The text before it, for its line. */
  constructor(
    message: string,
    readonly before: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

/**
 * Bytes 0x80–0x9F of windows-1252; `\0` where the code page defines nothing.
 *
 * Source: Unicode, Mappings/VENDORS/MICSFT/WINDOWS/CP1252.TXT (2026-11-22).
 */
const WINDOWS_1252 = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ';

const UPPER_CONTROLS = /[\u0080-\u009f]/;
const hex = (byte: number): string => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/** @param table Characters of the bytes 0x80–0x9F; without it they are control characters, which no text holds. */
function singleByte(encoding: Encoding, table?: string): Transcoder {
  // Text in another encoding is hardly ever sound UTF-8 by chance, so what is sound UTF-8 beyond ASCII is UTF-8.
  let utf8: TextDecoder | undefined = new TextDecoder('utf-8', { fatal: true });
  let ascii = true;
  const watch = (chunk?: Buffer): void => {
    try {
      utf8?.decode(chunk, { stream: chunk !== undefined });
    } catch {
      utf8 = undefined;
    }
  };
  return {
    push(chunk) {
      const text = chunk.toString('latin1');
      if (ascii && !/[\u0080-\u00ff]/.test(text)) {
        watch(chunk);
        return text;
      }
      ascii = false;
      watch(chunk);
      return UPPER_CONTROLS.test(text) ? upperControls(text, encoding, table) : text;
    },
    end() {
      watch();
      if (utf8 === undefined || ascii) return '';
      throw new Damage(`the text is UTF-8 and not ${encoding}`, '', 'Leave the encoding out, or state utf-8.');
    },
  };
}

function upperControls(text: string, encoding: Encoding, table: string | undefined): string {
  return text.replace(/[\u0080-\u009f]/g, (mark, at: number) => {
    const byte = mark.charCodeAt(0);
    const character = table?.[byte - 0x80] ?? '\0';
    if (character !== '\0') return character;
    const other = WINDOWS_1252[byte - 0x80] === '\0' ? '' : '; perhaps the file is windows-1252';
    throw new Damage(
      `byte ${hex(byte)} stands for nothing in ${encoding}${other}`,
      text.slice(0, at),
      'State the encoding in which the file was exported.',
    );
  });
}

/** @param swapped Big-endian. */
function utf16(encoding: Encoding, swapped: boolean): Transcoder {
  let carry = Buffer.alloc(0);
  let begun = false;
  const wrong = (message: string, before = ''): Damage =>
    new Damage(message, before, 'Fetch or export the file again, and state its encoding.');
  const sound = (text: string): string => {
    const lone = /\p{Surrogate}/u.exec(text);
    if (lone !== null) throw wrong(`the text is no sound ${encoding}`, text.slice(0, lone.index));
    if (begun || text === '') return text;
    begun = true;
    if (text.startsWith('\ufffe')) throw wrong(`the byte order mark is not that of ${encoding}`);
    return text.startsWith('\ufeff') ? text.slice(1) : text;
  };
  return {
    push(chunk) {
      const bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
      const whole = bytes.length - (bytes.length % 2);
      const units = swapped ? Buffer.from(bytes.subarray(0, whole)).swap16() : bytes.subarray(0, whole);
      // Half of a pair waits for the other half.
      const last = whole >= 2 ? units.readUInt16LE(whole - 2) : 0;
      const held = last >= 0xd800 && last <= 0xdbff ? 2 : 0;
      carry = Buffer.from(bytes.subarray(whole - held));
      return sound(units.toString('utf16le', 0, whole - held));
    },
    end() {
      if (carry.length > 0) throw wrong(`the text is no sound ${encoding}: it is cut short`);
      return '';
    },
  };
}

const transcoders: Readonly<Record<Exclude<Encoding, 'utf-8'>, () => Transcoder>> = {
  'latin-1': () => singleByte('latin-1'),
  'windows-1252': () => singleByte('windows-1252', WINDOWS_1252),
  'utf-16le': () => utf16('utf-16le', false),
  'utf-16be': () => utf16('utf-16be', true),
};

const lineFeeds = (text: string): number => text.split('\n').length - 1;

/**
 * The bytes of a text in another encoding, as UTF-8 without a byte order mark.
 *
 * @param file How it is called in messages.
 * @throws {ClearlistError} `source-encoding` with the line of the first byte that the encoding does not define.
 */
export async function* transcoded(
  chunks: AsyncIterable<Buffer>,
  encoding: Exclude<Encoding, 'utf-8'>,
  file: string,
): AsyncGenerator<Buffer> {
  const transcoder = transcoders[encoding]();
  let line = 1;
  const step = (work: () => string): Buffer => {
    try {
      const text = work();
      line += lineFeeds(text);
      return Buffer.from(text, 'utf8');
    } catch (damage) {
      if (!(damage instanceof Damage)) throw damage;
      const at = `${file}:${line + lineFeeds(damage.before)}`;
      throw new ClearlistError('source-encoding', damage.message, { at, hint: damage.hint });
    }
  };
  for await (const chunk of chunks) yield step(() => transcoder.push(chunk));
  yield step(() => transcoder.end());
}
