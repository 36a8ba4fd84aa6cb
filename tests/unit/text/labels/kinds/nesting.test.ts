import { describe, expect, it } from 'vitest';
import { markNesting } from '../../../../../runner/text/labels/nesting.ts';
import { tokenize } from '../../../../../runner/text/tokens.ts';
import { runs } from '../a-tools.ts';
import { hostileTexts } from '../hostile-texts.ts';

/** The runs of tokens that stand inside. */
function inside(kind: 'quotes' | 'parentheses' | 'braces', text: string, depth: number): string[] {
  const tokens = tokenize(text, 'word');
  return runs(tokens, markNesting(kind, depth, tokens));
}

/** What stands inside, depth by depth; of each the marks stay outside. */
it.each<[string, Parameters<typeof inside>[0], string, ...string[][]]>([
  ['over lines', 'braces', 'a { b\n  { c } d\n} e }', [' b\n  { c } d\n'], [' c ']],
  ['two pairs', 'parentheses', 'a (b c) d (e)', ['b c', 'e']],
  ['nothing', 'parentheses', 'a () b', []],
  ['inner pairs in the outer one', 'parentheses', 'a (b (c (d)) e) f', ['b (c (d)) e'], ['c (d)'], ['d'], []],
  ['an open one, to the end of its line', 'parentheses', 'a (b\nc) d', ['b']],
  ['one that closes nothing', 'parentheses', ':) a (b) c) d', ['b']],
  ['full width', 'parentheses', 'a（b）c', ['b']],
  ['straight marks', 'quotes', '"Well," she said, "it is."', ['Well,', 'it is.']],
  ['curly marks', 'quotes', '“Well,” she said, “it is.”', ['Well,', 'it is.']],
  ['of three languages', 'quotes', '„Ja“, sagte er. « Oui », dit-il. 「はい」と', ['Ja', ' Oui ', 'はい']],
  ['single marks', 'quotes', "'I don't know,' said Alice, 'that's it!'", ["I don't know,", "that's it!"]],
  ['curly single marks', 'quotes', '‘I don’t know,’ said Alice.', ['I don’t know,']],
  ['apostrophes', 'quotes', "Don't! It's the boys' house, o'clock, rock 'n' roll.", []],
  ['apostrophes that begin', 'quotes', "'Tis the dogs' day; 'twas in the '90s, for 'em dogs'.", []],
  ['more of them', 'quotes', "Give 'im the dogs: 'ere we are", []],
  ['quotes in quotes', 'quotes', '"He said \'no\' to me," she said.', ["He said 'no' to me,"], ['no']],
  [
    'the other way round',
    'quotes',
    '\'I heard "off with his head!" and ran,\' he said',
    ['I heard "off with his head!" and ran,'],
    ['off with his head!'],
  ],
  [
    'what was opened inside a pair ends with it',
    'quotes',
    "\"It was 'his own,\" she said, 'and no one's.'",
    ["It was 'his own,", "and no one's."],
  ],
  // A speech of several paragraphs opens in each and closes in the last.
  ['an open mark, to the end of its line', 'quotes', '"One.\n"Two." He left.\nThree.', ['One.', 'Two.']],
  ['a mark that closes nothing', 'quotes', 'One." He left. "Two." Three', ['Two.']],
  ['a mark that is missing', 'quotes', '"One, he said. "Two," he said, "three."', ['One, he said. "Two,', 'three.']],
  ['a curly one', 'quotes', '“One, he said. “Two,” he said, “three.”', ['One, he said. “Two,', 'three.']],
  ['after a dash', 'quotes', 'He gave it--"for you." "I am--" "No--"cried he.', ['for you.', 'I am--', 'No--']],
])('inside stands what marks hold: %s', (_, kind, text, ...byDepth) => {
  for (const [index, runs] of byDepth.entries()) expect(inside(kind, text, index + 1)).toEqual(runs);
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
