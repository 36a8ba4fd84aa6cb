/** What is read of files of pairs, and what is refused, with the line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodePairs, type PairOptions, vocabularyTokens } from '../../../../runner/analysis/pairs/encode.ts';
import type { Cut } from '../../../../runner/core/cut.ts';
import { readPairFile } from '../../../../runner/experiment/pairs/read-pairs.ts';
import { Vocabulary } from '../../../../runner/text/vocabulary.ts';

const folder = mkdtempSync(join(tmpdir(), 'pairs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const vocabulary = new Vocabulary([
  '<unk>',
  ' ',
  '.',
  'the',
  'key',
  'keys',
  'is',
  'are',
  'old',
  'מפתח',
  'ישן',
  '<',
  'script',
  '>',
]);
const known = (cut: Cut = 'word') => vocabularyTokens(vocabulary, cut);
let files = 0;

async function read(
  content: string | Uint8Array | Record<string, string>,
  options: Partial<PairOptions> & { name?: string; cut?: Cut; compare?: 'word' | 'sentence' } = {},
) {
  const { name = 'pairs.tsv', cut, compare = 'sentence', ...asked } = options;
  const own = join(folder, String(files++));
  const contents = typeof content === 'string' || content instanceof Uint8Array ? { [name]: content } : content;
  for (const [each, text] of Object.entries(contents)) writeFileSync(`${own}-${each}`, text);
  const source = { path: `${own}-${name}`, name: 'agreement' };
  const file = await readPairFile(source, compare, '/', () => undefined);
  return encodePairs(file, known(cut), { source, hasBefore: false, ...asked });
}
const words = (ids: Int32Array | undefined) => Array.from(ids ?? [], (id) => vocabulary.tokens[id]).join('|');
const told = ({ pairs }: Awaited<ReturnType<typeof read>>) =>
  pairs.map(({ text, right, wrong }) => [text, right, wrong].map(words).join(' / '));

describe('a table', () => {
  it('gives texts, sides, conditions, twins and places', async () => {
    const found = await read(
      'id\ttext\tright\twrong\tsubject\ttwin\tat\na\tthe key \tis\tare\tone\tb\t2\nb\tthe keys \tare\tis\tmany\ta\t\n',
    );
    expect(told(found)).toEqual(['the| |key|  / is / are', 'the| |keys|  / are / is']);
    expect(found.by).toEqual(['subject']);
    expect(found.pairs.map(({ id, line, twin, at, values }) => ({ id, line, twin, at, values }))).toEqual([
      { id: 'a', line: 2, twin: 1, at: 2, values: { subject: 'one' } },
      { id: 'b', line: 3, twin: 0, at: null, values: { subject: 'many' } },
    ]);
  });

  it.each([
    ['a byte order mark', '\ufefftext\tright\twrong\nthe key \tis\tare\n'],
    ['line breaks of Windows', 'text\tright\twrong\r\nthe key \tis\tare\r\n\r\n'],
    ['no line break at its end', 'text\tright\twrong\nthe key \tis\tare'],
    ['quotation marks around cells', '"text"\t"right"\t"wrong"\n"the key "\t"is"\t"are"\n'],
    ['no space before the word', 'text\tright\twrong\nthe key\tis\tare\n'],
    ['columns in another order', 'wrong\ttext\tright\nare\tthe key \tis\n'],
  ])('may have %s', async (_, content) => {
    expect(told(await read(content))).toEqual(['the| |key|  / is / are']);
  });

  it('may be UTF-16, as spreadsheets save it', async () => {
    const bytes = Buffer.from('\ufefftext\tright\twrong\nthe key \tis\tare\n', 'utf16le');
    expect(told(await read(bytes))).toEqual(['the| |key|  / is / are']);
  });

  it('reads right-to-left text in its own order, and marks of HTML as text', async () => {
    const content = 'text\tright\twrong\tnote\nמפתח \tישן\tis\t<b>\n<script>\tis\tare\t"&\n';
    const found = await read(content);
    expect(told(found)).toEqual(['מפתח|  / ישן / is', '<|script|> / is / are']);
    expect(found.pairs[1]?.values).toEqual({ note: '"&' });
  });

  it('puts no space before a mark, nor where characters are read', async () => {
    expect(told(await read('text\tright\twrong\nthe key\t.\tis\n'))).toEqual(['the| |key / . /  |is']);
    expect(told(await read('text\tright\twrong\n<\t>\t.\n', { cut: 'character' }))).toEqual(['< / > / .']);
  });

  it('adds what both sides begin with to the text, and reads texts of any length', async () => {
    expect(told(await read('text\tright\twrong\nthe key \tis old\tis the\n'))).toEqual([
      'the| |key| |is|  / old / the',
    ]);
    const { pairs } = await read(`text\tright\twrong\n${'the key '.repeat(50_000)}\tis\tare\n`);
    expect(pairs[0]?.text).toHaveLength(200_000);
  });

  it('counts texts that the model reads with unknown words', async () => {
    const found = await read('text\tright\twrong\nthe zebra \tis\tare\nthe key \tis\tare\n');
    expect([found.unknown, found.skipped, words(found.pairs[0]?.text)]).toEqual([1, 0, 'the| |<unk>| ']);
  });

  it.each([
    ['nothing', '', 'It has no first line'],
    ['no pair', 'text\tright\twrong\n\n', 'It holds no pair'],
    [
      'no header',
      'the key \tis\tare\n',
      'Line 1: its columns are "the key", "is", "are", and text, right and wrong are not among them',
    ],
    ['a column twice', 'text\tright\twrong\twrong\na\tb\tc\td\n', 'Line 1: two columns are named "wrong"'],
    ['an empty side', 'text\tright\twrong\nthe key \tis\t\n', 'Line 2: the pair has no "wrong"'],
    ['too many cells', 'text\tright\twrong\nthe key \tis\tare\told\n', 'Line 2: it has 4 columns'],
    [
      'equal sides',
      'text\tright\twrong\nthe key \tis\tare\nthe keys \tis\tis\n',
      'Line 3: right and wrong are the same, "is"',
    ],
    ['an unknown word', 'text\tright\twrong\nthe key \tis\tzebra\n', 'Line 2: the model does not know "zebra"'],
    ['<unk> as a word', 'text\tright\twrong\nthe key\t<unk>\tis\n', 'Line 2: the model does not know "unk"'],
    [
      'an id twice',
      'id\ttext\tright\twrong\na\tthe key \tis\tare\na\tthe \tkey\tis\n',
      'Line 3: the id "a" is that of line 2 already',
    ],
    ['no such twin', 'text\tright\twrong\ttwin\nthe key \tis\tare\t9\n', 'Line 2: there is no pair "9" to be its twin'],
    [
      'itself as its twin',
      'text\tright\twrong\ttwin\nthe key \tis\tare\t1\n',
      'Line 2: the pair is named as its own twin',
    ],
    ['a place that is none', 'text\tright\twrong\tat\nthe key \tis\tare\t-1\n', 'Line 2: "at" is "-1"'],
    [
      'a place behind the text',
      'text\tright\twrong\tat\nthe key \tis\tare\t4\n',
      'Line 2: "at" is 4, and the text has 4 tokens',
    ],
    ['an empty text', 'text\tright\twrong\n\tis\tare\n', 'Line 2: nothing is read before the word that is asked for'],
  ])('is refused with %s', async (_, content, why) => {
    await expect(read(content)).rejects.toThrow(why);
  });

  it('is refused with a twin of the same value, or without a condition that is named', async () => {
    const content = 'text\tright\twrong\tsubject\ttwin\nthe key \tis\tare\tone\t2\nthe key \tis\tare\tone\t1\n';
    await expect(read(content, { mark: 'subject' })).rejects.toThrow('Line 2: the twin has the same subject, "one"');
    await expect(read(content, { by: ['number'] })).rejects.toThrow('Line 2: the pair has no "number"');
    await expect(read(content, { by: ['number'] })).rejects.toThrow('Its conditions are subject');
  });

  it('is refused where each pair is a condition of its own', async () => {
    const rows = Array.from({ length: 60 }, (_, row) => `the key \tis\tare\t${row}\n`).join('');
    await expect(read(`text\tright\twrong\tnumber\n${rows}`)).rejects.toThrow('60 conditions');
    expect((await read(`text\tright\twrong\tnumber\n${rows}`, { by: [] })).pairs).toHaveLength(60);
  });

  it('may leave out pairs of which the model lacks a word, and counts them; their twins have none', async () => {
    const content = 'text\tright\twrong\ttwin\nthe key \tis\tzebra\t2\nthe keys \tare\tis\t1\n';
    const found = await read(content, { unknown: 'skip' });
    expect([found.skipped, found.pairs.length, found.pairs[0]?.twin]).toEqual([1, 1, null]);
    await expect(read('text\tright\twrong\nthe \tzebra\tis\n', { unknown: 'skip' })).rejects.toThrow(
      'each of its 1 pair',
    );
  });

  it('is refused where it is not there, or its name says nothing', async () => {
    const readNamed = (path: string) => readPairFile({ path, name: 'a' }, 'word', folder, () => undefined);
    await expect(readNamed('gone.tsv')).rejects.toThrow(`There is no file ${join(folder, 'gone.tsv')}`);
    await expect(readNamed('a.xlsx')).rejects.toThrow('Its name does not say');
  });
});

describe('JSON lines', () => {
  it('give pairs, and sentences where BLiMP writes them', async () => {
    const pairs = '{"text":"the key ","right":"is","wrong":"are","depth":2,"plural":false}\n\n';
    const found = await read(pairs, { name: 'pairs.jsonl' });
    expect([told(found), found.by, found.pairs[0]?.values]).toEqual([
      ['the| |key|  / is / are'],
      ['depth', 'plural'],
      { depth: '2', plural: 'false' },
    ]);
    const blimp =
      '{"sentence_good":"the key is old.","sentence_bad":"the key are old.","UID":"agreement","pairID":"0"}\n';
    const sentences = await read(blimp, { name: 'pairs.jsonl' });
    expect([told(sentences), sentences.by]).toEqual([['the| |key|  / is| |old|. / are| |old|.'], ['UID']]);
  });

  it.each([
    ['what is no JSON', '{"text":\n', 'Line 1: it is not JSON'],
    ['a list', '[1]\n', 'Line 1: it is no object'],
    [
      'a group in a pair',
      '{"text":"the ","right":["is"],"wrong":"are"}',
      'Line 1: "right" is neither text nor a number',
    ],
    ['no wrong side', '\n{"text":"the ","right":"is"}', 'Line 2: the pair has no "wrong"'],
    ['half a sentence pair', '{"sentence_good":"the key is old."}', 'Line 1: it has no "sentence_bad"'],
    ['nothing', '', 'It holds no pair'],
  ])('are refused with %s', async (_, content, why) => {
    await expect(read(content, { name: 'pairs.jsonl' })).rejects.toThrow(why);
  });
});

describe('the triples of colorlessgreenRNNs', () => {
  const generated = 'L!NOUN_VERB!Number=Plur\t1\t7\t2\tVERB\tNumber=Sing\tis\tare\tbe\t1\tNOUN\tthe key\n';
  const linzen = '2\tis\tare\t1\n';
  const of = (gold: string, place = '2') => ({
    'a.text': 'the key is old . <eos>\n',
    'a.gold': gold,
    'a.eval': `${place}\n`,
  });

  it('compare whole sentences, or the word alone', async () => {
    expect(told(await read(of(linzen), { name: 'a.text' }))).toEqual(['the| |key|  / is| |old| |. / are| |old| |.']);
    const word = await read(of(generated), { name: 'a.eval', compare: 'word' });
    expect([told(word), word.by]).toEqual([['the| |key|  / is / are'], ['pattern', 'kind']]);
    expect(word.pairs[0]?.values).toEqual({ pattern: 'L NOUN_VERB', kind: 'generated' });
  });

  it.each([
    ['files of different lengths', { ...of(linzen), 'a.eval': '2\n3\n' }, '.text has 1 line, .gold 1 and .eval 2'],
    ['places that differ', of(linzen, '3'), 'Line 1: .gold asks for word 2 and .eval for word 3'],
    ['no place', of('is\tare\n'), 'Line 1: .gold does not say'],
    ['a place behind the sentence', of('5\tis\tare\t0\n', '5'), 'Line 1: the sentence has no word 5'],
  ])('are refused with %s', async (_, content, why) => {
    await expect(read(content, { name: 'a.text' })).rejects.toThrow(why);
  });
});
