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

describe('Penn words', () => {
  it('take contractions apart', () => {
    expect(sentences("I don't, you can’t, he WON'T: they're Jane's and I'd know")).toEqual([
      "I do n't , you ca n't , he WO N'T : they 're Jane 's and I 'd know",
    ]);
  });

  it('keep other words with an apostrophe, a hyphen or an accent whole', () => {
    expect(sentences("ma'am, six o'clock, mother-in-law's cafe\u0301s")).toEqual([
      "ma'am , six o'clock , mother-in-law 's cafe\u0301s",
    ]);
  });

  it('keep numbers whole', () => {
    expect(sentences('1,000,000.50 or 3.5, 4')).toEqual(['1,000,000.50 or 3.5 , 4']);
  });

  it('write dashes, dots and quotation marks as Penn does', () => {
    expect(sentences('"Well," she said--"it is... “So” — ‘now’.')).toEqual([
      "`` Well , '' she said -- `` it is ...",
      "`` So '' -- `` now '' .",
    ]);
  });

  it('keep abbreviations and initials with their full stops', () => {
    expect(sentences('Mr. Brown and G. K. Chesterton met Dr. Who.')).toEqual([
      'Mr. Brown and G. K. Chesterton met Dr. Who .',
    ]);
  });
});

describe('sentences', () => {
  it('end at a full stop, a question or an exclamation mark, with the quotation marks and brackets that follow', () => {
    expect(sentences('(He ran.) "Did he?" Yes! So.')).toEqual(['( He ran . )', "`` Did he ? ''", 'Yes !', 'So .']);
  });

  it('end at a line break', () => {
    expect(sentences('CHAPTER I\nIt was\n')).toEqual(['CHAPTER I', 'It was']);
  });

  it('do not end within a word or a number', () => {
    expect(sentences('It cost 3.50 at example.org today and so did I. Then')).toEqual([
      'It cost 3.50 at example . org today and so did I .',
      'Then',
    ]);
  });

  it('of white space or of nothing are none', () => {
    expect(sentences(' \n\t ')).toEqual([]);
    expect(tagInContext([], () => [])).toEqual([]);
  });
});

describe('each token', () => {
  it('takes the tag of its word', () => {
    expect(taggedAs("don't e-mail")).toEqual(['do', "n't", "n't", '_SP', 'e-mail', 'HYPH', 'e-mail']);
  });

  it('keeps a tag of its own as a mark inside a word', () => {
    expect(taggedAs('Mr. B 1,5')).toEqual(['Mr.', '.', '_SP', 'B', '_SP', '1,5', ',', '1,5']);
  });

  it('takes the tag of a run of marks', () => {
    expect(taggedAs('a--b...')).toEqual(['a', '--', '--', 'b', '...', '...', '...']);
  });

  it('is white space where it is white space', () => {
    expect(taggedAs('a \u00a0\n')).toEqual(['a', '_SP', '_SP', '_SP']);
  });

  it('gets a tag in any text', () => {
    const text = `''"-'--.'t n't' 's 1.,2 \u0301a\u0301 '\u0301 -a- Mr. "' ..` + "x'd'd I.";
    const tags = taggedAs(text);
    expect(tags).toHaveLength(tokenize(text, 'word').length);
    expect(tags.every((tag) => tag !== '')).toBe(true);
  });
});
