/**
 * RWKV World's vocabulary: lines of a number, a Python literal (text or bytes) and its length in bytes. A text is cut, from its
 * beginning, into the longest tokens that its UTF-8 holds. The literals are parsed, never evaluated. Source: BlinkDL/ChatRWKV
 * (rwkv_tokenizer.py). Pure.
 */
import { FormatError } from '../refusals.ts';
import { type Pieces, unknownByte } from './pieces.ts';

/** Number, literal, length. */
const line = /^(\d+) (.*) (\d+)\r?$/s;
/** Where a text ends; it stands in no line. */
const textEnd = 0;
const mostTokens = 1 << 20;
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
  /** Lengths of the tokens that begin with a byte, the longest first. */
  const lengths = new Map<string, Set<number>>();
  const lines = text.split('\n').filter((each) => each.trim() !== '');
  if (lines.length > mostTokens) fail(`it has ${lines.length} lines`);
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
    const [first = ''] = letters;
    lengths.set(first, (lengths.get(first) ?? new Set()).add(letters.length));
  }
  const longestFirst = new Map([...lengths].map(([first, each]) => [first, [...each].sort((a, b) => b - a)]));
  return {
    encode(given) {
      const letters = Buffer.from(given, 'utf8').toString('latin1');
      const found: number[] = [];
      for (let at = 0; at < letters.length; ) {
        const length = (longestFirst.get(letters[at] ?? '') ?? []).find((each) =>
          ids.has(letters.slice(at, at + each)),
        );
        const id = length === undefined ? undefined : ids.get(letters.slice(at, at + length));
        if (length === undefined || id === undefined) throw unknownByte(letters.charCodeAt(at));
        found.push(id);
        at += length;
      }
      return found;
    },
    bytesOf: (id) => tokens.get(id),
  };
}

/** What a letter behind a backslash stands for. */
const simple = new Map(
  Object.entries({
    n: '\n',
    r: '\r',
    t: '\t',
    a: '\x07',
    b: '\b',
    f: '\f',
    v: '\v',
    0: '\0',
    '\\': '\\',
    "'": "'",
    '"': '"',
  }),
);
const escaped = /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)/gsu;

/** The bytes of a Python literal of text ('a', as UTF-8) or of bytes (b'\xf0'); null where it is none. */
function literalBytes(literal: string): Buffer | null {
  const [, prefix, quote = '', inner = ''] = /^(b?)(['"])(.*)\2$/s.exec(literal) ?? [];
  const isBytes = prefix === 'b';
  // A quote of its own kind, or a backslash at the end, would end the literal elsewhere.
  if (prefix === undefined || !new RegExp(`^(?:[^\\\\${quote}]|\\\\.)*$`, 'su').test(inner)) return null;
  // Bytes are ASCII but for what is escaped.
  if (isBytes && /[^\0-\x7f]/.test(inner)) return null;
  let isSound = true;
  const text = inner.replace(escaped, (_all, what: string) => {
    if (what.length === 1) {
      isSound &&= simple.has(what);
      return simple.get(what) ?? '';
    }
    const point = Number.parseInt(what.slice(1), 16);
    isSound &&= point <= 0x10ffff && (what.startsWith('x') || !isBytes);
    return isSound ? String.fromCodePoint(point) : '';
  });
  return isSound ? Buffer.from(text, isBytes ? 'latin1' : 'utf8') : null;
}
