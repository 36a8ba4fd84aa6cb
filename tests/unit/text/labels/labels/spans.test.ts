import { describe, expect, it } from 'vitest';
import { readSpans } from '../../../../../runner/text/labels/labels/spans.ts';

const source = { path: 'a.jsonl', name: 'x' };
const read = (lines: unknown[], wanted: string[] | null = null, unit: 'word' | 'character' = 'word') =>
  readSpans(
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))),
    wanted,
    unit,
    source,
  );
function carrying(lines: unknown[], wanted?: string[] | null, unit?: 'word' | 'character'): string {
  const { text } = read(lines, wanted, unit);
  return (text?.characters ?? '')
    .split('')
    .map((each, at) => ((text?.marks[at] ?? 0) === 0 ? '-' : each))
    .join('');
}

describe('spans as JSON lines', () => {
  it('are of documents that are named', () => {
    const hash = 'a'.repeat(64);
    const ofHash = { document: hash, start: 0, end: 4, unit: 'token', text: 'a b' };
    expect(read([{ document: 3, start: 1, end: 2, label: 'PER' }, '', ofHash])).toEqual({
      text: null,
      placed: [
        { document: 3, unit: 'character', start: 1, end: 2, text: null, line: 1 },
        { ...ofHash, line: 3 },
      ],
    });
  });

  it('or of a text that stands beside them, in characters or tokens', () => {
    const text = '😀 Ann Lee sat.';
    const none = { text: ' x', spans: [] };
    // The marks are of UTF-16 units.
    expect(carrying([{ text, spans: [{ start: 2, end: 9, label: 'PER' }] }, none])).toBe('--AnnLee-----');
    expect(carrying([{ text, unit: 'token', spans: [{ start: 2, end: 3 }] }])).toContain('Ann---');
  });

  it('are those with the label that is wanted', () => {
    const [a, b] = [0, 1].map((start) => ({ start, end: start + 1, label: 'AB'[start] }));
    const line = { text: 'ab', spans: [a, b] };
    expect([carrying([line]), carrying([line], ['B'])]).toEqual(['ab', '-b']);
    expect(() => read([line], ['C'])).toThrow('No span is labelled C; there are A, B');
    expect(() => read([{ text: 'ab', spans: [{ start: 0, end: 1 }] }], ['C'])).toThrow('none has a label');
  });

  it.each<[unknown, string]>([
    ['{"document": 1,', 'Line 1: it is not JSON'],
    ['5', 'Line 1: it is not an object'],
    [{ document: -1, start: 0, end: 1 }, '"document" is missing or wrong'],
    [{ document: 0, start: 0 }, '"end" is missing or wrong'],
    [{ document: 0, start: 0.5, end: 1 }, '"start" is missing or wrong'],
    [{ document: 0, start: 2, end: 2 }, 'the span from 2 to 2 is empty or runs backwards'],
    [{ text: 'ab', spans: [{ start: 1, end: 3 }] }, 'the span from 1 to 3 is longer than its text of 2 characters'],
    [{ text: 'ab', spans: [{ start: 1, end: 2 }], unit: 'token' }, 'longer than its text of 1 tokens'],
    [{ text: 'ab' }, '"spans" is missing or wrong'],
  ])('that are wrong are refused: %j', (line, words) => {
    expect(() => read([line])).toThrow(words);
  });

  it('that are none are refused', () => {
    expect(() => read(['', ' '])).toThrow('It holds no span');
  });
});
