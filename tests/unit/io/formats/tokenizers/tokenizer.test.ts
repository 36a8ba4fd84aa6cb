/** Tokenizers against the ids that the authors' programs give (tests/fixtures/networks/modern/tokenizers). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pieceToken, withSpaces } from '../../../../../runner/core/cut.ts';
import { FormatError } from '../../../../../runner/io/formats/format-error.ts';
import { isTokenizer, readTokenizer } from '../../../../../runner/io/formats/tokenizers/tokenizer.ts';

const at = (name: string) =>
  fileURLToPath(new URL(`../../../../fixtures/networks/modern/tokenizers/${name}`, import.meta.url));
const tokenizer = (name: string) => readTokenizer(readFileSync(at(name)));
const casesOf = (name: string): { text: string; ids: number[]; decoded?: string }[] =>
  JSON.parse(readFileSync(at(name), 'utf8'));
const read = (text: string) => readTokenizer(Buffer.from(text));

describe.each([
  ['tokenizer.json', 'tokenizer-cases.json'],
  ['tokenizer-pairs.json', 'tokenizer-cases.json'],
  ['world.txt', 'world-cases.json'],
])('%s', (name, cases) => {
  it('cuts texts as its program does, and its pieces are the text again', () => {
    const { encode, bytesOf } = tokenizer(name);
    const pieces = (all: readonly number[]) =>
      withSpaces(
        all.map((id) => pieceToken(bytesOf(id) ?? new Uint8Array())),
        'subword',
      );
    for (const { text, ids, decoded = text } of casesOf(cases)) {
      expect(encode(text), text).toEqual(ids);
      expect(pieces(ids).join('')).toBe(decoded);
    }
  });
});

it('a character of several tokens stands at its last one', () => {
  const world = tokenizer('world.txt');
  const tokens = world.encode('“a').map((id) => pieceToken(world.bytesOf(id) ?? new Uint8Array()));
  expect(withSpaces(tokens, 'subword')).toEqual(['', '“', 'a']);
  expect(world.bytesOf(99999)).toBeUndefined();
});

it('a byte that no token has is refused', () => {
  expect(() => tokenizer('world.txt').encode('a☃')).toThrow(/byte 0x98, which no token of the model's tokenizer has/);
});

it('a vocabulary of RWKV World has its Python literals parsed, never evaluated', () => {
  const { encode } = read(
    "1 'a' 1\n2 \"it's\" 4\n3 '\\\\' 1\n4 b'\\xe2\\x98' 2\n5 b'\\x83' 1\n6 '\\u00e9 x' 4\n7 '\\U0001f600' 4\n",
  );
  expect(encode("ait's\\☃é x😀")).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

it.each([
  ['code', '1 __import__("os").system("x") 5'],
  ['a literal that ends early', "1 'a' + 'b' 9"],
  ['another length', "1 'a' 2"],
  ['an unknown escape', "1 '\\q' 1"],
  ['a format string', "1 f'a' 1"],
  ['bytes that are no ASCII', "1 b'é' 1"],
  ['a number twice', "1 'a' 1\n1 'b' 1"],
  ['a token twice', "1 'a' 1\n2 'a' 1"],
  ['nothing between', '1  0'],
  ['a token longer than any is', `1 '${'a'.repeat(257)}' 257`],
])('a vocabulary of RWKV World is refused for %s', (_what, text) => {
  expect(() => read(text)).toThrow(FormatError);
  expect(() => read(text)).toThrow(/line \d (?:is no number, Py|has a number or token a second|has 257 b)/);
});

const sound = JSON.parse(readFileSync(at('tokenizer-pairs.json'), 'utf8'));
it.each<[string, object, RegExp]>([
  ['of another model', { model: { ...sound.model, type: 'Unigram' } }, /model\.type .*"BPE"/],
  ['without merges', { model: { vocab: {} } }, /model\.merges/],
  ['with byte_fallback', { model: { ...sound.model, byte_fallback: true } }, /byte_fallback/],
  ['with a suffix', { model: { ...sound.model, end_of_word_suffix: '</w>' } }, /end_of_word_suffix/],
  ['with a merge of three', { model: { ...sound.model, merges: ['a b c'] } }, /model\.merges\.0/],
  ['with another normalizer', { normalizer: { type: 'Lowercase' } }, /normalizer\.type .*"NFC"/],
  ['with another cut', { pre_tokenizer: { type: 'Metaspace' } }, /pre_tokenizer\.type .*"ByteLevel"/],
  ['with stripping tokens', { added_tokens: [{ id: 0, content: 'x', lstrip: true }] }, /added_tokens\.0\.lstrip/],
])('a tokenizer.json is refused %s', (_what, change, why) => {
  expect(() => read(JSON.stringify({ ...sound, ...change }))).toThrow(why);
});
it.each(['"normalizer":{"type":', '"pre_tokenizer":{"type":', '"model":{"vocab":{},"merges":[],"type":'])(
  'a tokenizer.json is refused whose kind is a hundred thousand lists in each other: %s',
  (start) => {
    const file = `{${JSON.stringify(sound).slice(1, -1)},${start}${'['.repeat(1e5)}${']'.repeat(1e5)}}}`;
    expect(() => read(file)).toThrow(FormatError);
  },
);
it('a tokenizer.json that is no JSON is refused', () => expect(() => read('{')).toThrow(/not JSON/));

it.each([
  ['tokenizer.json', true],
  ['tokenizer-pairs.json', true],
  ['world.txt', true],
  ['../../01-gulordava/vocab.txt', false],
  ['["a", "b"]', false],
  // Numbers by token, one of which is named as a part of a tokenizer.
  ['{"model": 3, "version": 17}', false],
  ['1\na\n', false],
])('%j is known as a tokenizer by its beginning: %s', (given, is) => {
  expect(isTokenizer(/\.(json|txt)$/.test(given) ? readFileSync(at(given)) : Buffer.from(given))).toBe(is);
});
