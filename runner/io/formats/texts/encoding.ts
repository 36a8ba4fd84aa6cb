/**
 * From bytes to text, a piece at a time: UTF-8, UTF-16 with a byte order mark, what the file declares, or else
 * windows-1252 with a warning; or the encoding that is named. A byte order mark is dropped and CRLF becomes LF.
 */
import { constants, isAscii, isUtf8 } from 'node:buffer';
import { InputError } from '../../../core/errors.ts';
import { FormatError } from '../refusals.ts';
import type { Bytes } from './bytes.ts';
import { isEncoding } from './text-options.ts';

export interface DecodeOptions {
  /** A label of the WHATWG Encoding Standard; without it the bytes tell. */
  encoding?: string | undefined;
  /** Told what a reader should know. */
  warn(text: string): void;
}

const fallback = 'windows-1252';

/** @throws InputError when the bytes are no text in that encoding, or in none that is known. */
export async function* decodeBytes(bytes: Bytes, { encoding, warn }: DecodeOptions): AsyncGenerator<string> {
  const { label, warning } = encoding === undefined ? await detect(bytes) : { label: encoding, warning: null };
  if (warning !== null) warn(warning);
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  let first = true;
  let held = '';
  const decoded = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw wrongEncoding(bytes.name, label);
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

interface Detected {
  label: string;
  warning: string | null;
}

/** A byte of the file, in hexadecimal. */
interface Place {
  place: number;
  byte: string;
}
const correct = 'Give plain text saved as UTF-8, or name its encoding with corpus.encoding';

/** Bytes of the mark of UTF-16, and those in which a declaration is looked for. */
const markBytes = 2;
const headBytes = 1024;

async function detect({ name, open }: Bytes): Promise<Detected> {
  let head: Uint8Array | null = null;
  let rest: Uint8Array = new Uint8Array(0);
  /** Of `rest` in the file. */
  let place = 0;
  let letters = false;
  let wrong: Place | null = null;
  let foreign: Place | null = null;
  for await (const chunk of open()) {
    const joined: Uint8Array = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (head === null) {
      rest = joined;
      if (joined.length < markBytes) continue;
      head = joined.subarray(0, headBytes);
      if (head[0] === 0xff && head[1] === 0xfe) return { label: 'utf-16le', warning: null };
      if (head[0] === 0xfe && head[1] === 0xff) return { label: 'utf-16be', warning: null };
    }
    const zero = joined.indexOf(0);
    if (zero !== -1) throw notText(name, `byte ${place + zero} is 0, which text in UTF-8 never holds`);
    const complete = wrong === null ? completeLength(joined) : joined.length;
    const whole = joined.subarray(0, complete);
    if (wrong === null && !isUtf8(whole)) {
      const at = firstInvalid(whole);
      letters ||= !isAscii(whole.subarray(0, at));
      wrong = { place: place + at, byte: hexadecimal(whole, at) };
    }
    letters ||= wrong === null && !isAscii(whole);
    const never: number = wrong !== null && foreign === null ? whole.findIndex(neverInWindows) : -1;
    if (never !== -1) foreign = { place: place + never, byte: hexadecimal(whole, never) };
    place += complete;
    rest = joined.subarray(complete);
  }
  if (head === null && rest[0] === 0) throw notText(name, 'its one byte is 0');
  if (head === null && isAscii(rest)) return { label: 'utf-8', warning: null };
  // One byte may as well be the last letter of another encoding.
  const cut = wrong === null && rest.length > 1;
  if (wrong === null && rest.length > 0) wrong = { place, byte: hexadecimal(rest, 0) };
  if (wrong === null) return { label: 'utf-8', warning: null };
  const which = `byte ${wrong.place} (${wrong.byte}) is not valid UTF-8`;
  const declared = declaredEncoding(head ?? rest);
  if (declared !== null) return { label: declared, warning: null };
  if (cut || letters) throw notText(name, `${which}, and what comes before it is`);
  if (foreign !== null) {
    throw notText(name, `${which}, and byte ${foreign.place} (${foreign.byte}) is not ${fallback}`);
  }
  const read = `${name} is not UTF-8 (${which}): it is read as ${fallback}.`;
  return { label: fallback, warning: `${read} If letters come out wrong, name its encoding with corpus.encoding.` };
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

function notText(name: string, why: string): InputError {
  return new InputError('not-text', { what: `${name} is not a text file`, why, fix: correct });
}

const wrongEncoding = (name: string, label: string): InputError =>
  new InputError('wrong-encoding', {
    what: `${name} is not ${label} text`,
  });

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
