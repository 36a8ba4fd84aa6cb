import { describe, expect, it } from 'vitest';
import type { Cut } from '../../../../../runner/core/cut.ts';
import { random } from '../../../../../runner/core/random.ts';
import { markLabels } from '../../../../../runner/text/labels/labels/align.ts';
import { readSpans } from '../../../../../runner/text/labels/labels/spans.ts';
import { documentHash } from '../../../../../runner/text/splits.ts';
import { tokenize } from '../../../../../runner/text/tokens.ts';

const source = { path: 'a.jsonl', name: 'x' };

function mark(lines: unknown[], texts: string[], cut: Cut = 'word', read = Number.POSITIVE_INFINITY): string[] {
  const labels = readSpans(
    lines.map((line) => JSON.stringify(line)),
    null,
    cut,
    source,
  );
  const documents = texts.map((text, number) => ({
    hash: documentHash(text),
    number,
    cut,
    tokens: tokenize(text, cut).slice(0, read),
  }));
  const hashes = new Set(documents.map(({ hash }) => hash));
  const all = { count: texts.length, has: (hash: string) => hashes.has(hash) };
  return markLabels(labels, documents, all, source).map((marks, index) =>
    (documents[index]?.tokens ?? []).map((token, at) => (marks[at] === 1 ? token : '-')).join('|'),
  );
}

describe('labels of documents that are named', () => {
  it('mark their tokens, by place or hash, in characters or tokens', () => {
    const texts = ['😀 Ann sat.', 'Bo ran.'];
    expect(mark([{ document: 0, start: 2, end: 5, text: 'Ann' }], texts)).toEqual(['-|-|Ann|-|-|-', '-|-|-|-']);
    expect(mark([{ document: documentHash('Bo ran.'), unit: 'token', start: 1, end: 3, text: ' ran' }], texts)).toEqual(
      ['-|-|-|-|-|-', '-| |ran|-'],
    );
  });

  it('do not fit where the text or the document is another', () => {
    const texts = ['Ann sat.'];
    expect(() => mark([{ document: 0, start: 0, end: 3, text: 'Anx' }], texts)).toThrow(
      'Line 1: from 0 to 3, document 0 has "Ann", not "Anx"; character 2 of them is the first that differs',
    );
    expect(() => mark([{ document: 1, start: 0, end: 3 }], texts)).toThrow(
      'there is no document 1 among the 1 of the text',
    );
    expect(() => mark([{ document: 'b'.repeat(64), start: 0, end: 3 }], texts)).toThrow('no document bbbbbbbbbbbb...');
  });
});

describe('labels with their text', () => {
  const spans = [{ start: 8, end: 16 }];

  it('mark a document in any order, cut, and with other white space', () => {
    const lines = [
      { text: 'Here is New York.\n', spans },
      { text: 'And more.', spans: [{ start: 0, end: 3 }] },
    ];
    expect(mark(lines, ['And more. ', 'Here is  New\nYork. And'])).toEqual([
      'And|-|-|-|-',
      '-|-|-|-|-|New|\n|York|-|-|And',
    ]);
    expect(mark(lines, ['Here is New York.'], 'word', 6)).toEqual(['-|-|-|-|New| ']);
  });

  it('tell the first difference when they are of another text', () => {
    const lines = [{ text: 'Here is New York, they say.', spans }];
    expect(() => mark(lines, ['Here is New York. And'])).toThrow(
      'Document 0 is in them up to "HereisNewYork", where it goes on ".And" and they go on ",theysay." (without spaces)',
    );
    expect(() => mark(lines, ['Here is New York, they say. And'])).toThrow('where it goes on "And" and they end');
    expect(() => mark(lines, ['Something else'])).toThrow('Document 0 is not in them: it begins "Somethingelse"');
  });
});

it('labels by text mark what labels by place mark', () => {
  for (const unit of ['word', 'character'] as const) {
    for (let seed = 0; seed < 100; seed++) {
      const draw = random(seed);
      const letters = ['a', 'bb', ' ', '\n', '.', '😀', 'e\u0301'];
      const text = Array.from({ length: 40 }, () => letters[draw.below(letters.length)] ?? '')
        .join('')
        .trim();
      const length = Array.from(text).length;
      const spans = Array.from({ length: 3 }, () => {
        const start = draw.below(length);
        return { start, end: start + 1 + draw.below(length - start) };
      })
        // White space at the edges of a span cannot be found again by text.
        .filter(
          ({ start, end }) =>
            Array.from(text).slice(start, end).join('').trim() === Array.from(text).slice(start, end).join(''),
        );
      if (spans.length === 0) continue;
      const placed = spans.map((span) => ({ document: 0, ...span }));
      expect(mark([{ text, spans }], [text], unit)).toEqual(mark(placed, [text], unit));
    }
  }
});
