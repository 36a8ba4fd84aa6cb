import { describe, expect, it } from 'vitest';
import { naturalLength, naturalStretches } from '../../../runner/text/natural-segments.ts';
import { tokenize } from '../../../runner/text/tokens.ts';

const text = 'Mr. Hall came.  "Who?" he said.\nNot I.\n\n \nIt é ended\n';
const sentences = ['Mr. Hall came.', '"Who?" he said.', 'Not I.', 'It é ended'];
const lines = ['Mr. Hall came.  "Who?" he said.\n', 'Not I.\n', 'It é ended\n'];
const paragraphs = ['Mr. Hall came.  "Who?" he said.\nNot I.', 'It é ended'];

/** Any pieces that, joined, are the text: here of three characters. */
const inThrees = (whole: string) => whole.match(/.{1,3}/gsu) ?? [];

describe('the stretches of a text', () => {
  it.each(['word', 'character'] as const)('are found in every %s', (unit) => {
    const tokens = tokenize(text, unit);
    const found = (by: 'sentence' | 'line' | 'paragraph' | 'document') =>
      naturalStretches(by, tokens, { unit }).map(([start, end]) => tokens.slice(start, end).join(''));
    expect(found('sentence')).toEqual(sentences);
    expect(found('line')).toEqual(lines);
    expect(found('paragraph')).toEqual(paragraphs);
    expect(found('document')).toEqual([text]);
  });

  it('are found in bytes, of which a character may take two', () => {
    const tokens = tokenize(text, 'byte');
    const bytes = (by: 'sentence' | 'line' | 'paragraph') =>
      naturalStretches(by, tokens, { unit: 'byte' }).map(([start, end]) => end - start);
    const sizes = (texts: readonly string[]) => texts.map((each) => Buffer.byteLength(each));
    expect(bytes('sentence')).toEqual(sizes(sentences));
    expect(bytes('line')).toEqual(sizes(lines));
    expect(bytes('paragraph')).toEqual(sizes(paragraphs));
  });

  it('of pieces of words hold every piece that shows a part of them, once', () => {
    const tokens = inThrees(text);
    for (const by of ['sentence', 'line', 'paragraph'] as const) {
      const found = naturalStretches(by, tokens, { unit: 'subword' });
      const starts = found.map(([start]) => start);
      expect(starts).toEqual([...new Set(starts)].toSorted((a, b) => a - b));
      found.forEach(([start, end], index) => {
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(found[index + 1]?.[0] ?? tokens.length);
      });
    }
    expect(naturalStretches('line', tokens, { unit: 'subword' })).toHaveLength(3);
  });

  it('are lines where white space stands between tokens, and what is nothing has none', () => {
    const tokens = tokenize('it is . and so\non <eos> no\n', 'whitespace');
    const how = { unit: 'word', tokens: 'whitespace' } as const;
    const joined = naturalStretches('sentence', tokens, how).map(([from, to]) => tokens.slice(from, to).join(' '));
    expect(joined[0]).toBe('it is .');
    for (const by of ['sentence', 'line', 'paragraph', 'document'] as const)
      expect(naturalStretches(by, [], { unit: 'word' })).toEqual([]);
  });
});

describe('the tokens that are read of each stretch', () => {
  it('are as many as make most in all', () => {
    expect(naturalLength([10, 10, 10, 1, 39])).toBe(10);
    expect(naturalLength([10, 10, 10, 1, 40])).toBe(40);
    expect(naturalLength([3, 3, 6])).toBe(3);
    expect(naturalLength([2])).toBe(2);
  });

  it('are none where none has two', () => {
    expect(naturalLength([1, 1, 0])).toBeNull();
  });
});
