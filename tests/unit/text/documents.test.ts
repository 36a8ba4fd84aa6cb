import { describe, expect, it } from 'vitest';
import { cutDocuments, documentsIn } from '../../../runner/text/documents.ts';
import type { Cutting } from '../../../runner/text/tokens.ts';

const split = (text: string, cut: Cutting, documentLength?: number, documents?: 'definitions') => [
  ...cutDocuments([text], cut, { documentLength, documents }),
];
/** `words` tokens a line, the line break among them. */
const lines = (count: number, words: number): string => `${'.'.repeat(words - 1)}\n`.repeat(count);
const lengths = (text: string): number[] => split(text, 'word').map((document) => document.length);

describe('documents', () => {
  it.each([
    ['whole lines of at least 512 tokens', lines(1000, 10), [...new Array(18).fill(520), 640]],
    ['one where the rest is too short', lines(1023, 1), [1023]],
    ['two of equal length', lines(1024, 1), [512, 512]],
    ['two, of which the last has the rest', lines(1025, 1), [512, 513]],
    ['as long as a line that is never broken', `${'.'.repeat(5000)}\n${'.'.repeat(600)}`, [5001, 600]],
    ['one of a short text', 'Hello', [5]],
    ['none of no text', '', []],
  ])('are %s', (_, text, expected) => {
    expect(lengths(text)).toEqual(expected);
  });

  it('are as short as is asked, counted in tokens of any kind', () => {
    // Each line has seven tokens: three words, two spaces, the stop and the line break.
    const words = split('one two three.\n'.repeat(100), 'word', 64);
    expect(words.map((document) => document.split('\n').length - 1)).toEqual(new Array(10).fill(10));
    const characters = split('😀😀😀\n'.repeat(300), 'character');
    expect(characters.map((document) => [...document].length)).toEqual([512, 688]);
  });

  it('joined are the text, to the last character, and the same however it comes in pieces', () => {
    const text = `\n\n${lines(300, 7)}Word ${'a long line '.repeat(300)}${lines(200, 9)}no line break at the end`;
    const whole = split(text, 'word', 200);
    expect(whole.join('')).toBe(text);
    for (const size of [1, 7, 1000]) {
      const pieces = text.match(new RegExp(`.{1,${size}}`, 'gs')) ?? [];
      expect([...cutDocuments(pieces, 'word', { documentLength: 200 })]).toEqual(whole);
    }
  });

  it('are files as they are, but for blank ones, or cut for their definitions', () => {
    const program = 'let a;\nlet b;\n'.repeat(20);
    const source = { whole: true, texts: [program, ' \n', 'x'] };
    expect([...documentsIn(source, 'word', {})]).toEqual([program, 'x']);
    const cut = [...documentsIn(source, 'word', { documentLength: 64, documents: 'definitions' })];
    expect(cut).toEqual([...split(program, 'word', 64), 'x']);
    expect(cut.length).toBeGreaterThan(2);
  });

  /** Functions of `inner` lines of ten characters between the first and the last, each with a blank line behind it. */
  const functions = (count: number, inner: number): string =>
    Array.from({ length: count }, (_, n) => `function f${n % 10}() {\n${'  call();\n'.repeat(inner)}}\n\n`).join('');

  it('of a program end where the next definition begins', () => {
    const text = functions(40, 7);
    const documents = split(text, 'character', 200, 'definitions');
    expect(documents.length).toBeGreaterThan(10);
    for (const document of documents) {
      expect(document).toMatch(/^function f.*}\n\n$/s);
      expect(document.length).toBeGreaterThanOrEqual(200);
    }
    expect(documents.join('')).toBe(text);
    // At line breaks some would begin inside a function.
    expect(split(text, 'character', 200).some((each) => !each.startsWith('function'))).toBe(true);
  });

  it('of a program end before any line where one definition is four times as long', () => {
    const text = functions(1, 300);
    const documents = split(text, 'character', 200, 'definitions');
    expect(documents.length).toBe(4);
    expect(documents.join('')).toBe(text);
    expect(documents[1]?.startsWith('  call();')).toBe(true);
  });

  it('of a program begin neither indented nor with what closes, and with comments and decorators', () => {
    const text = '/** Why. */\n@a\nclass A {\n  b;\n}\n// next\nlet c;\n'.repeat(9);
    for (const document of split(text, 'character', 12, 'definitions')) expect(document).toMatch(/^[/@\p{L}]/u);
  });
});
