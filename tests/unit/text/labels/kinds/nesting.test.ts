import { describe, expect, it } from 'vitest';
import { markNesting } from '../../../../../runner/text/labels/nesting.ts';
import { tokenize, type Unit } from '../../../../../runner/text/tokens.ts';
import { hostileTexts } from '../hostile-texts.ts';

/** The runs of tokens that stand inside. */
function inside(kind: 'quotes' | 'parentheses' | 'braces', text: string, depth = 1, unit: Unit = 'word'): string[] {
  const tokens = tokenize(text, unit);
  const marks = markNesting(kind, depth, tokens);
  const runs: string[] = [];
  tokens.forEach((token, position) => {
    if (marks[position] !== 1) return;
    if (marks[position - 1] === 1) runs.push(`${runs.pop()}${token}`);
    else runs.push(token);
  });
  return runs;
}

it('stands inside braces what they hold, over lines, and not their marks', () => {
  expect(inside('braces', 'a { b\n  { c } d\n} e }', 1)).toEqual([' b\n  { c } d\n']);
  expect(inside('braces', 'a { b\n  { c } d\n} e }', 2)).toEqual([' c ']);
});

describe('inside parentheses', () => {
  it('stands what they hold, but not they themselves', () => {
    expect(inside('parentheses', 'a (b c) d (e)')).toEqual(['b c', 'e']);
    expect(inside('parentheses', 'a () b')).toEqual([]);
  });

  it('are those of the inner pairs, which stand inside the outer one', () => {
    const text = 'a (b (c (d)) e) f';
    expect(inside('parentheses', text)).toEqual(['b (c (d)) e']);
    expect(inside('parentheses', text, 2)).toEqual(['c (d)']);
    expect(inside('parentheses', text, 3)).toEqual(['d']);
    expect(inside('parentheses', text, 4)).toEqual([]);
  });

  it('stands what follows an open one up to the end of the line', () => {
    expect(inside('parentheses', 'a (b\nc) d')).toEqual(['b']);
  });

  it('stands nothing after one that closes nothing', () => {
    expect(inside('parentheses', ':) a (b) c) d')).toEqual(['b']);
  });

  it('of full width stands what they hold', () => {
    expect(inside('parentheses', 'a（b）c')).toEqual(['b']);
  });
});

describe('inside quotes', () => {
  const quotes = (text: string, depth = 1) => inside('quotes', text, depth);

  it('stands what straight or curly marks hold, but not they themselves', () => {
    expect(quotes('"Well," she said, "it is."')).toEqual(['Well,', 'it is.']);
    expect(quotes('“Well,” she said, “it is.”')).toEqual(['Well,', 'it is.']);
  });

  it('stands what German, French and Japanese marks hold', () => {
    expect(quotes('„Ja“, sagte er. « Oui », dit-il. 「はい」と')).toEqual(['Ja', ' Oui ', 'はい']);
  });

  it('stands what single marks hold, apostrophes among it', () => {
    expect(quotes("'I don't know,' said Alice, 'that's it!'")).toEqual(["I don't know,", "that's it!"]);
    expect(quotes('‘I don’t know,’ said Alice.')).toEqual(['I don’t know,']);
  });

  it('stands nothing because of an apostrophe', () => {
    expect(quotes("Don't! It's the boys' house, o'clock, rock 'n' roll.")).toEqual([]);
    expect(quotes("'Tis the dogs' day; 'twas in the '90s, for 'em dogs'.")).toEqual([]);
    expect(quotes("Give 'im the dogs: 'ere we are")).toEqual([]);
  });

  it('stand quotes in quotes, at depth 2', () => {
    const text = '"He said \'no\' to me," she said.';
    expect(quotes(text)).toEqual(["He said 'no' to me,"]);
    expect(quotes(text, 2)).toEqual(['no']);
    expect(quotes('\'I heard "off with his head!" and ran,\' he said', 2)).toEqual(['off with his head!']);
  });

  it('ends what was opened inside a pair with the pair', () => {
    expect(quotes("\"It was 'his own,\" she said, 'and no one's.'")).toEqual(["It was 'his own,", "and no one's."]);
  });

  it('stands what follows an open mark up to the end of the line', () => {
    // A speech of several paragraphs opens in each and closes in the last.
    expect(quotes('"One.\n"Two." He left.\nThree.')).toEqual(['One.', 'Two.']);
  });

  it('stands nothing after a mark that closes nothing', () => {
    expect(quotes('One." He left. "Two." Three')).toEqual(['Two.']);
  });

  it('does not change sides where a mark is missing', () => {
    expect(quotes('"One, he said. "Two," he said, "three."')).toEqual(['One, he said. "Two,', 'three.']);
    expect(quotes('“One, he said. “Two,” he said, “three.”')).toEqual(['One, he said. “Two,', 'three.']);
  });

  it('opens or closes after a dash, whichever is due', () => {
    expect(quotes('He gave it--"for you." "I am--" "No--"cried he.')).toEqual(['for you.', 'I am--', 'No--']);
  });
});

describe('any text', () => {
  it.each(Object.entries(hostileTexts))('%s: gives its characters what it gives its words', (_, text) => {
    for (const kind of ['quotes', 'parentheses'] as const) {
      for (const depth of [1, 2]) {
        const words = tokenize(text, 'word');
        const marks = markNesting(kind, depth, words);
        const ofCharacters = words.flatMap((word, position) => Array.from(word, () => marks[position]));
        expect([...markNesting(kind, depth, tokenize(text, 'character'))]).toEqual(ofCharacters);
      }
    }
  });

  it('without a line break is read in one go', () => {
    const tokens = tokenize(" 'a".repeat(100_000), 'word');
    expect(markNesting('quotes', 1, tokens).some((mark) => mark === 1)).toBe(false);
  });
});
