/**
 * From bytes to text, a piece at a time: UTF-8, UTF-16 with a byte order mark, what the file declares, or else
 * windows-1252 with a warning; or the encoding that is named. A byte order mark is dropped and CRLF becomes LF.
 */
import { constants, isAscii, isUtf8 } from 'node:buffer';
import { FormatError } from '../format-error.ts';
import { reading, textRefusal } from '../refusals.ts';
import type { Bytes } from './bytes.ts';
import { isEncoding, type TextOptions } from './text-options.ts';

const fallback = 'windows-1252';
const pieceBytes = 1 << 20;

/** @throws InputError when the bytes are no text in that encoding, or in none that is known. */
export async function* decodeBytes(
  { name, read }: Bytes,
  { encoding, warn }: Pick<TextOptions, 'encoding' | 'warn'>,
): AsyncGenerator<string> {
  const bytes = await read();
  const label = encoding ?? reading(name, () => detect(name, bytes, warn), textRefusal);
  const decoder = new TextDecoder(label, { fatal: true });
  const decoded = (piece: Uint8Array, stream: boolean): string => {
    try {
      return decoder.decode(piece, { stream });
    } catch {
      throw textRefusal(
        name,
        `it is not ${label} text`,
        'Correct corpus.encoding, or leave it out to have it detected',
      );
    }
  };
  let held = '';
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    const goesOn = from + pieceBytes < bytes.length;
    const text = held + decoded(bytes.subarray(from, from + pieceBytes), goesOn);
    // A CR may be the first half of CRLF.
    held = goesOn && text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - held.length).replaceAll('\r\n', '\n');
  }
}

/** Bytes in which a declaration is looked for. */
const headBytes = 1024;

/** The label of its encoding; `warn` is told where nothing says it. @throws FormatError when the bytes are no text. */
function detect(name: string, bytes: Uint8Array, warn: (text: string) => void): string {
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be';
  const notText = (why: string): FormatError =>
    new FormatError(
      `it is not a text file: ${why}`,
      'Give plain text saved as UTF-8, or name its encoding with corpus.encoding',
    );
  const zero = bytes.indexOf(0);
  if (zero !== -1) throw notText(`byte ${zero} is 0, which text in UTF-8 never holds`);
  if (isUtf8(bytes)) return 'utf-8';
  const declared = declaredEncoding(bytes.subarray(0, headBytes));
  if (declared !== null) return declared;
  const wrong = firstInvalid(bytes);
  const which = `${byteAt(bytes, wrong)} is not valid UTF-8`;
  if (!isAscii(bytes.subarray(0, wrong))) throw notText(`${which}, and what comes before it is`);
  const foreign = bytes.findIndex(neverInWindows);
  if (foreign !== -1) throw notText(`${which}, and ${byteAt(bytes, foreign)} is not ${fallback}`);
  const read = `${name} is not UTF-8 (${which}): it is read as ${fallback}.`;
  warn(`${read} If letters come out wrong, name its encoding with corpus.encoding.`);
  return fallback;
}

/** Whether no text in windows-1252 holds a byte: it is undefined there, or a control character other than white space and ESC. */
const neverInWindows = (byte: number): boolean =>
  byte < 32 ? byte < 9 || (byte > 13 && byte !== 27) : [0x7f, 0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte);

/** What an XML declaration or an HTML meta element says; null when it says UTF-8, nothing, or a name that none has. */
function declaredEncoding(head: Uint8Array): string | null {
  const text = Buffer.from(head).toString('latin1');
  const found =
    /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)/.exec(text) ?? /<meta[^>]*charset\s*=\s*["']?([\w.:-]+)/i.exec(text);
  const label = found?.[1];
  return label === undefined || !isEncoding(label) || /^utf-?8$/i.test(label) ? null : label;
}

/** The longest text, in bytes: what fits into one JavaScript string. */
export const largestText = constants.MAX_STRING_LENGTH;

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean => start.every((byte, i) => bytes[i] === byte);

/** The text of a whole file. @throws FormatError when the bytes are none, or not text in UTF-8; it names the place. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes.length === 0) throw new FormatError('it is empty');
  const place = isUtf8(bytes) ? bytes.indexOf(0) : firstInvalid(bytes);
  if (place === -1) return new TextDecoder().decode(bytes).replaceAll('\r\n', '\n');
  throw new FormatError(
    `it is not a text file in UTF-8: there is ${byteAt(bytes, place)}`,
    'Give plain text, saved as UTF-8',
  );
}

const byteAt = (bytes: Uint8Array, place: number): string =>
  `byte ${place} (0x${bytes[place]?.toString(16).toUpperCase().padStart(2, '0')})`;

/** The first byte that is not UTF-8: where a decoded replacement character does not stand in the bytes themselves. */
function firstInvalid(bytes: Uint8Array): number {
  let place = 0;
  for (const text of new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\ufffd')) {
    place += Buffer.byteLength(text);
    if (!startsWith(bytes.subarray(place), 0xef, 0xbf, 0xbd)) break;
    place += 3;
  }
  return place;
}
