/**
 * From bytes to text, a piece at a time: UTF-8, UTF-16 with a byte order mark, what the file declares, or else
 * windows-1252 with a warning; or the encoding that is named. A byte order mark is dropped and CRLF becomes LF.
 */
import { constants, isAscii, isUtf8 } from 'node:buffer';
import { InputError } from '../../../core/errors.ts';
import { FormatError } from '../format-error.ts';
import type { Bytes } from './bytes.ts';
import { isEncoding, type TextOptions } from './text-options.ts';

const fallback = 'windows-1252';

/** @throws InputError when the bytes are no text in that encoding, or in none that is known. */
export async function* decodeBytes(
  bytes: Bytes,
  { encoding, warn }: Pick<TextOptions, 'encoding' | 'warn'>,
): AsyncGenerator<string> {
  const label = encoding ?? (await detect(bytes, warn));
  const decoder = new TextDecoder(label, { fatal: true });
  let held = '';
  const decoded = (chunk?: Uint8Array): string => {
    try {
      return held + decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new InputError('wrong-encoding', { what: `${bytes.name} is not ${label} text` });
    }
  };
  for await (const chunk of bytes.open()) {
    const text = decoded(chunk);
    // A CR may be the first half of CRLF.
    held = text.endsWith('\r') ? '\r' : '';
    const whole = text.slice(0, text.length - held.length).replaceAll('\r\n', '\n');
    if (whole !== '') yield whole;
  }
  const last = decoded();
  if (last !== '') yield last;
}

/** Bytes in which a mark or a declaration is looked for. */
const headBytes = 1024;

/** The label of its encoding; `warn` is told where nothing says it. @throws InputError when the bytes are no text. */
async function detect(bytes: Bytes, warn: (text: string) => void): Promise<string> {
  const head = await headOf(bytes);
  if (startsWith(head, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(head, 0xfe, 0xff)) return 'utf-16be';
  const notText = (why: string): InputError =>
    new InputError('not-text', {
      what: `${bytes.name} is not a text file`,
      why,
      fix: 'Give plain text saved as UTF-8, or name its encoding with corpus.encoding',
    });
  /** Of what is looked at in the file. */
  let place = 0;
  let letters = false;
  /** The first byte that is not UTF-8, and the first from there on that windows-1252 does not have. */
  let [wrong, foreign] = ['', ''];
  const look = (piece: Buffer): void => {
    const zero = piece.indexOf(0);
    if (zero !== -1) throw notText(`byte ${place + zero} is 0, which text in UTF-8 never holds`);
    if (wrong === '') {
      const at = isUtf8(piece) ? piece.length : firstInvalid(piece);
      letters ||= !isAscii(piece.subarray(0, at));
      if (at < piece.length) wrong = byteAt(piece, at, place);
    }
    const never = wrong === '' || foreign !== '' ? -1 : piece.findIndex(neverInWindows);
    if (never !== -1) foreign = byteAt(piece, never, place);
    place += piece.length;
  };
  let rest = Buffer.alloc(0);
  for await (const chunk of bytes.open()) {
    const joined = Buffer.concat([rest, chunk]);
    const end = lastLetter(joined);
    look(joined.subarray(0, end));
    rest = joined.subarray(end);
  }
  look(rest);
  if (wrong === '') return 'utf-8';
  const declared = declaredEncoding(head);
  if (declared !== null) return declared;
  const which = `${wrong} is not valid UTF-8`;
  if (letters) throw notText(`${which}, and what comes before it is`);
  if (foreign !== '') throw notText(`${which}, and ${foreign} is not ${fallback}`);
  const read = `${bytes.name} is not UTF-8 (${which}): it is read as ${fallback}.`;
  warn(`${read} If letters come out wrong, name its encoding with corpus.encoding.`);
  return fallback;
}

async function headOf({ open }: Bytes): Promise<Buffer> {
  let head = Buffer.alloc(0);
  for await (const chunk of open()) {
    head = Buffer.concat([head, chunk.subarray(0, headBytes)]);
    if (head.length >= headBytes) break;
  }
  return head.subarray(0, headBytes);
}

/** Whether no text in windows-1252 holds a byte: it is undefined there, or a control character other than white space and ESC. */
const neverInWindows = (byte: number): boolean =>
  byte < 32 ? byte < 9 || (byte > 13 && byte !== 27) : [0x7f, 0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte);

/** Where the last character of UTF-8 begins, which may go on in the next piece; the end where it does not. */
function lastLetter(bytes: Buffer): number {
  let at = bytes.length - 1;
  while (at > bytes.length - 4 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return (bytes[at] ?? 0) >= 0xc0 ? at : bytes.length;
}

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

/** @param before the bytes before these. */
const byteAt = (bytes: Uint8Array, place: number, before = 0): string =>
  `byte ${before + place} (0x${Buffer.of(bytes[place] ?? 0)
    .toString('hex')
    .toUpperCase()})`;

/** The first byte that is not UTF-8: where a decoded replacement character does not stand in the bytes themselves. */
function firstInvalid(bytes: Uint8Array): number {
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let place = 0;
  let from = 0;
  for (;;) {
    const replacement = decoded.indexOf('\ufffd', from);
    place += Buffer.byteLength(decoded.slice(from, replacement));
    if (!startsWith(bytes.subarray(place), 0xef, 0xbf, 0xbd)) return place;
    place += 3;
    from = replacement + 1;
  }
}
