/**
 * RWKV World's vocabulary: lines of a number, a Python literal (text or bytes) and its length in bytes. A text is cut, from its
 * beginning, into the longest tokens that its UTF-8 holds. The literals are parsed, never evaluated. Source: BlinkDL/ChatRWKV
 * (rwkv_tokenizer.py). Pure.
 */

import { FormatError } from '../format-error.ts';
import { pythonLiteral } from '../pickle/python.ts';
import { type Pieces, unknownByte } from './pieces.ts';

/** Number, literal, length. */
const line = /^(\d+) (.*) (\d+)\r?$/s;
/** Where a text ends; it stands in no line. */
const textEnd = 0;
/** Of one; the longest of RWKV World has 128. At each place of a text all lengths are tried. */
const mostBytes = 256;

/** Whether a text begins as such a vocabulary does. */
export const isWorld = (text: string): boolean => line.test(text.split('\n', 1)[0] ?? '');

function fail(why: string): never {
  throw new FormatError(why, "Give the model's own tokenizer: tokenizer.json, or the vocabulary of RWKV World");
}

/** @throws FormatError when a line is no token of such a vocabulary. */
export function world(text: string): Pieces {
  const tokens = new Map<number, Buffer>([[textEnd, Buffer.alloc(0)]]);
  /** By the bytes, one letter each. */
  const ids = new Map<string, number>();
  const lines = text.split('\n').filter((each) => each.trim() !== '');
  for (const [index, written] of lines.entries()) {
    const [, number, literal = '', length] = line.exec(written) ?? [];
    const bytes = literalBytes(literal);
    if (number === undefined || bytes === null || bytes.length === 0 || bytes.length !== Number(length))
      return fail(
        `its line ${index + 1} is no number, Python literal and length: ${JSON.stringify(written.slice(0, 40))}`,
      );
    if (bytes.length > mostBytes) fail(`its line ${index + 1} has ${bytes.length} bytes`);
    const id = Number(number);
    const letters = bytes.toString('latin1');
    if (tokens.has(id) || ids.has(letters)) return fail(`its line ${index + 1} has a number or token a second time`);
    tokens.set(id, bytes);
    ids.set(letters, id);
  }
  /** Lengths of the tokens that begin with a byte, the longest first. */
  const lengths = new Map(
    [...Map.groupBy(ids.keys(), (letters) => letters[0])].map(
      ([first, tokens]) => [first, [...new Set(tokens.map(({ length }) => length))].sort((a, b) => b - a)] as const,
    ),
  );
  return {
    encode(given) {
      const letters = Buffer.from(given, 'utf8').toString('latin1');
      const found: number[] = [];
      for (let at = 0; at < letters.length; ) {
        const length = lengths.get(letters[at])?.find((each) => ids.has(letters.slice(at, at + each))) ?? 0;
        const id = ids.get(letters.slice(at, at + length));
        if (id === undefined) throw unknownByte(letters.charCodeAt(at));
        found.push(id);
        at += length;
      }
      return found;
    },
    bytesOf: (id) => tokens.get(id),
  };
}

/** The bytes of a Python literal of text ('a', as UTF-8) or of bytes (b'\xf0'), which are ASCII but for what is escaped. */
function literalBytes(literal: string): Buffer | null {
  const isBytes = literal.startsWith('b');
  const text = isBytes && /[^\0-\x7f]/.test(literal) ? null : pythonLiteral(literal.replace(/^b/, ''), isBytes);
  return text === null ? null : Buffer.from(text, isBytes ? 'latin1' : 'utf8');
}
