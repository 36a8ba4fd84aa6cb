import { describe, expect, it } from 'vitest';
import { splitDocuments } from '../../../runner/corpus/documents.ts';

/** `words` tokens a line, the line break among them. */
const lines = (count: number, words: number): string => `${'.'.repeat(words - 1)}\n`.repeat(count);
const lengths = (text: string): number[] => splitDocuments(text, 'word').map((document) => document.length);

describe('documents', () => {
  it('are as short as is asked', () => {
    const text = 'one two three.\n'.repeat(100);
    // Each line has seven tokens: three words, two spaces, the stop and the line break.
    expect(splitDocuments(text, 'word', 64).map((document) => document.split('\n').length - 1)).toEqual([
      10, 10, 10, 10, 10, 10, 10, 10, 10, 10,
    ]);
  });

  it('are whole lines of at least 512 tokens', () => {
    expect(lengths(lines(1000, 10))).toEqual([...new Array(18).fill(520), 640]);
  });

  it('give a shorter rest to the one before', () => {
    expect(lengths(lines(1023, 1))).toEqual([1023]);
    expect(lengths(lines(1024, 1))).toEqual([512, 512]);
    expect(lengths(lines(1025, 1))).toEqual([512, 513]);
  });

  it('are as long as a line that is never broken', () => {
    expect(lengths(`${'.'.repeat(5000)}\n${'.'.repeat(600)}`)).toEqual([5001, 600]);
  });

  it('joined are the text, to the last character', () => {
    const text = `\n\n${lines(300, 7)}Word 😀 ${lines(200, 9)}no line break at the end`;
    expect(splitDocuments(text, 'word').join('')).toBe(text);
    expect(splitDocuments(text, 'character').join('')).toBe(text);
  });

  it('count characters when those are the tokens', () => {
    expect(splitDocuments('😀😀😀\n'.repeat(300), 'character').map((document) => [...document].length)).toEqual([
      512, 688,
    ]);
  });

  it('of a short text are one, of no text none', () => {
    expect(splitDocuments('Hello', 'word')).toEqual(['Hello']);
    expect(splitDocuments('', 'word')).toEqual([]);
  });
});
