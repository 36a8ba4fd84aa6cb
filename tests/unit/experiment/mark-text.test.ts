import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../runner/core/errors.ts';
import { conlluLabels, featureTools, labelMarks, markObserved } from '../../../runner/experiment/mark-text.ts';
import { readCorpus } from '../../../runner/text/corpus.ts';
import { type Feature, featureKinds, markFeature } from '../../../runner/text/labels/features.ts';
import { documentHash } from '../../../runner/text/splits.ts';
import { observedText, type Text } from '../../../runner/text/text.ts';
import { tokenize } from '../../../runner/text/tokens.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const folder = temporaryFolder();
const place = { cwd: folder.path };

/** One of each kind but labels, which a file gives. */
const features: readonly Feature[] = [
  { name: 'commas', match: ',' },
  { name: 'nouns', partOfSpeech: ['NN', 'NNS'], context: true },
  { name: 'stop words', words: ['the', 'and', 'of'] as never },
  { name: 'inside quotes', nesting: 'quotes', depth: 1 },
  { name: 'inside parentheses', nesting: 'parentheses', depth: 1 },
  { name: 'late in the sentence', position: 'sentence', from: 10, to: null },
  { name: 'late in the line', position: 'line', from: 20, to: 60 },
  { name: 'late in the document', position: 'document', from: 300, to: null },
  { name: 'rare', frequency: [101, null] },
  { name: 'long', wordLength: [7, null] },
  { name: 'after a comma', previous: ',' },
  { name: 'owed', count: { up: 'the|a', down: 'and', atLeast: 1, atMost: null } },
  { name: 'before a mark', passage: '(?<inside>[^.]+), [^.]+[.]' },
  { name: 'indented', indentation: [0, 0] },
  { name: 'a string', scope: ['string'], language: 'javascript' },
  { name: 'runs', control: 'runs', meanLength: 20, n: 3, seed: 0 },
  { name: 'hash', control: 'hash', meanLength: 20, n: 3, seed: 0 },
];
/** Whose marks hang on nothing but the token, or on so few before it that a segment alone rarely shows. */
const nearlyLocal = new Set([
  'commas',
  'stop words',
  'rare',
  'long',
  'after a comma',
  'hash',
  'nouns',
  'inside parentheses',
]);

/** Where each token of an observed text stands in its document, found again by looking for the segment's text in it. */
function foundAgain(text: Text, unit: 'word' | 'character'): { document: number; at: number }[] {
  return text.segments.flatMap(([start, length], segment) => {
    const document = text.documentOfSegment[segment] ?? -1;
    const whole = text.documents[document]?.whole() ?? [];
    const [inAll, wanted] = [whole.join(''), text.tokens.slice(start, start + length).join('')];
    expect(inAll.indexOf(wanted)).toBe(inAll.lastIndexOf(wanted));
    const first = tokenize(inAll.slice(0, inAll.indexOf(wanted)), unit).length;
    return Array.from({ length }, (_, t) => ({ document, at: first + t }));
  });
}

describe.each(['word', 'character'] as const)('the marks of what is read, in %ss,', async (unit) => {
  const settings = { source: ['alice'], unit, minimumCount: 5, proportion: 1, heldOut: 0.3, validation: 0 };
  const corpus = await readCorpus({ ...settings, documentLength: unit === 'word' ? 700 : 2000 }, place);
  const observe = { source: 'held-out', documents: 12, tokens: 12 * 512, segment: 256, warmUp: 32 };
  const text = await observedText(observe, { corpus, cwd: folder.path });
  const tools = await featureTools(features, { tagger: null, corpus, cwd: folder.path });
  const marks = markObserved(features, text, tools);
  const places = foundAgain(text, unit);

  it('are asked of every kind of feature', () => {
    const asked = Object.keys(featureKinds).filter((key) => features.some((feature) => Object.hasOwn(feature, key)));
    expect([...asked, 'labels'].sort()).toEqual(Object.keys(featureKinds).sort());
    expect(text.documents.every(({ places: own }) => own.length === 2 && (own[0] ?? 0) > 0)).toBe(true);
  });

  it.each(features.map((feature, f) => ({ name: feature.name, feature, f })))(
    'are those of the whole document: $name',
    ({ feature, f, name }) => {
      const whole = text.documents.map((document) => markFeature(feature, document.whole(), tools));
      const expected = places.map(({ document, at }) => whole[document]?.[at]);
      expect([...(marks[f] ?? [])]).toEqual(expected);
      expect(new Set(expected)).toEqual(new Set([0, 1]));
      if (nearlyLocal.has(name)) return;
      // What a segment's own tokens say is something else.
      const starts = text.segments.map(([start]) => start);
      expect(markFeature(feature, text.tokens, tools, starts)).not.toEqual(marks[f]);
    },
  );

  it('are those of a file of labels, whose spans are places in the document', async () => {
    const spans = text.documentNumbers.flatMap((document) =>
      [40, 300, 390, 600].map((start) => ({ document, start, end: start + 25, unit: 'token', label: 'A' })),
    );
    writeFileSync(join(folder.path, 'spans.jsonl'), spans.map((span) => `${JSON.stringify(span)}\n`).join(''));
    const asked = { name: 'labelled', labels: 'spans.jsonl', label: null, column: null };
    const given = { observed: text, corpus, cwd: folder.path, manifest: { observe } };
    const labelled = (await labelMarks([asked], given)).get('labelled');
    expect([...(labelled ?? [])]).toEqual(
      places.map(({ at }) => Number([40, 300, 390, 600].some((start) => at >= start && at < start + 25))),
    );
  });
});

