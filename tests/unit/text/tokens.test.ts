import { expect, it } from 'vitest';
import { type Cut, joinTokens, withSpaces } from '../../../runner/core/cut.ts';
import { isWord, tokenize } from '../../../runner/text/tokens.ts';

/** The tokens with a bar between them. */
const cut = (text: string, how: Cut) => tokenize(text, how).join('|');

it.each<[string, Cut, string, string]>([
  ['words and marks', 'word', "don't stop_1  now\n", "don|'|t| |stop_1| | |now|\n"],
  ['words of every script', 'word', 'Ünïcødé سلام 日本語!', 'Ünïcødé| |سلام| |日本語|!'],
  ['combining marks, emoji and lone surrogates', 'word', 'cafe\u0301 😀\ud800x', 'cafe|\u0301| |😀|\ud800|x'],
  ['code points', 'character', 'a😀e\u0301\ud800', 'a|😀|e|\u0301|\ud800'],
  ['bytes, ASCII as it is', 'byte', 'né😀\n', 'n|<0xC3>|<0xA9>|<0xF0>|<0x9F>|<0x98>|<0x80>|\n'],
  ['what white space parts', 'whitespace', "  it was n't <unk> . \r\n \t u.s. $\n", "it|was|n't|<unk>|.|\n|u.s.|$|\n"],
  ['white space alone', 'whitespace', ' \t ', ''],
  ['written ends of lines', 'whitespace', 'it <eos>\n no <eos> \t\nand <eos> so\n\n', 'it|\n|no|\n|and|\n|so|\n|\n'],
  ['no ends of lines', 'whitespace', 'a <eos>b\nc<eos>\n', 'a|<eos>b|\n|c<eos>|\n'],
  ['no text', 'word', '', ''],
])('tokens are %s', (_, how, text, tokens) => {
  expect(cut(text, how)).toBe(tokens);
});

it.each<[Cut, string, joined?: string]>([
  ['word', 'One 😀, two\r\nand cafe\u0301 \ud800\udbff<unk>'],
  ['character', 'One 😀, two\r\nand cafe\u0301 \ud800\udbff<unk>'],
  ['byte', 'né—😀\n'],
  ['byte', '\ufeff'],
  ['whitespace', "  no it was n't <unk> .\nu.s. $ N\n\t", "no it was n't <unk> .\nu.s. $ N\n"],
])('tokens of %ss joined are the text: %j', (how, text, joined = text) => {
  expect(joinTokens(tokenize(text, how), how)).toBe(joined);
});

it('tokens of bytes show each character at its last byte, and half a character as none', () => {
  expect(withSpaces(tokenize('né—x', 'byte'), 'byte')).toEqual(['n', '', 'é', '', '', '—', 'x']);
  expect(joinTokens(['a', '<0xC3>'], 'byte')).toBe('a\ufffd');
  expect(joinTokens(['<unk>', 'a'], 'byte')).toBe('<unk>a');
});

it('tokens of a text that is tokenized already are those of its lines, whether each writes out where it ends or not', () => {
  const lines = ['it was <eos>\n', 'no end\n', '\n', ' so <eos> \n', 'on'];
  const ofEach = lines.flatMap((line) => tokenize(line, 'whitespace'));
  expect(tokenize(lines.join(''), 'whitespace')).toEqual(ofEach);
  expect(ofEach.join('|')).toBe('it|was|\n|no|end|\n|\n|so|\n|on');
});

it('tokens are words where they hold a letter or a number, but for <unk>', () => {
  expect(['é1_', '日', "n't", 'u.s.', '10-year'].filter((token) => !isWord(token))).toEqual([]);
  expect(['', ' ', '-', 'a b', '<unk>', '--', '$'].filter(isWord)).toEqual([]);
});
