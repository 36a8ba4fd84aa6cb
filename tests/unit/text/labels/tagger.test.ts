/** Words as a tagger is shown them, the tags that tokens take from them, and the taggers: the built-in one and NLTK's. */
import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { readNltkTagger } from '../../../../runner/io/formats/nltk/tagger.ts';
import { loadWinkTagger, makePerceptron, makeTag, tagInContext } from '../../../../runner/text/labels/penn.ts';
import { tokenize } from '../../../../runner/text/tokens.ts';

/** The sentences that a tagger is shown, words apart by spaces, and the word whose tag each token takes. */
function tagging(text: string, cut?: 'whitespace') {
  const sentences: string[] = [];
  const tags = tagInContext(
    tokenize(text, cut ?? 'word'),
    (words) => {
      sentences.push(words.join(' '));
      return [...words];
    },
    cut,
  );
  return { sentences, tags };
}

it('a text that is tokenized already is taken as it is', () => {
  expect(tagging("he did n't see the boys ' u.s. e-mail .\n“ no ”", 'whitespace')).toEqual({
    sentences: ["he did n't see the boys ' u.s. e-mail .", "`` no ''"],
    tags: [..."he did n't see the boys ' u.s. e-mail . _SP `` no ''".split(' ')],
  });
});

it.each([
  ['contractions are taken apart', "I don't, you can’t, he WON'T", ["I do n't , you ca n't , he WO N'T"]],
  ['of all kinds', "they're Jane's and I'd know", ["they 're Jane 's and I 'd know"]],
  ['other words stay whole', "ma'am, six o'clock, mother-in-law's", ["ma'am , six o'clock , mother-in-law 's"]],
  ['accents', 'cafe\u0301s', ['cafe\u0301s']],
  ['numbers', '1,000,000.50 or 3.5, 4', ['1,000,000.50 or 3.5 , 4']],
  ['quotation marks and dots', '"Well," she said--"it is...', ["`` Well , '' she said -- `` it is ..."]],
  ['curly ones and dashes', '“So” — ‘now’.', ["`` So '' -- `` now '' ."]],
  ['abbreviations and initials', 'Mr. Brown and G. K. Chesterton.', ['Mr. Brown and G. K. Chesterton .']],
  ['sentences', '(He ran.) "Did he?" Yes! So.', ['( He ran . )', "`` Did he ? ''", 'Yes !', 'So .']],
  ['lines', 'CHAPTER I\nIt was\n', ['CHAPTER I', 'It was']],
  ['marks within', 'It cost 3.50 at x.org, so did I. Then', ['It cost 3.50 at x . org , so did I .', 'Then']],
  ['white space', ' \n\t ', []],
])('a tagger is shown words as Penn writes them, sentence by sentence: %s', (_, text, shown) => {
  expect(tagging(text).sentences).toEqual(shown);
});

it.each([
  ['takes the tag of its word', "don't e-mail", "do|n't|n't|_SP|e-mail|HYPH|e-mail"],
  ['keeps a tag of its own as a mark inside a word', 'Mr. B 1,5', 'Mr.|.|_SP|B|_SP|1,5|,|1,5'],
  ['takes the tag of a run of marks', 'a--b...', 'a|--|--|b|...|...|...'],
  ['is white space where it is white space', 'a \u00a0\n', 'a|_SP|_SP|_SP'],
  ['is none of no text', '', ''],
])('each token %s', (_, text, tags) => {
  expect(tagging(text).tags.join('|')).toBe(tags);
});

it('each token gets a tag in any text', () => {
  const text = `''"-'--.'t n't' 's 1.,2 \u0301a\u0301 '\u0301 -a- Mr. "' ..` + "x'd'd I.";
  const { tags } = tagging(text);
  expect(tags).toHaveLength(tokenize(text, 'word').length);
  expect(tags.every((tag) => tag !== '')).toBe(true);
});

const winkWords = loadWinkTagger();
const tag = makeTag(winkWords);
const tags = (text: string, context: boolean): string[] => tag(tokenize(text, 'word'), { context });

it.each([
  ['tags words in their sentence', 'The cat runs.', 'DT _SP NN _SP VBZ .'],
  ['tags parts of words', "They don't", 'PRP _SP VBP RB RB'],
  ['tells a verb by its sentence', 'I will book it.', 'PRP _SP MD _SP VB _SP PRP .'],
  ['tells a noun by its sentence', 'Read the book.', 'VB _SP DT _SP NN .'],
  ['calls quotation marks as Penn does', '"Yes" ', "`` UH '' _SP"],
])('the built-in tagger %s', (_, text, expected) => {
  expect(tags(text, true).join(' ')).toBe(expected);
});

it('the built-in tagger is not confused by words that are properties of every object', () => {
  expect(tags('constructor __proto__ toString', true)).toHaveLength(5);
  const tokens = ['constructor', '__proto__', 'toString', '“'];
  const ofTokenized = makeTag(winkWords, 'whitespace')(tokens, { context: true });
  expect(ofTokenized).toEqual(winkWords(['constructor', '__proto__', 'toString', '``']));
  expect(ofTokenized.at(-1)).toBe('``');
});

it('tagging each token alone calls no white space a noun, tags the same token the same, and asks once for each', () => {
  expect(tags('The cat\n', false)).toEqual(['DT', '_SP', 'NN', '_SP']);
  expect(tags('I will book it.', false)[4]).toBe(tags('Read the book.', false)[4]);
  const asked = vi.fn((words: readonly string[]) => words.map(() => 'X'));
  expect(makeTag(asked)(['a', ' ', 'a', 'b'], { context: false })).toEqual(['X', '_SP', 'X', 'X']);
  expect(asked).toHaveBeenCalledTimes(2);
});

/** A small tagger that NLTK 3.9.1 trained, and the tags that it gave with it. */
const model = await readNltkTagger('tests/fixtures/nltk', '.');
const expected: { words: string[]; tags: string[] }[] = JSON.parse(
  readFileSync('tests/fixtures/nltk/expected.json', 'utf8'),
);

it("the perceptron gives NLTK's tags", () => {
  const tagWords = makePerceptron(model);
  for (const { words, tags } of expected) expect(tagWords(words)).toEqual(tags);
});

it.each([
  ['words of the dictionary their only tag', { bias: { A: 1 } }, { the: 'DT' }, ['the', 'constructor'], ['DT', 'A']],
  ['the last tag by name when nothing decides', {}, {}, ['x'], ['C']],
])('the perceptron gives %s', (_, weights, tagdict, words, wanted) => {
  expect(makePerceptron({ weights, tagdict, classes: ['B', 'C', 'A'] })(words)).toEqual(wanted);
});
