import { describe, expect, it, test } from 'vitest';
import { askedNumber, type Entry, numberedEntries } from '../../../../../site/words/search/entry.ts';
import { ask, excerptOf, indexOf, openIndex, type Searched } from '../../../../../site/words/search/index.ts';
import { experimentEntry, neuronEntries } from '../../../../../site/words/search/of-experiment.ts';
import { madeEvidence } from '../../../../fixtures/results/made-evidence.ts';

const entry = (kind: Entry['kind'], title: string, about = '', text?: string): Entry => ({
  kind,
  title,
  about,
  address: `/${kind}/${title}`,
  ...(text !== undefined && { text }),
});
/** As it comes over the wire. */
const opened = (entries: readonly Entry[]) => openIndex(JSON.parse(JSON.stringify(indexOf(entries))));

const index = opened([
  entry('documentation', 'unknown-word', 'Commands and errors'),
  entry('documentation', 'The past tense of a verb', 'Features'),
  entry('feature', 'past tense', 'tokens tagged VBD'),
  entry('neuron', 'Neuron 408 of quotes', 'inside quotes: learned to remember it'),
  entry('neuron', 'Neuron 4081 of large', ''),
  entry('term', 'Glossary of 408 terms', ''),
  entry('documentation', 'Held out', 'Texts', 'A share of the documents, corpus.heldOut, is never trained on.'),
  entry('documentation', 'How a claim is tested', 'Evidence', 'The documents are split. A held-out half tests.'),
]);
const networks = [
  { title: 'quotes', neurons: 672, address: '/quotes/atlas/#neuron=', listed: [408] },
  { title: 'cells', neurons: 512, address: '/cells/atlas/#neuron=', listed: [] },
  { title: 'small', neurons: 32, address: '/small/atlas/#neuron=', listed: [] },
];
const searched: Searched = { index, networks };
const titles = (query: string, over: Searched = searched) => ask(over, query).map(({ title }) => title);

const ofHalves = ['Held out', 'How a claim is tested'];
test.each([
  [
    'a feature before what speaks of it, whatever the case, by beginnings of words',
    'PAST ten',
    ['past tense', 'The past tense of a verb'],
  ],
  ['what has every word', 'past verb', ['The past tense of a verb']],
  ['no word that is in the middle of another', 'cuments', []],
  ['nothing for nothing', '  ', []],
  ['nothing for a sign', '(', []],
  ['a slip in a long word', 'glosary', ['Glossary of 408 terms']],
  ['no slip in a short one', 'pst', []],
  ['the parts of a name in camel case', 'out', ofHalves],
  ['what is named and written of, once', 'held', ofHalves],
  [
    'a neuron in every network that has so many, the claimed one first, and no other number',
    '408',
    ['Neuron 408 of quotes', 'Neuron 408 of cells', 'Glossary of 408 terms'],
  ],
])('finds %s: %s', (_, query, found) => expect(titles(query)).toEqual(found));

test.each([
  ['most of the words where nothing has all', 'unknown-word nowhere', 'unknown-word'],
  ['a question: small words tell nothing', 'how is a held-out claim tested', 'How a claim is tested'],
  ['the code of an error in its brackets', '[unknown-word]', 'unknown-word'],
  ['a number behind its word', 'neuron 600', 'Neuron 600 of quotes'],
])('finds first %s: %s', (_, query, first) => expect(titles(query)[0]).toBe(first));

test('what has the words in its text comes before a name with one; small words count where nothing else is asked', () => {
  expect(titles('what does a feature do with documents and halves')).toContain('How a claim is tested');
  expect(titles('of')).toEqual(expect.arrayContaining(['Neuron 408 of quotes']));
  const [found, ...others] = ask(searched, 'never');
  expect([found?.excerpt?.join(''), others]).toEqual([
    'A share of the documents, corpus.heldOut, is never trained on.',
    [],
  ]);
  const networksOf = ask(searched, '#31').map(({ address }) => address);
  expect(networksOf).toEqual(['quotes', 'cells', 'small'].map((name) => `/${name}/atlas/#neuron=31`));
});

test('a number is asked for by itself alone', () => {
  const asked = ['408', ' neuron 7', '#7', '4 or more', '1234567', 'x'].map(askedNumber);
  expect(asked).toEqual([408, 7, 7, null, null, null]);
  expect(numberedEntries(700, networks)).toEqual([]);
});

test('an excerpt stands around the first word that was found, cut between words', () => {
  const text = `${'before '.repeat(30)}lantern ${'after '.repeat(30)}`;
  const [before, match, after] = excerptOf(text, ['lantern']) ?? [];
  expect(match).toBe('lantern');
  expect(before).toMatch(/^… (before )+$/);
  expect(after).toMatch(/^( after)+ …$/);
  expect(excerptOf(text, ['nowhere'])).toBeNull();
});

describe('an experiment', () => {
  const { result } = madeEvidence('gru-2-layers');
  const experiment = { id: 'gru-2-layers', result };

  it('is found by its id, title, features, cell, component, unit and texts', () => {
    const all = opened([experimentEntry(experiment)]);
    for (const query of ['gru-2', 'update gate', 'commas', 'austen', 'word']) {
      expect(titles(query, { index: all, networks: [] }), query).not.toEqual([]);
    }
    expect(titles('transformer', { index: all, networks: [] })).toEqual([]);
  });

  it('has an entry for each neuron with a claim, with what it reached', () => {
    const [claim] = result.evidence?.claims ?? [];
    if (!claim) throw new Error('the case has no claim');
    const { component, layer } = claim;
    const [found] = neuronEntries({
      ...experiment,
      result: { ...result, atlases: [{ component, layer, path: '', bytes: 0 }] as typeof result.atlases },
    }).filter(({ title }) => title === `Neuron ${claim.neuron} of gru-2-layers`);
    expect(found?.address).toMatch(new RegExp(`neurons/${claim.neuron}/$`));
    expect(found?.about).toContain(claim.feature);
  });
});