it('a quotation that opens before what is read is open in it', async () => {
  const said = Array.from({ length: 60 }, (_, n) => `word${n}`).join(' ');
  writeFileSync(join(folder.path, 'said.txt'), `He said: "${said}" and no more of it came than that .\n`);
  const settings = { source: ['said.txt'], unit: 'word', minimumCount: 1, proportion: 1, heldOut: 0, validation: 0 };
  const corpus = await readCorpus({ ...settings, unit: 'word' }, place);
  const observe = { source: 'said.txt', documents: 1, tokens: 16, segment: 16, warmUp: 2 };
  const text = await observedText(observe, { corpus, cwd: folder.path });
  const inside: Feature = { name: 'inside quotes', nesting: 'quotes', depth: 1 };
  const tools = await featureTools([inside], { tagger: null, corpus, cwd: folder.path });
  const [marks] = markObserved([inside], text, tools);
  expect([...(marks ?? [])]).toEqual(text.tokens.map((token) => Number(/^(word\d+| )$/.test(token))));
  expect(text.tokens).not.toContain('"');
});

it('a file of labels names documents that are there and not read: near copies, and those beyond the ones asked for', async () => {
  const talk = (n: number) => Array.from({ length: 40 }, (_, at) => `word${n}x${at}`).join(' ');
  const talks = [talk(0), talk(1), talk(2), `${talk(0)} again`];
  writeFileSync(join(folder.path, 'talks.jsonl'), talks.map((text) => `${JSON.stringify({ text })}\n`).join(''));
  const settings = { source: ['talks.jsonl'], minimumCount: 1, proportion: 1, heldOut: 0, validation: 0 };
  const corpus = await readCorpus({ ...settings, unit: 'word' }, place);
  const observe = { source: 'talks.jsonl', documents: 2, tokens: 64, segment: 16, warmUp: 2 };
  const observed = await observedText(observe, { corpus, cwd: folder.path });
  expect(observed.documentNumbers).toEqual([0, 1]);
  const asked = { name: 'labelled', labels: 'named.jsonl', label: null, column: null };
  const labelled = (documents: readonly (number | string)[]) => {
    const lines = documents.map((document) => `${JSON.stringify({ document, start: 0, end: 400 })}\n`);
    writeFileSync(join(folder.path, 'named.jsonl'), lines.join(''));
    return labelMarks([asked], { observed, corpus, cwd: folder.path, manifest: { observe } });
  };
  const [, , , copy = ''] = talks.map(documentHash);
  const marks = (await labelled([0, 3, copy])).get('labelled');
  expect([...(marks ?? [])]).toEqual(observed.tokens.map((_, t) => Number(t < (observed.documentStarts[1] ?? 0))));
  await expect(labelled([4])).rejects.toThrow('there is no document 4 among the 4 of the text');
  await expect(labelled(['0'.repeat(64)])).rejects.toThrow('there is no document 000000000000... among the 4');
});

const row = (...cells: string[]) => [...cells, ...Array(10 - cells.length).fill('_')].join('\t');

/** After the examples of universaldependencies.org/format.html: words written together, and one that is not written. */
const lines = [
  '# text = vámonos al mar',
  row('1-2', 'vámonos'),
  row('1', 'vamos', 'ir', 'VERB', '_', 'Mood=Imp|Number=Plur', '0', 'root'),
  row('2', 'nos', 'nosotros', 'PRON', '_', 'Number=Plur', '1', 'obj'),
  row('3-4', 'al'),
  row('3', 'a', 'a', 'ADP'),
  row('4', 'el', 'el', 'DET'),
  row('5', 'mar', 'mar', 'NOUN', 'N', 'Number=Sing', '1', 'obl', '_', 'SpaceAfter=No'),
  row('5.1', 'nadar', 'nadar', 'VERB'),
  row('6', '.', '.', 'PUNCT'),
  '',
  row('1', '20 000', '20 000', 'NUM'),
  '',
];
const source = { path: 'a.conllu', name: 'x' };
/** The characters that carry the label. */
function carrying(column: Parameters<typeof conlluLabels>[1], ...values: string[]): string {
  const { text } = conlluLabels(lines, column, values, source);
  return [...(text?.characters ?? '')].map((each, at) => ((text?.marks[at] ?? 0) === 0 ? '-' : each)).join('');
}

describe('CoNLL-U', () => {
  it('marks the words with a value in a column', () => {
    expect(carrying('upos', 'NOUN')).toBe('---------mar------');
    expect(carrying('upos', 'NOUN', 'PUNCT', 'NUM')).toBe('---------mar.20000');
    expect(carrying('deprel', 'obl')).toBe('---------mar------');
    expect(carrying('misc', 'SpaceAfter=No')).toBe('---------mar------');
  });

  it('marks what is written together when a word in it carries the label', () => {
    expect(carrying('upos', 'PRON')).toBe('vámonos-----------');
    expect(carrying('upos', 'DET', 'VERB')).toBe('vámonosal---------');
  });

  it('takes features by their value, or any value', () => {
    expect(carrying('feats', 'Number=Sing')).toBe('---------mar------');
    expect(carrying('feats', 'Number')).toBe('vámonos--mar------');
  });

  it('that is none is refused, with the line', () => {
    const read = (given: string[]) => () => conlluLabels(given, 'upos', ['NOUN'], source);
    expect(read(['1\ta\tb'])).toThrow('The labels a.conllu of feature "x" cannot be used. Line 1 has 3 columns');
    expect(read([...lines, row('x', 'a')])).toThrow(
      'Line 14 has 10 columns; CoNLL-U has 10, set apart by tabs, a number',
    );
    expect(read(['# nothing'])).toThrow('It holds no word');
    expect(() => carrying('upos', 'NOUM')).toThrow(
      'No word has upos NOUM; there are ADP, DET, NOUN, NUM, PRON, PUNCT, VERB',
    );
    expect(read([])).toThrow(InputError);
  });
});
