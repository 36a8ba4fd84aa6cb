import { expect, it } from 'vitest';
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

/** One span, of a document or of its own text. */
const span = (start: number, end: number, more: object) => ({ start, end, ...more });
const ofText = (text: string, start: number, end: number) => ({ text, spans: [{ start, end }] });

it('labels of documents that are named mark their tokens, by place or hash, in characters or tokens', () => {
  const texts = ['😀 Ann sat.', 'Bo ran.'];
  expect(mark([span(2, 5, { document: 0, text: 'Ann' })], texts)).toEqual(['-|-|Ann|-|-|-', '-|-|-|-']);
  const byHash = span(1, 3, { document: documentHash('Bo ran.'), unit: 'token', text: ' ran' });
  expect(mark([byHash], texts)).toEqual(['-|-|-|-|-|-', '-| |ran|-']);
});

it('labels with their text mark a document in any order, cut, and with other white space', () => {
  const lines = [ofText('Here is New York.\n', 8, 16), ofText('And more.', 0, 3)];
  expect(mark(lines, ['And more. ', 'Here is  New\nYork. And'])).toEqual([
    ...['And|-|-|-|-', '-|-|-|-|-|New|\n|York|-|-|And'],
  ]);
  expect(mark(lines, ['Here is New York.'], 'word', 6)).toEqual(['-|-|-|-|New| ']);
});

const york = ofText('Here is New York, they say.', 8, 16);
it.each([
  [
    span(0, 3, { document: 0, text: 'Anx' }),
    'Ann sat.',
    'Line 1: from 0 to 3, document 0 has "Ann", not "Anx"; character 2 of them is the first that differs',
  ],
  [span(0, 3, { document: 1 }), 'Ann sat.', 'there is no document 1 among the 1 of the text'],
  [span(0, 3, { document: 'b'.repeat(64) }), 'Ann sat.', 'no document bbbbbbbbbbbb...'],
  [
    york,
    'Here is New York. And',
    'Document 0 is in them up to "HereisNewYork", where it goes on ".And" and they go on ",theysay." (without spaces)',
  ],
  [york, 'Here is New York, they say. And', 'where it goes on "And" and they end'],
  [york, 'Something else', 'Document 0 is not in them: it begins "Somethingelse"'],
])('labels that do not fit the text are told with the first difference: %j in %s', (line, text, words) => {
  expect(() => mark([line], [text])).toThrow(words);
});

it.each(['word', 'character'] as const)('labels by text mark what labels by place mark (%s)', (unit) => {
  for (let seed = 0; seed < 100; seed++) {
    const draw = random(seed);
    const letters = ['a', 'bb', ' ', '\n', '.', '😀', 'e\u0301'];
    const drawn = Array.from({ length: 40 }, () => letters[draw.below(letters.length)] ?? '');
    const characters = Array.from(drawn.join('').trim());
    const text = characters.join('');
    const spans = Array.from({ length: 3 }, () => {
      const start = draw.below(characters.length);
      return { start, end: start + 1 + draw.below(characters.length - start) };
    }).filter(({ start, end }) => {
      // White space at the edges of a span cannot be found again by text.
      const shown = characters.slice(start, end).join('');
      return shown === shown.trim();
    });
    if (spans.length === 0) continue;
    const placed = spans.map((each) => ({ document: 0, ...each }));
    expect(mark([{ text, spans }], [text], unit)).toEqual(mark(placed, [text], unit));
  }
});
