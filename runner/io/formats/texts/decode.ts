/** From the bytes of a whole file to its text, in UTF-8. A byte order mark is dropped, and CRLF becomes LF. Pure. */
import { constants, isUtf8 } from 'node:buffer';
import { FormatError } from '../refusals.ts';

/** The longest text, in bytes: what fits into one JavaScript string. */
export const largestText = constants.MAX_STRING_LENGTH;

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean => start.every((byte, i) => bytes[i] === byte);

/** @throws FormatError when the bytes are none, too many, UTF-16, binary, or not UTF-8; it names the place. */
export function decodeText(given: Uint8Array): string {
  if (startsWith(given, 0xff, 0xfe) || startsWith(given, 0xfe, 0xff))
    throw new FormatError('it is UTF-16 text, and only UTF-8 is read', 'Save it as UTF-8');
  const markLength = startsWith(given, 0xef, 0xbb, 0xbf) ? 3 : 0;
  const bytes = given.subarray(markLength);
  if (bytes.length === 0) throw new FormatError('it is empty');
  if (bytes.length > largestText)
    throw new FormatError(`it holds more than ${Math.floor(largestText / 1e6)} MB of text`);
  const zero = bytes.indexOf(0);
  if (zero !== -1) throw notText(`byte ${zero + markLength} is 0, which text never holds`);
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (!isUtf8(bytes)) {
    const place = firstInvalid(bytes);
    throw notText(`byte ${place + markLength} (${hexadecimal(bytes, place)}) is not valid UTF-8`);
  }
  return text.replaceAll('\r\n', '\n');
}

const notText = (why: string) => new FormatError(`it is not a text file: ${why}`, 'Give plain text, saved as UTF-8');

/** The byte at a place, as 0xE9. */
export const hexadecimal = (bytes: Uint8Array, place: number): string =>
  `0x${Buffer.from(bytes.subarray(place, place + 1))
    .toString('hex')
    .toUpperCase()}`;

/** The first byte that is not UTF-8: where a decoded replacement character does not stand in the bytes themselves. */
export function firstInvalid(bytes: Uint8Array): number {
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
