/** Texts of other formats, and features that a file of labels gives, from manifest to result. */
import { expect, it } from 'vitest';
import { tokenize } from '../../runner/text/tokens.ts';
import { zipOf } from '../unit/io/formats/zip/zip-of.ts';
import { refusalOf, resultOf } from './here.ts';
import { folderWith, prose, untested } from './texts.ts';

const folder = folderWith({
  talks: {
    ...untested,
    corpus: { source: 'talks.zip', minimumCount: 1, heldOut: 0.4, validation: 0.2 },
    observe: { segment: 64, warmUp: 8 },
    features: [
      { name: 'cats', match: 'cat' },
      { name: 'by spans', labels: 'cats.jsonl', label: 'animal' },
      { name: 'by words', labels: 'cats.conllu', label: 'NOUN' },
    ],
  },
});
const talks = Array.from({ length: 24 }, (_, talk) => prose(9, talk + 1));
const element = (text: string) => `<file><head>no</head><content>${text}</content></file>`;
folder.write('talks.zip', zipOf({ 'ted_en.xml': `<?xml version="1.0"?><xml>${talks.map(element).join('\n')}</xml>` }));

/** Every word "cat" as spans of characters, and as CoNLL-U. */
const spans = talks.map((text) => ({
  text,
  spans: [...text.matchAll(/\bcat\b/g)].map(({ index }) => ({ start: index, end: index + 3, label: 'animal' })),
}));
folder.write('cats.jsonl', spans.map((line) => JSON.stringify(line)).join('\n'));
const row = (word: string, at = 0) =>
  [at + 1, word, word, word === 'cat' ? 'NOUN' : 'X', '_', '_', '_', '_', '_', '_\n'].join('\t');
const words = (text: string) => tokenize(text, 'word').filter((token) => token.trim() !== '');
folder.write('cats.conllu', talks.map((text) => `${words(text).map(row).join('')}\n`).join(''));
folder.write('other.conllu', `${row('cat')}\n`);

it('a zip of talks is a corpus of one document a talk, and labels mark what they say', async () => {
  const { corpus, features } = await resultOf(folder, ['talks.yaml']);
  expect(corpus.documents).toBe(talks.length);
  expect(corpus.sources).toEqual([{ name: 'talks.zip', credit: null }]);
  expect(corpus.tokens).toBe(talks.reduce((sum, text) => sum + tokenize(text, 'word').length, 0));
  const [match, ...labelled] = features;
  expect(match?.positions.observed.length).toBeGreaterThan(5);
  expect(labelled).toHaveLength(2);
  for (const { positions, relevance, carriers, counted } of labelled) {
    expect(positions).toEqual({ observed: match?.positions.observed, sampled: [] });
    expect({ relevance, carriers, counted }).toEqual({
      relevance: match?.relevance,
      carriers: match?.carriers,
      counted: match?.counted,
    });
  }
  expect(labelled.map(({ description }) => description)).toContain('tokens labelled NOUN in cats.conllu');
});

it.each([
  ['of another text', 'features=[{name: a, labels: other.conllu, label: NOUN}]', 'is not in them: it begins "'],
  ['of a label that there is not', 'features=[{name: a, labels: cats.jsonl, label: dog}]', 'there are animal'],
  ['without the label of CoNLL-U', 'features=[{name: a, labels: cats.conllu}]', 'column: upos, label: NOUN'],
  ['in a missing file', 'features=[{name: a, labels: no.jsonl}]', 'in the current folder, nor beside the manifest'],
  ['in a file of another format', 'features=[{name: a, labels: talks.zip}]', 'read from .jsonl and .conllu'],
  ['for a text that the model writes', 'detect.on=sampled', 'detect.on'],
])('labels %s end with code 2 and no file', async (_, override, says) => {
  expect(await refusalOf(folder, ['talks.yaml', 'id=wrong', override])).toContain(says);
});
