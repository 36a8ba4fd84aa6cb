import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FormatError } from '../../../../../runner/io/formats/format-error.ts';
import { readVocabulary } from '../../../../../runner/io/formats/vocabulary/vocabulary.ts';
import { foreign } from '../../convert/foreign-fixture.ts';
import { expected, vectorFile } from '../vectors/fixture.ts';

const words = ['<unk>', ' ', 'the', 'cat', 'sat', 'on', 'a', 'mat', '.', ',', 'dog', 'ran'];
const json = (value: unknown) => readVocabulary(Buffer.from(JSON.stringify(value)), 'a.json');
const text = (value: string) => readVocabulary(Buffer.from(value), 'a.txt');

const pickles = [0, 1, 2, 3, 4, 5].map((protocol) => `vocabulary-${protocol}.pkl`);
const others = ['vocabulary.json', 'vocabulary-by-word.json', 'vocabulary.txt', 'vocabulary-by-index.pkl'];
it.each([...pickles, ...others])('the tokens of a foreign model %s', async (name) => {
  expect(await readVocabulary(readFileSync(foreign(name)), name)).toEqual(words);
});

it("the tokens of a foreign model are those of gensim's vectors in the thesis' folder, whatever the file's name", async () => {
  const name = 'thesis-lstm/vocabulary.word2VecKeyedVector';
  expect(await readVocabulary(readFileSync(foreign(name)), name)).toEqual(['-', ...words.slice(1)]);
});

it('the tokens of a foreign model are those of a whole model of gensim 3, which names functions and numbers of Python 2', async () => {
  expect(await readVocabulary(readFileSync(vectorFile('gensim-3.model')), 'gensim-3.model')).toEqual(expected.words);
});

it("the tokens of a foreign model are the UTF-8 of Flair's bytes, and those of a list that a program's object has", async () => {
  const characters = foreign('../networks/04-flair/characters.pkl');
  const read = await readVocabulary(readFileSync(characters), characters);
  expect([read.length, read.slice(0, 7)]).toEqual([28, ['<unk>', 'T', 'g', '\n', 'd', 't', 'ß']]);
  expect(await json({ idx2word: ['b', 'a'], word2idx: { a: 1, b: 0 } })).toEqual(['b', 'a']);
  expect(await json({ dictionary: { word2idx: { a: 1, b: 0 } } })).toEqual(['b', 'a']);
});

it("the tokens of a foreign model are those of Keras' Tokenizer, whose numbers begin at 1", async () => {
  const tokenizer = { class_name: 'Tokenizer', config: { num_words: null, word_index: '{"the": 1, "cat": 2}' } };
  expect(await json(tokenizer)).toEqual(['<pad>', 'the', 'cat']);
});

it('the tokens of a foreign model may be line breaks, tabs and backslashes in a text file, written with a backslash', async () => {
  expect(await text('a\n\\n\n\\t\n\\\\n\n \n')).toEqual(['a', '\n', '\t', '\\n', ' ']);
});

it.each([
  ['a number among the tokens', ['a', 2], /item 1 is not a token/],
  ['the same number twice', { a: 0, b: 0 }, /number 0 to two tokens/],
  ['a number beyond', { a: 0, b: 7 }, /number 7/],
  ['a number', 5, /no list of tokens/],
  ['nothing', {}, /no tokens/],
  ['a dict of dicts', { a: { b: 1 } }, /no list of tokens/],
])('the tokens of a foreign model are refused as %s', async (_what, value, why) => {
  await expect(json(value)).rejects.toThrow(FormatError);
  await expect(json(value)).rejects.toThrow(why);
});

const key = (name: string) => `X${String.fromCharCode(name.length)}\0\0\0${name}`;
it.each([
  ['a dict that is its own vocabulary', `}q\0${key('vocab')}h\0s.`],
  ['an object that is its own dictionary', `cmodel\nCorpus\n)\x81q\0}${key('dictionary')}h\0sb.`],
  ['a model of gensim that is its own vectors', `cgensim.models.word2vec\nWord2Vec\n)\x81q\0}${key('wv')}h\0sb.`],
  ['a Tokenizer that is its own index', `}q\0${key('word_index')}h\0s.`],
  ['two objects that are each other', `}q\0${key('vocab')}}q\x01${key('stoi')}h\0ss.`],
  ['dicts a hundred thousand deep', `}${`${key('vocab')}}`.repeat(1e5)}${'s'.repeat(1e5)}.`],
])('the tokens of a foreign model are refused as %s', async (_what, pickle) => {
  const read = readVocabulary(Buffer.from(`\x80\x02${pickle}`, 'latin1'), 'a.pkl');
  await expect(read).rejects.toThrow(/vocabularies in each other without end/);
});

it('the tokens of a foreign model are refused as broken JSON and as a binary file', async () => {
  await expect(readVocabulary(Buffer.from('["a",'), 'a.json')).rejects.toThrow(/not JSON/);
  await expect(readVocabulary(Uint8Array.of(65, 0, 66), 'a.txt')).rejects.toThrow(/not a text file/);
});
