import { describe, expect, it } from 'vitest';
import { InputError } from '../../../runner/core/errors.ts';
import { inThread } from '../../../runner/core/pool.ts';
import {
  conlluLabels,
  featureTools,
  labelLines,
  labelMarks,
  markObserved,
  marksTask,
} from '../../../runner/experiment/mark-text.ts';
import { readCorpus } from '../../../runner/text/corpus.ts';
import { type Feature, featureKinds, markFeature } from '../../../runner/text/labels/features.ts';
import { documentHash } from '../../../runner/text/splits.ts';
import { observedText, type Text } from '../../../runner/text/text.ts';
import { tokenize } from '../../../runner/text/tokens.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const { path: cwd, write } = temporaryFolder();
const lines = (all: readonly object[]) => all.map((each) => `${JSON.stringify(each)}\n`).join('');

/** A corpus, and what is read of it. */
async function read(
  [source, unit, more]: [source: string, unit: 'word' | 'character', more?: object],
  observe: { documents: number; tokens: number; segment: number; warmUp: number },
) {
  const settings = { source: [source], unit, minimumCount: 1, proportion: 1, heldOut: 0, validation: 0, ...more };
  const corpus = await readCorpus(settings, { cwd });
  const reading = { source: settings.heldOut > 0 ? 'held-out' : source, ...observe };
  return { corpus, observe: reading, observed: await observedText(reading, { corpus, cwd }) };
}

/** Whose marks hang on nothing but the token, or on so few before it that a segment alone rarely shows. */
const nearlyLocal: readonly Feature[] = [
  { name: 'commas', match: ',' },
  { name: 'nouns', partOfSpeech: ['NN', 'NNS'], context: true },
  { name: 'stop words', words: ['the', 'and', 'of'] as never },
  { name: 'inside parentheses', nesting: 'parentheses', depth: 1 },
  { name: 'rare', frequency: [101, null] },
  { name: 'long', wordLength: [7, null] },
  { name: 'after a comma', previous: ',' },
  { name: 'hash', control: 'hash', meanLength: 20, n: 3, seed: 0 },
];
/** One of each kind but labels, which a file gives. */
const features: readonly Feature[] = [
  ...nearlyLocal,
  { name: 'inside quotes', nesting: 'quotes', depth: 1 },
  { name: 'late in the sentence', position: 'sentence', from: 10, to: null },
  { name: 'late in the line', position: 'line', from: 20, to: 60 },
  { name: 'late in the document', position: 'document', from: 300, to: null },
  { name: 'owed', count: { up: 'the|a', down: 'and', atLeast: 1, atMost: null } },
  { name: 'before a mark', passage: '(?<inside>[^.]+), [^.]+[.]' },
  { name: 'indented', indentation: [0, 0] },
  { name: 'a string', scope: ['string'], language: 'javascript' },
  { name: 'runs', control: 'runs', meanLength: 20, n: 3, seed: 0 },
];

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
  const asked = { minimumCount: 5, heldOut: 0.3, documentLength: unit === 'word' ? 700 : 2000 };
  const reading = { documents: 12, tokens: 12 * 512, segment: 256, warmUp: 32 };
  const { corpus, observe, observed: text } = await read(['alice', unit, asked], reading);
  const tools = await featureTools(features, { tagger: null, corpus, cwd });
  const marks = markObserved(features, text, tools);
  const places = foundAgain(text, unit);

  it('are asked of every kind of feature', () => {
    const asked = Object.keys(featureKinds).filter((key) => features.some((feature) => Object.hasOwn(feature, key)));
    expect([...asked, 'labels'].sort()).toEqual(Object.keys(featureKinds).sort());
    expect(text.documents.every(({ places: own }) => own.length === 2 && (own[0] ?? 0) > 0)).toBe(true);
  });

  it.each(features.entries().toArray())('are those of the whole document: %i, %o', (f, feature) => {
    const whole = text.documents.map((document) => markFeature(feature, document.whole(), tools));
    const expected = places.map(({ document, at }) => whole[document]?.[at]);
    expect([...(marks[f] ?? [])]).toEqual(expected);
    expect(new Set(expected)).toEqual(new Set([0, 1]));
    if (nearlyLocal.includes(feature)) return;
    // What a segment's own tokens say is something else.
    const starts = text.segments.map(([start]) => start);
    expect(markFeature(feature, text.tokens, tools, starts)).not.toEqual(marks[f]);
  });

  it('are the same from a thread', async () => {
    const worker = new URL('../../../runner/experiment/marks-worker.ts', import.meta.url);
    expect(await inThread(worker, marksTask(features, text, { tagger: null, corpus, cwd }))).toEqual(marks);
  });

  it('are those of a file of labels, whose spans are places in the document', async () => {
    const starts = [40, 300, 390, 600];
    const spans = text.documentNumbers.flatMap((document) =>
      starts.map((start) => ({ document, start, end: start + 25, unit: 'token', label: 'A' })),
    );
    const asked = { name: 'labelled', labels: write('spans.jsonl', lines(spans)), label: null, column: null };
    const labelled = await labelMarks([asked], { observed: text, corpus, cwd, manifest: { observe } });
    expect([...(labelled.get('labelled') ?? [])]).toEqual(
      places.map(({ at }) => Number(starts.some((start) => at >= start && at < start + 25))),
    );
  });
});

