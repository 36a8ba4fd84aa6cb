import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { joinTokens, withSpaces } from '../../../runner/core/cut.ts';
import { countTokens, isWord, tokenize } from '../../../runner/text/tokens.ts';

const reference = 'tests/fixtures/reference/lstm';

describe('words', () => {
  it('are runs of letters, numbers and underscores; all else stands alone', () => {
    expect(tokenize("don't stop_1  now\n", 'word')).toEqual(['don', "'", 't', ' ', 'stop_1', ' ', ' ', 'now', '\n']);
  });

  it('are found in every script', () => {
    expect(tokenize('Ünïcødé سلام 日本語!', 'word')).toEqual(['Ünïcødé', ' ', 'سلام', ' ', '日本語', '!']);
  });

  it('keep combining marks, emoji and lone surrogates as tokens of their own', () => {
    expect(tokenize('cafe\u0301 😀\ud800x', 'word')).toEqual(['cafe', '\u0301', ' ', '😀', '\ud800', 'x']);
  });

  it('are those of the reference text', () => {
    const text = readFileSync(`${reference}/text.txt`, 'utf8');
    expect(tokenize(text, 'word')).toEqual(JSON.parse(readFileSync(`${reference}/tokens.json`, 'utf8')));
  });
});

describe('characters', () => {
  it('are code points', () => {
    expect(tokenize('a😀e\u0301\ud800', 'character')).toEqual(['a', '😀', 'e', '\u0301', '\ud800']);
  });
});

describe('bytes', () => {
  const text = 'né—😀\n';
  const tokens = ['n', '<0xC3>', '<0xA9>', '<0xE2>', '<0x80>', '<0x94>', '<0xF0>', '<0x9F>', '<0x98>', '<0x80>', '\n'];

  it('are those of the UTF-8, ASCII as it is', () => {
    expect(tokenize(text, 'byte')).toEqual(tokens);
    expect(countTokens(`${text}\ud800`, 'byte')).toBe(tokenize(`${text}\ud800`, 'byte').length);
    expect(countTokens(text, 'byte')).toBe(Buffer.from(text).length);
  });

  it('are the text again, each character at its last byte', () => {
    expect(joinTokens(tokens, 'byte')).toBe(text);
    expect(withSpaces(tokens, 'byte')).toEqual(['n', '', 'é', '', '', '—', '', '', '', '😀', '\n']);
    expect(
      joinTokens(
        ['\ufeff'].flatMap((each) => tokenize(each, 'byte')),
        'byte',
      ),
    ).toBe('\ufeff');
    expect(joinTokens(['a', '<0xC3>'], 'byte')).toBe('a\ufffd');
    expect(joinTokens(['<unk>', 'a'], 'byte')).toBe('<unk>a');
  });
});

describe('tokens of a text that is tokenized already', () => {
  const text = "  no it was n't <unk> . \r\n \t u.s. $ N\n";

  it('are what stands between white space, and line breaks', () => {
    expect(tokenize(text, 'whitespace')).toEqual([
      'no',
      'it',
      'was',
      "n't",
      '<unk>',
      '.',
      '\n',
      'u.s.',
      '$',
      'N',
      '\n',
    ]);
    expect(countTokens(text, 'whitespace')).toBe(11);
    expect(tokenize(' \t ', 'whitespace')).toEqual([]);
  });

  it('may write out where a line ends; the line break behind it is white space then', () => {
    const written = 'it was <eos>\n no <eos> \t\nand <eos> so\n\n';
    const tokens = ['it', 'was', '\n', 'no', '\n', 'and', '\n', 'so', '\n', '\n'];
    expect(tokenize(written, 'whitespace')).toEqual(tokens);
    expect(countTokens(written, 'whitespace')).toBe(tokens.length);
    expect(tokenize('a <eos>b\nc<eos>\n', 'whitespace')).toEqual(['a', '<eos>b', '\n', 'c<eos>', '\n']);
  });

  it('are of a text what they are of its lines, whether each writes out where it ends or not', () => {
    const lines = ['it was <eos>\n', 'no end\n', '\n', ' so <eos> \n', 'on'];
    const ofEach = lines.flatMap((line) => tokenize(line, 'whitespace'));
    expect(tokenize(lines.join(''), 'whitespace')).toEqual(ofEach);
    expect(ofEach).toEqual(['it', 'was', '\n', 'no', 'end', '\n', '\n', 'so', '\n', 'on']);
  });

  it('are the text again with single spaces between them', () => {
    const again = "no it was n't <unk> .\nu.s. $ N\n";
    expect(joinTokens(tokenize(text, 'whitespace'), 'whitespace')).toBe(again);
    expect(joinTokens(tokenize(again, 'word'), 'word')).toBe(again);
    expect(withSpaces(['a', 'b', '\n', '\n', 'c'], 'whitespace')).toEqual(['a ', 'b', '\n', '\n', 'c']);
  });

  it('are words where they hold a letter or a number, but for <unk>', () => {
    expect(["n't", 'u.s.', '10-year', '<unk>', '--', '$'].map(isWord)).toEqual([true, true, true, false, false, false]);
  });
});

describe('tokens', () => {
  const text = 'One 😀, two\r\nand cafe\u0301 \ud800\udbff<unk>';

  it('joined are the text', () => {
    expect(tokenize(text, 'word').join('')).toBe(text);
    expect(tokenize(text, 'character').join('')).toBe(text);
  });

  it('are counted without being made', () => {
    expect(countTokens(text, 'word')).toBe(tokenize(text, 'word').length);
    expect(countTokens(text, 'character')).toBe([...text].length);
  });

  it('of no text are none', () => {
    expect(tokenize('', 'word')).toEqual([]);
    expect(countTokens('', 'word')).toBe(0);
    expect(countTokens('', 'character')).toBe(0);
  });

  it('know whether they are words', () => {
    expect(['é1_', '日', '', ' ', '-', 'a b'].map(isWord)).toEqual([true, true, false, false, false, false]);
  });
});
