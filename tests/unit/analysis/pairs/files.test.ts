/** What is read of files of pairs, and what is refused, with the line. In tables | stands for a tab. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodePairs, type PairOptions, vocabularyTokens } from '../../../../runner/analysis/pairs/encode.ts';
import type { Cut } from '../../../../runner/core/cut.ts';
import { readPairFile } from '../../../../runner/experiment/pairs/read-pairs.ts';
import { Vocabulary } from '../../../../runner/text/vocabulary.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';

const { path: folder, write } = temporaryFolder();

const vocabulary = new Vocabulary('<unk>, ,.,the,key,keys,is,are,old,מפתח,ישן,<,script,>'.split(','));
let files = 0;

async function read(
  content: string | Uint8Array | Record<string, string>,
  options: Partial<PairOptions> & { name?: string; cut?: Cut; compare?: 'word' | 'sentence' } = {},
) {
  const { name = 'pairs.tsv', cut = 'word', compare = 'sentence', ...asked } = options;
  const own = String(files++);
  const contents = typeof content === 'string' || content instanceof Uint8Array ? { [name]: content } : content;
  for (const [each, text] of Object.entries(contents))
    write(`${own}-${each}`, typeof text === 'string' ? text.replaceAll('|', '\t') : text);
  const source = { path: join(folder, `${own}-${name}`), name: 'agreement' };
  const file = await readPairFile(source, compare, '/', () => undefined);
  return encodePairs(file, vocabularyTokens(vocabulary, cut), { source, hasBefore: false, ...asked });
}
const words = (ids: Int32Array | undefined) => Array.from(ids ?? [], (id) => vocabulary.tokens[id]).join('|');
const told = ({ pairs }: Awaited<ReturnType<typeof read>>) =>
  pairs.map(({ text, right, wrong }) => [text, right, wrong].map(words).join(' / '));
const head = 'text|right|wrong';
const key = 'the key |is|are';

describe('a table', () => {
  it('gives texts, sides, conditions, twins and places', async () => {
    const found = await read(`id|${head}|subject|twin|at\na|${key}|one|b|2\nb|the keys |are|is|many|a|\n`);
    expect(told(found)).toEqual(['the| |key|  / is / are', 'the| |keys|  / are / is']);
    expect(found.by).toEqual(['subject']);
    expect(found.pairs).toMatchObject([
      { id: 'a', line: 2, twin: 1, at: 2, values: { subject: 'one' } },
      { id: 'b', line: 3, twin: 0, at: null, values: { subject: 'many' } },
    ]);
  });

  it.each([
    ['a byte order mark', `\ufeff${head}\n${key}\n`],
    ['line breaks of Windows', `${head}\r\n${key}\r\n\r\n`],
    ['no line break at its end', `${head}\n${key}`],
    ['quotation marks around cells', '"text"|"right"|"wrong"\n"the key "|"is"|"are"\n'],
    ['no space before the word', `${head}\nthe key|is|are\n`],
    ['columns in another order', 'wrong|text|right\nare|the key |is\n'],
    ['UTF-16, as spreadsheets save it', Buffer.from(`\ufeff${head}\n${key}\n`.replaceAll('|', '\t'), 'utf16le')],
  ])('may have %s', async (_, content) => {
    expect(told(await read(content))).toEqual(['the| |key|  / is / are']);
  });

  it.each([
    ['right-to-left text in its own order', 'מפתח |ישן|is', {}, 'מפתח|  / ישן / is'],
    ['marks of HTML as text', '<script>|is|are', {}, '<|script|> / is / are'],
    ['no space before a mark', 'the key|.|is', {}, 'the| |key / . /  |is'],
    ['no space where characters are read', '<|>|.', { cut: 'character' }, '< / > / .'],
    ['what both sides begin with in the text', 'the key |is old|is the', {}, 'the| |key| |is|  / old / the'],
  ] as const)('gives %s', async (_, row, options, expected) => {
    const found = await read(`${head}|note\n${row}|"&\n`, options);
    expect([told(found), found.pairs[0]?.values]).toEqual([[expected], { note: '"&' }]);
  });

  it('may have texts of any length', async () => {
    expect((await read(`${head}\n${'the key '.repeat(50_000)}|is|are\n`)).pairs[0]?.text).toHaveLength(200_000);
  });

  it('counts texts that the model reads with unknown words', async () => {
    const found = await read(`${head}\nthe zebra |is|are\n${key}\n`);
    expect([found.unknown, found.skipped, words(found.pairs[0]?.text)]).toEqual([1, 0, 'the| |<unk>| ']);
  });

  const twins = `${head}|subject|twin\n${key}|one|2\n${key}|one|1\n`;
  const rows = Array.from({ length: 60 }, (_, row) => `${key}|${row}\n`).join('');
  it.each<[string, string, string | RegExp, Partial<PairOptions>?]>([
    ['nothing', '', 'It has no first line'],
    ['no pair', `${head}\n\n`, 'It holds no pair'],
    ['no header', `${key}\n`, /Line 1: its columns are "the key", "is", "are", and text, .* not among them/],
    ['a column twice', `${head}|wrong\na|b|c|d\n`, 'Line 1: two columns are named "wrong"'],
    ['an empty side', `${head}\nthe key |is|\n`, 'Line 2: the pair has no "wrong"'],
    ['too many cells', `${head}\n${key}|old\n`, 'Line 2: it has 4 columns'],
    ['equal sides', `${head}\n${key}\nthe keys |is|is\n`, 'Line 3: right and wrong are the same, "is"'],
    ['an unknown word', `${head}\nthe key |is|zebra\n`, 'Line 2: the model does not know "zebra"'],
    ['<unk> as a word', `${head}\nthe key|<unk>|is\n`, 'Line 2: the model does not know "unk"'],
    ['an id twice', `id|${head}\na|${key}\na|the |key|is\n`, 'Line 3: the id "a" is that of line 2 already'],
    ['no such twin', `${head}|twin\n${key}|9\n`, 'Line 2: there is no pair "9" to be its twin'],
    ['itself as its twin', `${head}|twin\n${key}|1\n`, 'Line 2: the pair is named as its own twin'],
    ['a place that is none', `${head}|at\n${key}|-1\n`, 'Line 2: "at" is "-1"'],
    ['a place behind the text', `${head}|at\n${key}|4\n`, 'Line 2: "at" is 4, and the text has 4 tokens'],
    ['an empty text', `${head}\n|is|are\n`, 'Line 2: nothing is read before the word that is asked for'],
    ['a twin of the same value', twins, 'Line 2: the twin has the same subject, "one"', { mark: 'subject' }],
    [
      'no condition that is named',
      twins,
      /Line 2: .* no "number"[\s\S]*Its conditions are subject/,
      { by: ['number'] },
    ],
    ['a condition for each pair', `${head}|number\n${rows}`, '60 conditions'],
    ['no column of depths', twins, 'no "deep"', { depth: 'deep' }],
    ['a depth too few', `${head}|deep\n${key}|2\n`, /"deep" must have 2 numbers, .* got "2"/, { depth: 'deep' }],
    ['a depth that is no number', `${head}|deep\n${key}|2 x\n`, 'got "2 x"', { depth: 'deep' }],
    ['nothing but unknown words', `${head}\nthe |zebra|is\n`, 'each of its 1 pair', { unknown: 'skip' }],
  ])('is refused with %s', async (_, content, why, asked) => {
    await expect(read(content, asked)).rejects.toThrow(why);
  });

  it('may say how deep each word stands, which is no condition', async () => {
    const found = await read(`${head}|deep|subject\nthe key.|is|are|1 2 0.5|one\n`, { depth: 'deep' });
    expect([found.by, found.pairs[0]?.values]).toEqual([['subject'], { subject: 'one' }]);
    expect([...(found.pairs[0]?.depths ?? [])]).toEqual([1, Number.NaN, 2, 0.5]);
  });

  it('of many numbers may be asked by no condition', async () => {
    expect((await read(`${head}|number\n${rows}`, { by: [] })).pairs).toHaveLength(60);
  });

  it('may leave out pairs of which the model lacks a word, and counts them; their twins have none', async () => {
    const found = await read(`${head}|twin\nthe key |is|zebra|2\nthe keys |are|is|1\n`, { unknown: 'skip' });
    expect([found.skipped, found.pairs.length, found.pairs[0]?.twin]).toEqual([1, 1, null]);
  });

  it('is refused where it is not there, or its name says nothing', async () => {
    const readNamed = (path: string) => readPairFile({ path, name: 'a' }, 'word', folder, () => undefined);
    await expect(readNamed('gone.tsv')).rejects.toThrow(`There is no file ${join(folder, 'gone.tsv')}`);
    await expect(readNamed('a.xlsx')).rejects.toThrow('Its name does not say');
  });
});

describe('JSON lines', () => {
  const name = 'pairs.jsonl';
  it('give pairs, and sentences where BLiMP writes them', async () => {
    const found = await read('{"text":"the key ","right":"is","wrong":"are","depth":2,"plural":false}\n\n', { name });
    expect(told(found)).toEqual(['the| |key|  / is / are']);
    expect([found.by, found.pairs[0]?.values]).toEqual([['depth', 'plural'], { depth: '2', plural: 'false' }]);
    const blimp = { sentence_good: 'the key is old.', sentence_bad: 'the key are old.', UID: 'agreement', pairID: '0' };
    const sentences = await read(JSON.stringify(blimp), { name });
    expect([told(sentences), sentences.by]).toEqual([['the| |key|  / is| |old|. / are| |old|.'], ['UID']]);
  });

  it.each([
    ['what is no JSON', '{"text":\n', 'Line 1: it is not JSON'],
    ['a list', '[1]\n', 'Line 1: it is no object'],
    ['a group', '{"text":"the ","right":["is"],"wrong":"are"}', 'Line 1: "right" is neither text nor a number'],
    ['no wrong side', '\n{"text":"the ","right":"is"}', 'Line 2: the pair has no "wrong"'],
    ['half a sentence pair', '{"sentence_good":"the key is old."}', 'Line 1: it has no "sentence_bad"'],
    ['nothing', '', 'It holds no pair'],
  ])('are refused with %s', async (_, content, why) => {
    await expect(read(content, { name })).rejects.toThrow(why);
  });
});

describe('the triples of colorlessgreenRNNs', () => {
  const generated = 'L!NOUN_VERB!Number=Plur|1|7|2|VERB|Number=Sing|is|are|be|1|NOUN|the key\n';
  const linzen = '2|is|are|1\n';
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
    ['no place', of('is|are\n'), 'Line 1: .gold does not say'],
    ['a place behind the sentence', of('5|is|are|0\n', '5'), 'Line 1: the sentence has no word 5'],
  ])('are refused with %s', async (_, content, why) => {
    await expect(read(content, { name: 'a.text' })).rejects.toThrow(why);
  });
});

it('the English pairs of agreement are of words that the network knows, balanced, and their twins differ in the subject', async () => {
  const known = new Vocabulary(JSON.parse(readFileSync('models/stories-lstm/model.json', 'utf8')).vocabulary);
  const source = { path: 'experiments/agreement-english.tsv', name: 'agreement' };
  const file = await readPairFile(source, 'sentence', '.', () => undefined);
  const options = { source, hasBefore: true, mark: 'subject', across: 'differing', depth: 'depth', by: [] };
  const { pairs, unknown, skipped } = encodePairs(file, vocabularyTokens(known, 'word'), options);
  expect([pairs.length, unknown, skipped]).toEqual([300, 0, 0]);
  const cells = Map.groupBy(pairs, ({ right, values }) => `${right} ${values.subject} ${values.differing}`);
  expect([...cells].filter(([cell, { length }]) => length !== (cell.endsWith('0') ? 30 : 10))).toEqual([]);
  expect(cells.size).toBe(18);
  for (const { text, right, twin, depths } of pairs) {
    const other = pairs[twin ?? -1];
    expect([other?.wrong, other?.depths]).toEqual([right, depths]);
    expect([...text].filter((id, place) => other?.text[place] !== id)).toHaveLength(1);
  }
});
