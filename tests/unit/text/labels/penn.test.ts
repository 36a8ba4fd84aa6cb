import { describe, expect, it } from 'vitest';
import { tagInContext } from '../../../../runner/text/labels/penn.ts';
import { tokenize } from '../../../../runner/text/tokens.ts';

/** The sentences that a tagger is shown, words apart by spaces. */
function sentences(text: string): string[] {
  const seen: string[] = [];
  tagInContext(tokenize(text, 'word'), (words) => {
    seen.push(words.join(' '));
    return words.map(() => 'X');
  });
  return seen;
}

/** Each token with the Penn word whose tag it takes. */
const taggedAs = (text: string): string[] => tagInContext(tokenize(text, 'word'), (words) => [...words]);

it('takes the tokens of a text that is tokenized already as they are', () => {
  const seen: string[] = [];
  const tokens = tokenize("he did n't see the boys ' u.s. e-mail .\n“ no ”", 'whitespace');
  const tags = tagInContext(
    tokens,
    (words) => {
      seen.push(words.join(' '));
      return words.map((_, index) => `${index}`);
    },
    'whitespace',
  );
  expect(seen).toEqual(["he did n't see the boys ' u.s. e-mail .", "`` no ''"]);
  expect(tags).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '_SP', '0', '1', '2']);
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
  [
    'marks within',
    'It cost 3.50 at example.org, so did I. Then',
    ['It cost 3.50 at example . org , so did I .', 'Then'],
  ],
  ['white space', ' \n\t ', []],
])('a tagger is shown words as Penn writes them, sentence by sentence: %s', (_, text, shown) => {
  expect(sentences(text)).toEqual(shown);
});

describe('each token', () => {
  it.each([
    ['takes the tag of its word', "don't e-mail", "do|n't|n't|_SP|e-mail|HYPH|e-mail"],
    ['keeps a tag of its own as a mark inside a word', 'Mr. B 1,5', 'Mr.|.|_SP|B|_SP|1,5|,|1,5'],
    ['takes the tag of a run of marks', 'a--b...', 'a|--|--|b|...|...|...'],
    ['is white space where it is white space', 'a \u00a0\n', 'a|_SP|_SP|_SP'],
    ['is none of no text', '', ''],
  ])('%s', (_, text, tags) => {
    expect(taggedAs(text).join('|')).toBe(tags);
  });

  it('gets a tag in any text', () => {
    const text = `''"-'--.'t n't' 's 1.,2 \u0301a\u0301 '\u0301 -a- Mr. "' ..` + "x'd'd I.";
    const tags = taggedAs(text);
    expect(tags).toHaveLength(tokenize(text, 'word').length);
    expect(tags.every((tag) => tag !== '')).toBe(true);
  });
});
