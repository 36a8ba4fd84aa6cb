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
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  let first = true;
  let held = '';
  const decoded = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw new InputError('wrong-encoding', { what: `${bytes.name} is not ${label} text` });
    }
  };
  for await (const chunk of bytes.open()) {
    let text = held + decoded(chunk);
    if (text === '') continue;
    if (first && text.startsWith('\ufeff')) text = text.slice(1);
    first = false;
    // A CR may be the first half of CRLF.
    held = text.endsWith('\r') ? '\r' : '';
    const whole = text.slice(0, text.length - held.length).replaceAll('\r\n', '\n');
    if (whole !== '') yield whole;
  }
  const last = held + decoded();
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
  let rest = Buffer.alloc(0);
  /** Of `rest` in the file. */
  let place = 0;
  let letters = false;
  /** The first byte that is not UTF-8, and the first from there on that windows-1252 does not have. */
  let [wrong, foreign]: string[] = [];
  for await (const chunk of bytes.open()) {
    const joined = Buffer.concat([rest, chunk]);
    const zero = joined.indexOf(0);
    if (zero !== -1) throw notText(`byte ${place + zero} is 0, which text in UTF-8 never holds`);
    const whole = joined.subarray(0, wrong === undefined ? completeLength(joined) : joined.length);
    if (wrong === undefined) {
      const at = isUtf8(whole) ? whole.length : firstInvalid(whole);
      letters ||= !isAscii(whole.subarray(0, at));
      if (at < whole.length) wrong = `byte ${place + at} (${hexadecimal(whole, at)})`;
    }
    const never: number = wrong === undefined || foreign !== undefined ? -1 : whole.findIndex(neverInWindows);
    if (never !== -1) foreign = `byte ${place + never} (${hexadecimal(whole, never)})`;
    place += whole.length;
    rest = joined.subarray(whole.length);
  }
  // One byte may as well be the last letter of another encoding.
  const cut = rest.length > 1;
  if (rest.length > 0) wrong = `byte ${place} (${hexadecimal(rest, 0)})`;
  if (wrong === undefined) return 'utf-8';
  const declared = declaredEncoding(head);
  if (declared !== null) return declared;
  const which = `${wrong} is not valid UTF-8`;
  if (cut || letters) throw notText(`${which}, and what comes before it is`);
  if (foreign !== undefined) throw notText(`${which}, and ${foreign} is not ${fallback}`);
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

/** Bytes that windows-1252 leaves undefined, and control characters that no text holds. */
const undefinedBytes = new Set([0x7f, 0x81, 0x8d, 0x8f, 0x90, 0x9d]);
const textControls = new Set([9, 10, 11, 12, 13, 27]);
const neverInWindows = (byte: number): boolean => (byte < 32 && !textControls.has(byte)) || undefinedBytes.has(byte);

/** How many of the bytes are whole characters of UTF-8, where the last one may go on in the next piece. */
function completeLength(bytes: Uint8Array): number {
  for (const [index, byte] of [...bytes.subarray(-3)].reverse().entries()) {
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return index + 1 < length ? bytes.length - (index + 1) : bytes.length;
  }
  return bytes.length;
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

/** The text of a whole file, in UTF-8. @throws FormatError when the bytes are none, too many, UTF-16, binary, or not UTF-8; it names the place. */
export function decodeText(given: Uint8Array): string {
  if (startsWith(given, 0xff, 0xfe) || startsWith(given, 0xfe, 0xff))
    throw new FormatError('it is UTF-16 text, and only UTF-8 is read', 'Save it as UTF-8');
  const markLength = startsWith(given, 0xef, 0xbb, 0xbf) ? 3 : 0;
  const bytes = given.subarray(markLength);
  if (bytes.length === 0) throw new FormatError('it is empty');
  if (bytes.length > largestText)
    throw new FormatError(`it holds more than ${Math.floor(largestText / 1e6)} MB of text`);
  const zero = bytes.indexOf(0);
  if (zero !== -1) throw notUtf8(`byte ${zero + markLength} is 0, which text never holds`);
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (!isUtf8(bytes)) {
    const place = firstInvalid(bytes);
    throw notUtf8(`byte ${place + markLength} (${hexadecimal(bytes, place)}) is not valid UTF-8`);
  }
  return text.replaceAll('\r\n', '\n');
}

const notUtf8 = (why: string) => new FormatError(`it is not a text file: ${why}`, 'Give plain text, saved as UTF-8');

/** The byte at a place, as 0xE9. */
const hexadecimal = (bytes: Uint8Array, place: number): string =>
  `0x${Buffer.from(bytes.subarray(place, place + 1))
    .toString('hex')
    .toUpperCase()}`;

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
