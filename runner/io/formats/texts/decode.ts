/**
 * From the bytes of a file to its text. Pure; imports only the errors. The text is not altered but for two things: a
 * byte order mark is dropped, and CRLF becomes LF.
 */
import { constants, isUtf8 } from 'node:buffer';
import { InputError } from '../../../core/errors.ts';

/** The longest text, in bytes: what fits into one JavaScript string. */
export const largestText = constants.MAX_STRING_LENGTH;

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean => start.every((byte, i) => bytes[i] === byte);

/** @throws InputError when the bytes are none, too many, UTF-16, binary, or not UTF-8; it names the place. */
export function decodeText(given: Uint8Array, path: string): string {
  if (startsWith(given, 0xff, 0xfe) || startsWith(given, 0xfe, 0xff)) {
    throw new InputError('not-text', {
      what: `${path} is UTF-16 text`,
      why: 'Only UTF-8 is read',
      fix: 'Save it as UTF-8',
    });
  }
  const markLength = startsWith(given, 0xef, 0xbb, 0xbf) ? 3 : 0;
  const bytes = given.subarray(markLength);
  if (bytes.length === 0) throw new InputError('text-empty', { what: `${path} is empty` });
  if (bytes.length > largestText) throw tooLarge(path);
  const zero = bytes.indexOf(0);
  if (zero !== -1) throw notText(path, `byte ${zero + markLength} is 0, which text never holds`);
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (!isUtf8(bytes)) {
    const place = firstInvalid(bytes);
    throw notText(path, `byte ${place + markLength} (${hexadecimal(bytes, place)}) is not valid UTF-8`);
  }
  return text.replaceAll('\r\n', '\n');
}

/** The byte at a place, as 0xE9. */
export const hexadecimal = (bytes: Uint8Array, place: number): string =>
  `0x${Buffer.from(bytes.subarray(place, place + 1))
    .toString('hex')
    .toUpperCase()}`;

const tooLarge = (path: string): InputError =>
  new InputError('text-too-large', {
    what: `${path} holds more than ${Math.floor(largestText / 1e6)} MB of text`,
    why: 'A text is held in memory as a whole',
    fix: 'Cut it into several files and list them',
  });

function notText(path: string, why: string): InputError {
  return new InputError('not-text', {
    what: `${path} is not a text file`,
    why,
  });
}

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