it('a file of labels is known by its ending', async () => {
  const read = labelLines({ path: write('labels.txt', ''), name: 'x' }, cwd, ['jsonl', 'ndjson', 'conllu']);
  await expect(read).rejects.toThrow('Labels are read from .jsonl and .conllu files');
});

it('a file of labels names documents that are there and not read: near copies, and those beyond the ones asked for', async () => {
  const talk = (n: number) => Array.from({ length: 40 }, (_, at) => `word${n}x${at}`).join(' ');
  const talks = [talk(0), talk(1), talk(2), `${talk(0)} again`];
  write('talks.jsonl', lines(talks.map((text) => ({ text }))));
  const asked = { documents: 2, tokens: 64, segment: 16, warmUp: 2 };
  const { corpus, observe, observed } = await read(['talks.jsonl', 'word'], asked);
  expect(observed.documentNumbers).toEqual([0, 1]);
  const labelled = (documents: readonly (number | string)[]) => {
    write('named.jsonl', lines(documents.map((document) => ({ document, start: 0, end: 400 }))));
    const feature = { name: 'labelled', labels: 'named.jsonl', label: null, column: null };
    return labelMarks([feature], { observed, corpus, cwd, manifest: { observe } });
  };
  const [, , , copy = ''] = talks.map(documentHash);
  const marks = (await labelled([0, 3, copy])).get('labelled');
  expect([...(marks ?? [])]).toEqual(observed.tokens.map((_, t) => Number(t < (observed.documentStarts[1] ?? 0))));
  await expect(labelled([4])).rejects.toThrow('there is no document 4 among the 4 of the text');
  await expect(labelled(['0'.repeat(64)])).rejects.toThrow('there is no document 000000000000... among the 4');
});

const row = (...cells: string[]) => [...cells, ...Array(10 - cells.length).fill('_')].join('\t');

/** After the examples of universaldependencies.org/format.html: words written together, and one that is not written. */
const sentences = [
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

describe('CoNLL-U', () => {
  // What is written together is marked when a word in it carries the label.
  it.each([
    ['upos', ['NOUN'], '---------mar------'],
    ['upos', ['NOUN', 'PUNCT', 'NUM'], '---------mar.20000'],
    ['upos', ['PRON'], 'vámonos-----------'],
    ['upos', ['DET', 'VERB'], 'vámonosal---------'],
    ['deprel', ['obl'], '---------mar------'],
    ['misc', ['SpaceAfter=No'], '---------mar------'],
    ['feats', ['Number=Sing'], '---------mar------'],
    ['feats', ['Number'], 'vámonos--mar------'],
  ] as const)('marks the characters of words with a value in a column: %s %j', (column, values, expected) => {
    const { text } = conlluLabels(sentences, column, values, source);
    const marked = [...(text?.characters ?? '')].map((each, at) => ((text?.marks[at] ?? 0) > 0 ? each : '-'));
    expect(marked.join('')).toBe(expected);
  });

  it.each([
    ['short lines', ['1\ta\tb'], 'The labels a.conllu of feature "x" cannot be used. Line 1 has 3 columns'],
    ['no number', [...sentences, row('x', 'a')], 'Line 14 has 10 columns; CoNLL-U has 10, set apart by tabs, a number'],
    ['no word', ['# nothing'], 'It holds no word'],
    ['nothing', [], 'It holds no word'],
    ['no such value', sentences, 'No word has upos NOUM; there are ADP, DET, NOUN, NUM, PRON, PUNCT, VERB'],
  ])('is refused with the line: %s', (_, given, words) => {
    expect(() => conlluLabels(given, 'upos', ['NOUM'], source)).toThrow(InputError);
    expect(() => conlluLabels(given, 'upos', ['NOUM'], source)).toThrow(words);
  });
});
