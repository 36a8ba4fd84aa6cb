import { describe, expect, it } from 'vitest';
import { splitDocuments } from '../../../runner/text/documents.ts';

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

  describe('of a program', () => {
    /** Functions of `inner` lines of ten characters between the first and the last, each with a blank line behind it. */
    const functions = (count: number, inner: number): string =>
      Array.from({ length: count }, (_, n) => `function f${n % 10}() {\n${'  call();\n'.repeat(inner)}}\n\n`).join('');

    it('end where the next definition begins, and are the text when joined', () => {
      const text = functions(40, 7);
      const documents = splitDocuments(text, 'character', 200, 'definitions');
      expect(documents.length).toBeGreaterThan(10);
      for (const document of documents) {
        expect(document.startsWith('function f')).toBe(true);
        expect(document.endsWith('}\n\n')).toBe(true);
        expect(document.length).toBeGreaterThanOrEqual(200);
      }
      expect(documents.join('')).toBe(text);
      // At line breaks some would begin inside a function.
      expect(splitDocuments(text, 'character', 200).some((each) => !each.startsWith('function'))).toBe(true);
    });

    it('end before any line where one definition is four times as long', () => {
      const text = functions(1, 300);
      const documents = splitDocuments(text, 'character', 200, 'definitions');
      expect(documents.length).toBe(4);
      expect(documents.join('')).toBe(text);
      expect(documents[1]?.startsWith('  call();')).toBe(true);
    });

    it('begin neither indented nor with what closes, and with comments and decorators', () => {
      const text = '/** Why. */\n@a\nclass A {\n  b;\n}\n// next\nlet c;\n'.repeat(9);
      for (const document of splitDocuments(text, 'character', 12, 'definitions'))
        expect(document).toMatch(/^[/@\p{L}]/u);
    });
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
