/**
 * The tokens of a foreign model, in the order of its rows: from JSON, a pickle, a PyTorch file, or one token a line. Pure.
 *
 * JSON and pickles hold a list of tokens, a dict from tokens to numbers or back, a Keras Tokenizer, gensim's vectors, Flair's
 * dictionary of bytes, a checkpoint of ours, or an object of a program's own class that has one of these (`idx2word`, `itos`, `dictionary`), which
 * stays closed. In a text file "\n", "\t" and "\\" stand for a line break, a tab and a backslash.
 */

import { FormatError } from '../format-error.ts';
import { isObject, jsonIn } from '../json.ts';
import { readPickle } from '../pickle/pickle.ts';
import { PickledObject } from '../pickle/python.ts';
import { decodeText } from '../texts/encoding.ts';
import { isBeforeZip, pickledBeforeZip, pickledIn } from '../torch/torch.ts';
import { filesInZip, isZip } from '../zip/zip.ts';

/** What Keras' Tokenizer, whose numbers begin at 1, has at 0. */
const paddingToken = '<pad>';
const readHere = 'Give a list of tokens as JSON, as a pickle, or one a line';

type Entries = ReadonlyMap<unknown, unknown>;

function fail(why: string): never {
  throw new FormatError(why, readHere);
}

/**
 * @param name of the file, for the kind: `.json` is JSON.
 * @throws FormatError when the file holds no list of tokens.
 */
export async function readVocabulary(bytes: Uint8Array, name: string): Promise<string[]> {
  if (isZip(bytes)) return tokensOf((await pickledIn(await filesInZip(bytes))).value);
  if (isBeforeZip(bytes)) return tokensOf(pickledBeforeZip(bytes).value);
  if (bytes[0] === 0x80 || /\.(pkl|pickle|p)$/i.test(name)) return tokensOf(readPickle(bytes, { fix: readHere }));
  const text = decodeText(bytes);
  if (/\.json$/i.test(name)) return readVocabularyText(text);
  const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : text.split('\n');
  return lines.map(unescaped);
}

/** The same of JSON. */
export const readVocabularyText = (json: string): string[] => tokensOf(parse(json));

/** Tokens that are bytes, each the UTF-8 of one, as Flair has them. @throws FormatError when one is none. */
export function bytesTokens(items: unknown): string[] {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  if (!Array.isArray(items)) throw new FormatError('its dictionary holds no list of bytes');
  return items.map((item, index) => {
    try {
      if (item instanceof Uint8Array) return decoder.decode(item);
    } catch {
      // Told below: it is no text either way.
    }
    throw new FormatError(`item ${index} of its dictionary is not the UTF-8 of a token`);
  });
}

const escapes: Readonly<Record<string, string>> = { '\\n': '\n', '\\t': '\t', '\\r': '\r', '\\\\': '\\' };
const unescaped = (line: string): string => line.replace(/\\[ntr\\]/g, (written) => escapes[written] ?? written);

const parse = (text: string): unknown => asMaps(jsonIn(text, 'it', readHere), 0);

/** Objects as Maps, so that JSON and pickles look the same. Only the upper levels matter. */
function asMaps(value: unknown, depth: number): unknown {
  if (!isObject(value) || depth > 3) return value;
  return new Map(Object.entries(value).map(([key, each]) => [key, asMaps(each, depth + 1)]));
}

/** Vocabularies within each other: more are one that holds itself. */
const deepest = 16;

/** Under which programs keep a list of tokens, and what holds a vocabulary: gensim's words lie with their vectors. */
const lists = ['index_to_key', 'index2word', 'index2entity', 'itos', 'idx2word', 'id2word', 'vocabulary'];
const parts = ['wv', 'dictionary', 'vocab', 'word2idx', 'stoi', 'char2idx', 'config', 'word_index'];

function tokensOf(value: unknown, depth = 0): string[] {
  if (depth > deepest) fail('it holds vocabularies in each other without end');
  const inner = value instanceof PickledObject ? value.state : value;
  if (Array.isArray(inner))
    return inner.map((token, index) => (typeof token === 'string' ? token : fail(`its item ${index} is not a token`)));
  if (!(inner instanceof Map)) return fail('it holds no list of tokens');
  const list = lists.map((key) => inner.get(key)).find(Array.isArray);
  if (list !== undefined) return tokensOf(list, depth + 1);
  if (Array.isArray(inner.get('idx2item'))) return bytesTokens(inner.get('idx2item'));
  for (const key of parts) {
    const part: unknown = inner.get(key);
    if (part instanceof PickledObject || part instanceof Map) return tokensOf(part, depth + 1);
    if (key === 'word_index' && typeof part === 'string') return tokensOf(parse(part), depth + 1);
  }
  return numbered(inner);
}

/** JSON has its keys as text. */
const isWhole = (key: unknown): boolean =>
  (typeof key === 'number' || typeof key === 'string') && /^\d+$/.test(`${key}`);

/** From a dict between tokens and numbers; the numbers are 0 to n - 1, or 1 to n as Keras' Tokenizer has them. */
function numbered(entries: Entries): string[] {
  const pairs = [...entries].map(([key, value]): [string, number] => {
    if (typeof key === 'string' && typeof value === 'number') return [key, value];
    if (typeof value === 'string' && isWhole(key)) return [value, Number(key)];
    return fail('it holds no list of tokens');
  });
  if (pairs.length === 0) return fail('it holds no tokens');
  const first = pairs.some(([, id]) => id === 0) ? 0 : 1;
  const tokens: (string | undefined)[] = Array(pairs.length + first);
  for (const [token, id] of pairs) {
    if (!Number.isInteger(id) || id < first || id >= pairs.length + first)
      return fail(`it gives ${JSON.stringify(token)} the number ${id}, beyond its ${pairs.length} tokens`);
    if (tokens[id] !== undefined) return fail(`it gives the number ${id} to two tokens`);
    tokens[id] = token;
  }
  return Array.from(tokens, (token) => token ?? paddingToken);
}
